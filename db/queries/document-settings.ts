import { sql } from 'drizzle-orm';
import type { DocumentSettings } from '../../contract/access-rule.ts';
import type { DocumentId } from '../../contract/ids.ts';
import { textArray } from '../array-parameters.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

/** Applies what rules say of a document; what somebody gave by hand, or with the document, stays. */
export async function applyDocumentSettings(
  database: WorkspaceDatabase,
  {
    documentId,
    settings,
  }: { readonly documentId: DocumentId; readonly settings: DocumentSettings },
): Promise<void> {
  const { tags, classification, acl } = settings;
  if (tags === undefined && classification === undefined && acl === undefined) return;
  await database.executor.execute(sql`
    update documents
    set tags = case when 'tags' = any(given_settings) then tags
          else coalesce(${tags === undefined ? null : textArray(tags)}, tags) end,
      classification = case when 'classification' = any(given_settings) then classification
          else coalesce(${classification ?? null}::text, classification) end,
      acl = case when 'acl' = any(given_settings) then acl
          else coalesce(${acl === undefined ? null : textArray(acl)}, acl) end
    where workspace_id = ${database.workspaceId} and id = ${documentId}`);
}
