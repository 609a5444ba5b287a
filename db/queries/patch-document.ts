import { sql, type SQL } from 'drizzle-orm';
import type { PatchDocument } from '../../contract/document.ts';
import { DOCUMENT_SETTINGS } from '../../contract/document.ts';
import { IngestJobId, IngestRunId, type DocumentId } from '../../contract/ids.ts';
import { textArray } from '../array-parameters.ts';
import { inTransaction, type WorkspaceDatabase } from '../workspace-database.ts';
import { applyVersionSettings, type RuleSettings } from './document-settings.ts';
import { isHeldReadable, type Reader } from './readable.ts';
import { lockDocument, switchToVersion } from './switch-to-version.ts';
import { tellStaleAnswers } from './tell-stale-answers.ts';

export type PatchOutcome = 'patched' | 'nothing_held' | 'other_version_held';

/**
 * Changes what is said of a document, at once: access is decided when something is read. What is given
 * here is given by hand, so no rule changes it later, nor does what was sent before. `approved` makes the held
 * version serve, in the same transaction, with the settings that come with it; when it cannot, nothing changes.
 */
export function patchDocument(
  database: WorkspaceDatabase,
  change: Approval,
): Promise<PatchOutcome> {
  return inTransaction(database, async (transaction): Promise<PatchOutcome> => {
    // Jobs before the document, as everybody locks them.
    await overruleSent(transaction, change);
    await lockDocument(transaction, change.documentId);
    // Whoever closes the document to themselves in the same call may approve it still.
    const held = change.patch.approved === true ? await requireHeld(transaction, change) : null;
    await changeSettings(transaction, change);
    if (held !== null) await approve(transaction, change, held);
    return 'patched';
  }).catch((error: unknown) => {
    if (error instanceof ApprovalRefused) return error.outcome;
    throw error;
  });
}

class ApprovalRefused extends Error {
  readonly outcome: Exclude<PatchOutcome, 'patched'>;
  constructor(outcome: Exclude<PatchOutcome, 'patched'>) {
    super(outcome);
    this.outcome = outcome;
  }
}

/** Throws what undoes the rest. */
async function requireHeld(
  transaction: WorkspaceDatabase,
  { documentId, patch, reader }: Approval,
): Promise<HeldVersion> {
  const held = await findHeldVersion(transaction, { documentId, reader });
  if (held === null) throw new ApprovalRefused('nothing_held');
  if ((patch.approved_version ?? held.version) === held.version) return held;
  throw new ApprovalRefused('other_version_held');
}

async function approve(
  transaction: WorkspaceDatabase,
  { documentId, ruleSettings }: Approval,
  { version, jobId, runId }: HeldVersion,
): Promise<void> {
  await applyVersionSettings(transaction, { documentId, version, jobId, ruleSettings });
  const { staleAnswers } = await switchToVersion(transaction, { documentId, version, runId });
  await tellStaleAnswers(transaction, { documentId, runId, staleAnswers });
}

interface DocumentPatch {
  readonly documentId: DocumentId;
  readonly patch: PatchDocument;
}

interface Approval extends DocumentPatch {
  /** Who approves: what they may not read is not held for them. */
  readonly reader: Reader;
  readonly ruleSettings: RuleSettings;
}

interface HeldVersion {
  readonly version: number;
  /** The job that brought it, and its run: null for a version from before they were recorded. */
  readonly jobId: IngestJobId | null;
  readonly runId: IngestRunId | null;
}

async function findHeldVersion(
  database: WorkspaceDatabase,
  { documentId, reader }: Pick<Approval, 'documentId' | 'reader'>,
): Promise<HeldVersion | null> {
  const result = await database.executor.execute<{
    version: number;
    job_id: string | null;
    run_id: string | null;
  }>(sql`
    select v.version, j.id as job_id, j.run_id
    from document_versions v
    left join ingest_jobs j on j.workspace_id = v.workspace_id and j.id = v.job_id
    where v.workspace_id = ${database.workspaceId} and v.document_id = ${documentId}
      and v.held_at is not null and v.served_from is null and v.withdrawn_at is null
      and ${isHeldReadable(reader)}
    order by v.version desc
    limit 1`);
  const [row] = result.rows;
  if (row === undefined) return null;
  return {
    version: row.version,
    jobId: row.job_id === null ? null : IngestJobId.parse(row.job_id),
    runId: row.run_id === null ? null : IngestRunId.parse(row.run_id),
  };
}

async function changeSettings(
  database: WorkspaceDatabase,
  { documentId, patch }: DocumentPatch,
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
  const { tags, classification, acl } = patch;
  await database.executor.execute(sql`
    update document_versions
    set held_settings = held_settings || ${JSON.stringify({ tags, classification, acl })}::jsonb
    where workspace_id = ${database.workspaceId} and document_id = ${documentId}
      and held_at is not null and served_from is null and withdrawn_at is null`);
}

/** What came with bytes that do not serve yet is older than what is said now. */
async function overruleSent(
  database: WorkspaceDatabase,
  { documentId, patch }: DocumentPatch,
): Promise<void> {
  const overruled = DOCUMENT_SETTINGS.filter((setting) => patch[setting] !== undefined);
  if (overruled.length === 0) return;
  await database.executor.execute(sql`
    update ingest_jobs
    set settings = settings - ${textArray(overruled)}
    where workspace_id = ${database.workspaceId} and document_id = ${documentId}
      and status not in ('done', 'unchanged')`);
}
