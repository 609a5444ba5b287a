import { sql } from 'drizzle-orm';
import type { DocumentId } from '../../contract/ids.ts';
import { inTransaction, type WorkspaceDatabase } from '../workspace-database.ts';
import { applyVersionSettings, type RuleSettings } from './document-settings.ts';
import { clearTheWay } from './stage-version.ts';
import { lockDocument, switchToVersion, type VersionSwitch } from './switch-to-version.ts';
import { tellStaleAnswers } from './tell-stale-answers.ts';

/**
 * Brings an earlier version's content back as a new version that shares its chunks: nothing is parsed or
 * embedded. The rules of now are matched against it. A version that waits for approval is withdrawn. Null
 * when the document has never served such a version.
 */
export function restoreVersion(
  database: WorkspaceDatabase,
  wanted: {
    readonly documentId: DocumentId;
    readonly version: number;
    readonly ruleSettings: RuleSettings;
  },
): Promise<(VersionSwitch & { readonly version: number }) | null> {
  const { documentId, ruleSettings } = wanted;
  return inTransaction(database, async (transaction) => {
    await lockDocument(transaction, documentId);
    const restored = await copyVersion(transaction, wanted);
    if (restored === null) return null;
    const version = { documentId, version: restored };
    await applyVersionSettings(transaction, { ...version, jobId: null, ruleSettings });
    const change = await switchToVersion(transaction, { ...version, runId: null });
    await tellStaleAnswers(transaction, { ...change, documentId, runId: null });
    return { ...change, version: restored };
  });
}

async function copyVersion(
  database: WorkspaceDatabase,
  { documentId, version }: { readonly documentId: DocumentId; readonly version: number },
): Promise<number | null> {
  const ofDocument = sql`workspace_id = ${database.workspaceId} and document_id = ${documentId}`;
  const served = await database.executor.execute(sql`
    select 1 from document_versions
    where ${ofDocument} and version = ${version} and served_from is not null`);
  if (served.rows.length === 0) return null;
  await clearTheWay(database, documentId);
  const result = await database.executor.execute<{ version: number }>(sql`
    insert into document_versions (
      workspace_id, document_id, version, title, mime, original_sha256, byte_size, text, char_count,
      page_count, parser, chunker, chunking, language, front_matter, job_id, restored_from)
    select workspace_id, document_id, (select max(version) + 1 from document_versions where ${ofDocument}),
      title, mime, original_sha256, byte_size, text, char_count, page_count, parser, chunker, chunking,
      language, front_matter, job_id, coalesce(restored_from, version)
    from document_versions
    where ${ofDocument} and version = ${version}
    returning version`);
  const copy = result.rows[0]?.version;
  if (copy === undefined) throw new Error('The copied version was not returned.');
  await database.executor.execute(sql`
    insert into chunk_placements (
      workspace_id, document_id, version, position, chunk_id, page, char_start, char_end)
    select workspace_id, document_id, ${copy}::integer, position, chunk_id, page, char_start, char_end
    from chunk_placements
    where ${ofDocument} and version = ${version}`);
  await database.executor.execute(sql`
    insert into version_pages (workspace_id, document_id, version, page, layout)
    select workspace_id, document_id, ${copy}::integer, page, layout
    from version_pages
    where ${ofDocument} and version = ${version}`);
  await database.executor.execute(sql`
    insert into version_findings (workspace_id, document_id, version, position, finding)
    select workspace_id, document_id, ${copy}::integer, position, finding
    from version_findings
    where ${ofDocument} and version = ${version}`);
  return copy;
}
