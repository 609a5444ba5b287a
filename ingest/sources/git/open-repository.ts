import * as fs from 'node:fs';
import { lstat, mkdtemp, realpath, rm } from 'node:fs/promises';
import { join } from 'node:path';
import {
  addRemote,
  fetch as fetchRepository,
  init,
  resolveRef,
  type FsClient,
} from 'isomorphic-git';
import type { GitSettings } from '../../../contract/source.ts';
import { AppError, messageOf } from '../../../platform/errors.ts';
import { isInside, resolveAllowedFolder } from '../../../platform/source-access.ts';
import type { ConnectorDeps } from '../connector.ts';
import { createGitHttp } from './git-http.ts';
import { readOnlyFiles } from './read-only-files.ts';

/** Objects that can be read, and the commit to read them from. */
export interface Repository {
  readonly fs: FsClient;
  readonly gitdir: string;
  readonly commit: string;
  close(): Promise<void>;
}

const REMOTE = 'origin';
const FETCH_LIMITS = {
  totalTimeoutMs: 10 * 60_000,
  // isomorphic-git holds a pack in memory while it indexes it.
  maxResponseBytes: 128 * 1024 * 1024,
};

/**
 * Opens a repository of this machine where it is, or fetches one commit of a remote one to a folder of its
 * own: objects only, nothing is checked out, no hook runs. Throws `AppError('unavailable')`.
 */
export async function openRepository(
  settings: GitSettings,
  deps: ConnectorDeps,
  signal: AbortSignal,
): Promise<Repository> {
  if (settings.path !== undefined) return openLocal(settings.path, settings.ref, deps);
  return fetchRemote({ ...settings, url: settings.url ?? '' }, deps, signal);
}

async function openLocal(path: string, ref: string, deps: ConnectorDeps): Promise<Repository> {
  const folder = await resolveAllowedFolder(path, deps.config);
  const gitdir = await findGitFolder(folder);
  const files = readOnlyFiles(gitdir);
  const commit = await resolveLocalRef(files, gitdir, ref);
  return { fs: files, gitdir, commit, async close() {} };
}

/** The `.git` folder of a working tree, or a bare repository itself. */
async function findGitFolder(folder: string): Promise<string> {
  const inner = join(folder, '.git');
  const stats = await lstat(inner).catch(() => null);
  if (stats === null) return folder;
  const target = await realpath(inner);
  // A file or a link here names another place, which nobody has allowed.
  if (stats.isDirectory() && isInside(target, folder)) return target;
  throw new AppError('invalid_value', `${inner} is not a folder: name the repository itself.`);
}

async function resolveLocalRef(files: FsClient, gitdir: string, ref: string): Promise<string> {
  try {
    return await resolveRef({ fs: files, gitdir, ref });
  } catch (error) {
    throw new AppError('unavailable', `The repository has no ${ref}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

async function fetchRemote(
  settings: GitSettings & { readonly url: string },
  deps: ConnectorDeps,
  signal: AbortSignal,
): Promise<Repository> {
  const url = unambiguousAddress(settings.url);
  const gitdir = await mkdtemp(join(deps.temporaryFolder, 'footnote-git-'));
  const fetcher = deps.openFetch(FETCH_LIMITS);
  const { ref } = settings;
  const close = () => rm(gitdir, { recursive: true, force: true });
  try {
    await init({ fs, gitdir, bare: true });
    await addRemote({ fs, gitdir, remote: REMOTE, url });
    const { fetchHead } = await fetchRepository({
      fs,
      gitdir,
      http: createGitHttp({ fetcher, signal, token: tokenOf(settings, deps) }),
      url,
      remote: REMOTE,
      remoteRef: ref,
      depth: 1,
      singleBranch: true,
      tags: false,
    });
    if (fetchHead === null) throw new AppError('unavailable', 'The repository has no commit yet.');
    return { fs, gitdir, commit: fetchHead, close };
  } catch (error) {
    await close();
    signal.throwIfAborted();
    if (error instanceof AppError) throw error;
    const message = `${new URL(url).host} does not give ${ref}: ${messageOf(error)}`;
    throw new AppError('unavailable', message, { cause: error });
  } finally {
    await fetcher.close();
  }
}

/**
 * isomorphic-git takes addresses apart by itself, and finds another host than the URL standard in one with
 * an `@` where none belongs: so it only gets addresses that can be read in one way.
 */
function unambiguousAddress(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (
    url === null ||
    [url.username, url.password, url.search, url.hash].some((part) => part !== '')
  ) {
    throw new AppError(
      'invalid_value',
      'The address of a repository must be a URL without a user name, password, query and fragment.',
    );
  }
  return url.href.replace(/\/+$/u, '');
}

function tokenOf(
  { token_env: name, url }: GitSettings & { readonly url: string },
  { secrets }: ConnectorDeps,
): { readonly value: string; readonly origin: string } | null {
  const value = name === undefined ? undefined : secrets.get(name);
  return value === undefined ? null : { value, origin: new URL(url).origin };
}
