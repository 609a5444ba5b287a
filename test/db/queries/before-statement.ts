import { inWorkspace, type WorkspaceDatabase } from '../../../db/workspace-database.ts';
import type { Database } from '../../../db/client.ts';

interface Interruption {
  /** Whether the statement is one of those that are waited for. */
  readonly isMeant: (statement: string) => boolean;
  readonly interrupt: () => Promise<unknown>;
}

/** The same workspace, with something that happens right before each prepared statement that is meant. */
export function beforeStatement(
  open: Database,
  { workspaceId }: Pick<WorkspaceDatabase, 'workspaceId'>,
  { isMeant, interrupt }: Interruption,
): WorkspaceDatabase {
  const { executor, postings, chunks, pool } = open;
  const { session } = executor._;
  const prepareQuery: typeof session.prepareQuery = (query, ...more) => {
    const prepared = session.prepareQuery(query, ...more);
    if (!isMeant(query.sql)) return prepared;
    return Object.assign(Object.create(prepared) as typeof prepared, {
      execute: async (...values: Parameters<typeof prepared.execute>) => {
        await interrupt();
        return prepared.execute(...values);
      },
    });
  };
  const interrupted = Object.assign(Object.create(session) as typeof session, { prepareQuery });
  const _ = { ...executor._, session: interrupted };
  return inWorkspace(
    {
      executor: Object.assign(Object.create(executor) as typeof executor, { _ }),
      postings,
      chunks,
      pool,
      close: () => open.close(),
      [Symbol.asyncDispose]: () => open.close(),
    },
    workspaceId,
  );
}
