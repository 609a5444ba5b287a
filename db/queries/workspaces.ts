import { eq } from 'drizzle-orm';
import { WorkspaceId } from '../../contract/ids.ts';
import type { Database } from '../client.ts';
import { workspaces } from '../schema/workspaces.ts';

/** The workspace of that name, made with the given id when there is none yet. */
export async function ensureWorkspace(
  database: Database,
  workspace: { readonly id: WorkspaceId; readonly name: string },
): Promise<WorkspaceId> {
  await database.executor.insert(workspaces).values(workspace).onConflictDoNothing();
  const [row] = await database.executor
    .select({ id: workspaces.id })
    .from(workspaces)
    .where(eq(workspaces.name, workspace.name))
    .limit(1);
  return WorkspaceId.parse(row?.id);
}
