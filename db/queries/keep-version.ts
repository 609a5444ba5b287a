import { sql } from 'drizzle-orm';
import type { DocumentId, IngestJobId } from '../../contract/ids.ts';
import { inTransaction, type WorkspaceDatabase } from '../workspace-database.ts';
import { applyVersionSettings, type RuleSettings } from './document-settings.ts';
import { endJob, holdLease } from './lease-job.ts';
import type { ServingVersion } from './serving-version.ts';
import { withdrawHeldVersion } from './stage-version.ts';
import { lockDocument } from './switch-to-version.ts';

/** A job that has nothing to store, because the version that serves holds it already. */
export interface KeptVersion {
  readonly documentId: DocumentId;
  readonly jobId: IngestJobId;
  readonly leaseToken: string;
  readonly serving: Pick<ServingVersion, 'version' | 'chunkCount'>;
  /** Somebody has sent these bytes in place of those that wait for approval. */
  readonly supersedesHeld: boolean;
  /** Of a version that was stored without; null where it is not known. */
  readonly frontMatter: Readonly<Record<string, unknown>> | null;
  readonly ruleSettings: RuleSettings;
}

/**
 * Ends such a job: what was given with the bytes and what rules say by now take effect, nothing else changes.
 * `other_version`: another one has begun to serve meanwhile, and nothing has changed.
 */
export function keepVersion(
  database: WorkspaceDatabase,
  kept: KeptVersion,
): Promise<'kept' | 'lease_lost' | 'other_version'> {
  const { documentId, jobId, leaseToken: token, serving, ruleSettings } = kept;
  return inTransaction(database, async (transaction) => {
    if (!(await holdLease(transaction, { jobId, token }))) return 'lease_lost';
    await lockDocument(transaction, documentId);
    const version = { documentId, version: serving.version };
    if (!(await isServing(transaction, version))) return 'other_version';
    await fillInFrontMatter(transaction, version, kept.frontMatter);
    await applyVersionSettings(transaction, { ...version, jobId, ruleSettings });
    if (kept.supersedesHeld) await withdrawHeldVersion(transaction, documentId);
    const ending = { status: 'unchanged' as const, reused: serving.chunkCount };
    await endJob(transaction, { jobId, token, ending, timings: {} });
    return 'kept';
  });
}

interface NamedVersion {
  readonly documentId: DocumentId;
  readonly version: number;
}

async function isServing(
  database: WorkspaceDatabase,
  { documentId, version }: NamedVersion,
): Promise<boolean> {
  const result = await database.executor.execute(sql`
    select 1 from documents
    where workspace_id = ${database.workspaceId} and id = ${documentId} and version = ${version}`);
  return result.rows.length > 0;
}

async function fillInFrontMatter(
  database: WorkspaceDatabase,
  { documentId, version }: NamedVersion,
  frontMatter: KeptVersion['frontMatter'],
): Promise<void> {
  if (frontMatter === null) return;
  await database.executor.execute(sql`
    update document_versions
    set front_matter = ${JSON.stringify(frontMatter)}::json
    where workspace_id = ${database.workspaceId} and document_id = ${documentId}
      and version = ${version} and front_matter is null`);
}
