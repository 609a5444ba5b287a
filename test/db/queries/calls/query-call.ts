import type { WorkspaceDatabase } from '../../../../db/workspace-database.ts';
import type { World } from '../workspace-world.ts';

/** Calls a query in one workspace with the names of things that may belong to another. */
export type QueryCall = (database: WorkspaceDatabase, names: World) => Promise<unknown>;

/** By the name of the query. */
export type QueryCalls = Readonly<Record<string, QueryCall>>;
