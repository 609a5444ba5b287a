import { sql, type SQL } from 'drizzle-orm';
import type { PatchDocument } from '../../contract/document.ts';
import { DOCUMENT_SETTINGS } from '../../contract/document.ts';
import type { DocumentId } from '../../contract/ids.ts';
import { textArray } from '../array-parameters.ts';
import { inTransaction, type WorkspaceDatabase } from '../workspace-database.ts';
import { lockDocument, switchToVersion } from './switch-to-version.ts';

export type PatchOutcome = 'patched' | 'nothing_held' | 'other_version_held';

/**
 * Changes what is said of a document, at once: access is decided when something is read. What is given
 * here is given by hand, so no rule changes it later. `approved` makes the held version serve, in the same
 * transaction; when it cannot, nothing changes.
 */
export function patchDocument(
  database: WorkspaceDatabase,
  { documentId, patch }: { readonly documentId: DocumentId; readonly patch: PatchDocument },
): Promise<PatchOutcome> {
  return inTransaction(database, async (transaction) => {
    await lockDocument(transaction, documentId);
    if (patch.approved === true) {
      const held = await findHeldVersion(transaction, documentId);
      if (held === null) return 'nothing_held';
      if ((patch.approved_version ?? held) !== held) return 'other_version_held';
      await switchToVersion(transaction, { documentId, version: held, runId: null });
    }
    await changeSettings(transaction, { documentId, patch });
    return 'patched';
  });
}

async function findHeldVersion(
  database: WorkspaceDatabase,
  documentId: DocumentId,
): Promise<number | null> {
  const result = await database.executor.execute<{ version: number | null }>(sql`
    select max(version) as version
    from document_versions
    where workspace_id = ${database.workspaceId} and document_id = ${documentId}
      and held_at is not null and served_from is null`);
  return result.rows[0]?.version ?? null;
}

async function changeSettings(
  database: WorkspaceDatabase,
  { documentId, patch }: { readonly documentId: DocumentId; readonly patch: PatchDocument },
): Promise<void> {
  const given = DOCUMENT_SETTINGS.filter((setting) => patch[setting] !== undefined);
  if (given.length === 0) return;
  const changes: SQL[] = [];
  if (patch.title !== undefined) changes.push(sql`title = ${patch.title}`);
  if (patch.tags !== undefined) changes.push(sql`tags = ${textArray(patch.tags)}`);
  if (patch.classification !== undefined) {
    changes.push(sql`classification = ${patch.classification}`);
  }
  if (patch.acl !== undefined) changes.push(sql`acl = ${textArray(patch.acl)}`);
  await database.executor.execute(sql`
    update documents
    set ${sql.join(changes, sql`, `)}, updated_at = now(),
      given_settings = array(
        select distinct setting from unnest(given_settings || ${textArray(given)}) as setting order by setting)
    where workspace_id = ${database.workspaceId} and id = ${documentId}`);
}
