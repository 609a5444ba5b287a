import { readBlob, readCommit, readTree, type TreeEntry } from 'isomorphic-git';
import type { GitSettings } from '../../../contract/source.ts';
import { AppError, messageOf } from '../../../platform/errors.ts';
import type { Connector, ConnectorDeps, SourceEntry } from '../connector.ts';
import { assertReadableSize, describeFile } from '../describe-entry.ts';
import { createPathFilter } from '../select-paths.ts';
import { openRepository, type Repository } from './open-repository.ts';

export interface GitSource {
  readonly name: string;
  readonly settings: GitSettings;
}

const BLOB_PREFIX = 'blob:';
const LFS_POINTER = Buffer.from('version https://git-lfs.github.com/spec/v1\n');
const FILE_MODES: ReadonlySet<string> = new Set(['100644', '100755', '100664']);

/**
 * Follows the files of one branch or tag. The first listing opens the repository and later reads see the
 * same commit. Submodules, symbolic links and hidden files are passed over.
 */
export function openGitConnector({ name, settings }: GitSource, deps: ConnectorDeps): Connector {
  // Parsed packs are kept here by isomorphic-git for as long as the connector lives.
  const cache = {};
  let opened: Promise<Repository> | undefined;
  const open = (signal: AbortSignal) => (opened ??= openRepository(settings, deps, signal));
  const isFollowed = createPathFilter(settings);

  async function* list(signal: AbortSignal): AsyncGenerator<SourceEntry> {
    const repository = { ...(await open(signal)), cache };
    const tree = await findFolder(repository, settings.folder);
    for await (const { path, oid } of walkTree({ repository, tree, folder: '', signal })) {
      if (!isFollowed(path)) continue;
      const fingerprint = `${BLOB_PREFIX}${oid}`;
      yield describeFile({ sourceName: name, path, fingerprint, size: null });
    }
  }

  return {
    list,
    async read(entry, signal) {
      const repository = { ...(await open(signal)), cache };
      const bytes = await readFile(repository, entry.fingerprint.slice(BLOB_PREFIX.length));
      return { bytes, fileName: entry.fileName, fingerprint: entry.fingerprint };
    },
    async close() {
      const repository = await opened?.catch(() => undefined);
      await repository?.close();
    },
  };
}

type CachedRepository = Repository & { readonly cache: object };

interface TreePlace {
  readonly repository: CachedRepository;
  readonly tree: readonly TreeEntry[];
  readonly folder: string;
  readonly signal: AbortSignal;
}

async function* walkTree(
  place: TreePlace,
): AsyncGenerator<{ readonly path: string; readonly oid: string }> {
  const { repository, tree, folder, signal } = place;
  signal.throwIfAborted();
  for (const { type, mode, oid, path: name } of tree) {
    if (name.startsWith('.')) continue;
    const path = folder === '' ? name : `${folder}/${name}`;
    if (type === 'blob' && FILE_MODES.has(mode)) yield { path, oid };
    if (type !== 'tree') continue;
    yield* walkTree({ ...place, tree: await treeOf(repository, oid), folder: path });
  }
}

async function findFolder(
  repository: CachedRepository,
  folder: string,
): Promise<readonly TreeEntry[]> {
  const { commit } = await readObject(() => readCommit({ ...repository, oid: repository.commit }));
  let tree = await treeOf(repository, commit.tree);
  for (const part of folder.split('/').filter((name) => name !== '')) {
    const found = tree.find(({ path, type }) => path === part && type === 'tree');
    if (found === undefined) {
      throw new AppError('unavailable', `The repository has no folder ${folder}.`);
    }
    tree = await treeOf(repository, found.oid);
  }
  return tree;
}

async function treeOf(repository: CachedRepository, oid: string): Promise<readonly TreeEntry[]> {
  const { tree } = await readObject(() => readTree({ ...repository, oid }));
  return tree;
}

async function readFile(repository: CachedRepository, oid: string): Promise<Buffer> {
  const { blob } = await readObject(() => readBlob({ ...repository, oid }));
  assertReadableSize(blob.length);
  const bytes = Buffer.from(blob.buffer, blob.byteOffset, blob.byteLength);
  if (bytes.subarray(0, LFS_POINTER.length).equals(LFS_POINTER)) {
    throw new AppError('unsupported_type', 'It is kept in Git LFS, which is not followed.');
  }
  return bytes;
}

async function readObject<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('unavailable', `The repository cannot be read: ${messageOf(error)}`, {
      cause: error,
    });
  }
}
