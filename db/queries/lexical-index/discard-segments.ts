import { sql } from 'drizzle-orm';
import type { DocumentId } from '../../../contract/ids.ts';
import type { WorkspaceDatabase } from '../../workspace-database.ts';

/** Removes what was staged for a document and never served. */
export async function discardStagedSegments(
  database: WorkspaceDatabase,
  documentId: DocumentId,
): Promise<void> {
  await database.executor.execute(sql`
    with discarded as (
      delete from lexical_segments
      where workspace_id = ${database.workspaceId} and staged_for = ${documentId}
      returning id)
    delete from posting_lists
    where workspace_id = ${database.workspaceId} and segment_id in (select id from discarded)`);
}
