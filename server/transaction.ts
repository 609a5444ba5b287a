import type { WorkspaceDatabase } from '../db/workspace-database.ts';

/** A transaction that a handler is in, for those who pass it on and know nothing of the database. */
export type Transaction = WorkspaceDatabase;
