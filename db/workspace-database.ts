import type { WorkspaceId } from '../contract/ids.ts';
import type { ChunkCache } from './chunk-cache.ts';
import type { Database, Executor } from './client.ts';
import type { PostingCache } from './posting-cache.ts';

declare const workspaceBrand: unique symbol;

/**
 * The only thing that queries over tenant data accept, and it cannot be made without a workspace: a
 * query that names none does not compile.
 */
export interface WorkspaceDatabase {
  readonly [workspaceBrand]: true;
  readonly workspaceId: WorkspaceId;
  readonly executor: Executor;
  readonly postings: PostingCache;
  readonly chunks: ChunkCache;
}

export function inWorkspace(database: Database, workspaceId: WorkspaceId): WorkspaceDatabase {
  return brand(workspaceId, database);
}

/** Runs `work` in one transaction; everything it does is undone when it throws. */
export function inTransaction<Result>(
  database: WorkspaceDatabase,
  work: (transaction: WorkspaceDatabase) => Promise<Result>,
): Promise<Result> {
  return database.executor.transaction((transaction) =>
    work(brand(database.workspaceId, { ...database, executor: transaction })),
  );
}

/** Guarantee: called in this file only, with the workspace that the caller named. */
function brand(
  workspaceId: WorkspaceId,
  { executor, postings, chunks }: Pick<WorkspaceDatabase, 'executor' | 'postings' | 'chunks'>,
): WorkspaceDatabase {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the brand exists for the compiler only
  return { workspaceId, executor, postings, chunks } as WorkspaceDatabase;
}
