import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { Health, Readiness } from '../contract/health.ts';
import { messageOf } from '../platform/errors.ts';
import { loadConfig } from '../platform/load-config.ts';
import type { CommandContext } from './command-context.ts';
import { adminKeyPath } from './read-api-key.ts';

/** `advice` says what to do; null when there is nothing to do. */
export interface Finding {
  readonly subject: string;
  readonly state: 'ok' | 'warning' | 'problem';
  readonly detail: string;
  readonly advice: string | null;
}

const REQUIRED_NODE = [20, 19] as const;

/** Everything that has to be right for a question to be answered, checked in the order of dependence. */
export async function diagnose(context: CommandContext): Promise<readonly Finding[]> {
  const local = [
    checkNode(context.nodeVersion),
    checkConfiguration(context),
    await checkDataDirectory(context),
  ];
  const server = await checkServer(context);
  if (server.state === 'problem') return [...local, server];
  return [...local, server, ...(await checkReadiness(context)), await checkKey(context)];
}

function checkNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isRecent =
    major > REQUIRED_NODE[0] || (major === REQUIRED_NODE[0] && minor >= REQUIRED_NODE[1]);
  return isRecent
    ? ok('Node', version)
    : problem('Node', `${version} is too old`, `Install Node ${REQUIRED_NODE.join('.')} or later.`);
}

function checkConfiguration({ settings }: CommandContext): Finding {
  try {
    const { path, config } = loadConfig(settings.configPath, {
      isRequired: settings.isConfigPathGiven,
    });
    const origin = path === null ? 'none: the built-in default holds' : `${path} is valid`;
    return ok('configuration', `${origin} (${config.models.length} models of your own)`);
  } catch (error) {
    return problem(
      'configuration',
      messageOf(error),
      'Correct it; docs/configuration.md lists the fields.',
    );
  }
}

async function checkDataDirectory({ settings }: CommandContext): Promise<Finding> {
  const path = settings.dataDirectory;
  try {
    await access(path, constants.R_OK | constants.W_OK);
  } catch {
    return warning(
      'data directory',
      `${path} does not exist or cannot be written`,
      'npm start makes it; set FOOTNOTE_DATA_DIR if the server keeps its data elsewhere.',
    );
  }
  return checkKeyFile(path, adminKeyPath(settings));
}

async function checkKeyFile(directory: string, keyPath: string): Promise<Finding> {
  const status = await stat(keyPath).catch(() => null);
  if (status === null) {
    return warning(
      'data directory',
      `${directory} holds no admin-key`,
      'Set FOOTNOTE_API_KEY to a key of the server.',
    );
  }
  const isReadByOthers = (status.mode & 0o077) !== 0 && process.platform !== 'win32';
  return isReadByOthers
    ? warning('data directory', `others can read ${keyPath}`, `Run chmod 600 ${keyPath}.`)
    : ok('data directory', directory);
}

async function checkServer({ client, settings }: CommandContext): Promise<Finding> {
  try {
    const { raw } = await client.probe('/healthz');
    if (Health.safeParse(raw).success)
      return ok('server', `Footnote answers at ${settings.url.href}`);
    return problem(
      'server',
      `what answers at ${settings.url.href} is not Footnote`,
      'Set FOOTNOTE_URL to the address of the server, or start it on another PORT.',
    );
  } catch (error) {
    return problem('server', messageOf(error), 'Run npm start in another terminal.');
  }
}

async function checkReadiness({ client }: CommandContext): Promise<readonly Finding[]> {
  const { status, raw } = await client.probe('/readyz');
  const readiness = Readiness.safeParse(raw);
  if (!readiness.success)
    return [problem('readiness', `/readyz answered ${status}`, 'See the log of the server.')];
  const { checks, durability } = readiness.data;
  const findings = Object.entries(checks).map(([name, check]) =>
    check.ok ? ok(name, check.detail) : problem(name, check.detail, 'See the log of the server.'),
  );
  return [
    ...findings,
    ok(
      'durability',
      durability === 'power_safe'
        ? 'survives kill -9 and the loss of power'
        : 'survives kill -9, not the loss of power; set DATABASE_URL to a Postgres for that',
    ),
  ];
}

async function checkKey({ client }: CommandContext): Promise<Finding> {
  try {
    const { value } = await client.call('getSession', {});
    return ok('key', `${value.key_name}: ${value.scopes.join(', ')}; clearance ${value.clearance}`);
  } catch (error) {
    return problem(
      'key',
      messageOf(error),
      'Set FOOTNOTE_API_KEY to a key that is valid, or FOOTNOTE_DATA_DIR to the data directory of the server.',
    );
  }
}

function ok(subject: string, detail: string): Finding {
  return { subject, state: 'ok', detail, advice: null };
}

function warning(subject: string, detail: string, advice: string): Finding {
  return { subject, state: 'warning', detail, advice };
}

function problem(subject: string, detail: string, advice: string): Finding {
  return { subject, state: 'problem', detail, advice };
}
