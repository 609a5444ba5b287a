import { realpath } from 'node:fs/promises';
import { isAbsolute, relative, resolve } from 'node:path';
import type { SourcesConfig } from '../contract/config.ts';
import type { SourceSettings } from '../contract/source.ts';
import { AppError, messageOf } from './errors.ts';
import { checkUrl, PUBLIC_WEB_POLICY, type FetchPolicy } from './url-guard.ts';

type FieldProblem = AppError['fields'][number];

/** Public hosts by https, and the hosts that the operator listed by http too and wherever they are. */
export function sourceFetchPolicy({ hosts }: SourcesConfig): FetchPolicy {
  const allowedOrigins = hosts.allow_private.flatMap((host) =>
    ['http', 'https'].map((scheme) => new URL(`${scheme}://${host}`).origin),
  );
  return { ...PUBLIC_WEB_POLICY, allowedOrigins };
}

/**
 * Refuses settings that the operator's configuration does not allow, with `AppError('invalid_value')` that
 * names each field, and folders that are not there. For settings as they are given.
 */
export async function checkSourceSettings(
  settings: SourceSettings,
  config: SourcesConfig,
): Promise<void> {
  refuse([
    ...urlProblems(settings, config),
    ...secretProblems(settings, config),
    ...(await pathProblems(settings, config)),
  ]);
}

/**
 * Refuses addresses and secrets as `checkSourceSettings` does, each time that a source is opened: the
 * configuration may have changed. Addresses behind names are judged when they are connected to.
 */
export function checkSourceAddresses(settings: SourceSettings, config: SourcesConfig): void {
  refuse([...urlProblems(settings, config), ...secretProblems(settings, config)]);
}

/**
 * The real path of a folder, when it lies below one of the allowed ones. Throws `AppError`: `invalid_value`
 * when it does not, `unavailable` when it is not there.
 */
export async function resolveAllowedFolder(path: string, config: SourcesConfig): Promise<string> {
  const roots = await Promise.all(
    config.folders.map((folder) => realpath(folder).catch(() => resolve(folder))),
  );
  // Judged as text first, so that nobody learns what exists outside.
  const named = [...config.folders.map((folder) => resolve(folder)), ...roots];
  if (!named.some((root) => isInside(resolve(path), root))) throw notAllowed(path);
  const target = await realpath(path).catch((error: unknown) => {
    throw new AppError('unavailable', `${path} is missing or not mounted: ${messageOf(error)}`, {
      cause: error,
    });
  });
  if (!roots.some((root) => isInside(target, root))) throw notAllowed(path);
  return target;
}

/** Whether a real path is a folder, or below it. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith('../') && !isAbsolute(way));
}

function refuse(problems: readonly FieldProblem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  throw new AppError('invalid_value', `The source may not be followed: ${first.message}.`, {
    fields: problems,
  });
}

function notAllowed(path: string): AppError {
  return new AppError('invalid_value', `${path} is not below a folder of \`sources.folders\`.`);
}

function urlProblems(settings: SourceSettings, config: SourcesConfig): readonly FieldProblem[] {
  const policy = sourceFetchPolicy(config);
  return addressesOf(settings).flatMap(({ path, url }) => {
    const check = checkUrl(url, policy);
    return check.kind === 'allowed' ? [] : [{ path: `settings.${path}`, message: check.reason }];
  });
}

function addressesOf(
  settings: SourceSettings,
): readonly { readonly path: string; readonly url: string }[] {
  switch (settings.kind) {
    case 'folder':
      return [];
    case 'url':
      return settings.urls.map((url, index) => ({ path: `urls.${index}`, url }));
    case 'sitemap':
      return [{ path: 'url', url: settings.url }];
    case 'git':
      return settings.url === undefined ? [] : [{ path: 'url', url: settings.url }];
    case 's3':
      return [{ path: 'endpoint', url: settings.endpoint }];
  }
}

function secretProblems(settings: SourceSettings, config: SourcesConfig): readonly FieldProblem[] {
  return secretsOf(settings).flatMap(({ path, env, url }) => {
    const origin = URL.canParse(url) ? new URL(url).origin : '';
    const isListed = config.secrets.some(
      (secret) => secret.env === env && secret.origin === origin,
    );
    const message = `the configuration does not list the secret ${env} for ${origin || 'a local repository'}`;
    return isListed ? [] : [{ path: `settings.${path}`, message }];
  });
}

function secretsOf(
  settings: SourceSettings,
): readonly { readonly path: string; readonly env: string; readonly url: string }[] {
  if (settings.kind === 'git' && settings.token_env !== undefined) {
    return [{ path: 'token_env', env: settings.token_env, url: settings.url ?? '' }];
  }
  if (settings.kind !== 's3') return [];
  return [
    { path: 'access_key_env', env: settings.access_key_env, url: settings.endpoint },
    { path: 'secret_key_env', env: settings.secret_key_env, url: settings.endpoint },
  ];
}

async function pathProblems(
  settings: SourceSettings,
  config: SourcesConfig,
): Promise<readonly FieldProblem[]> {
  const path = settings.kind === 'folder' || settings.kind === 'git' ? settings.path : undefined;
  if (path === undefined) return [];
  try {
    await resolveAllowedFolder(path, config);
    return [];
  } catch (error) {
    return [{ path: 'settings.path', message: messageOf(error).replace(/\.$/u, '') }];
  }
}
