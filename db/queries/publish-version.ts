import { sql } from 'drizzle-orm';
import type { DocumentSettings } from '../../contract/access-rule.ts';
import type { DocumentId, IngestRunId } from '../../contract/ids.ts';
import { inTransaction, type WorkspaceDatabase } from '../workspace-database.ts';
import { applyDocumentSettings } from './document-settings.ts';
import { endJob, endOpenJobs, holdLease } from './lease-job.ts';
import type { ChunkTerms } from './lexical-index/chunk-terms.ts';
import { stageSegment } from './lexical-index/stage-segment.ts';
import {
  discardStagedVersions,
  insertStagedVersion,
  newSegmentId,
  stageChunks,
} from './stage-version.ts';
import { lockDocument, switchToVersion, type VersionSwitch } from './switch-to-version.ts';
import type { VersionInput } from './version-input.ts';
import { recordEvent } from './webhook-deliveries.ts';

/** What becomes of a version once it is stored. */
export interface Publication {
  readonly runId: IngestRunId;
  /** Held back until somebody approves it: stored whole, but not served. */
  readonly isHeld: boolean;
  /** What rules say of the document; what somebody gave by hand stays. */
  readonly settings: DocumentSettings;
  /** Milliseconds of the stages before this one. */
  readonly timings: Readonly<Record<string, number>>;
  /** A clock in milliseconds, for how long storing takes. */
  readonly now: () => number;
}

export type PublishOutcome =
  | {
      readonly kind: 'published' | 'held';
      readonly version: number;
      readonly added: number;
      readonly reused: number;
      readonly retired: number;
      readonly staleAnswers: number;
    }
  | { readonly kind: 'lease_lost' };

class LeaseLost extends Error {}

/** Larger versions are stored in transactions of so many chunks, so that no transaction holds others up. */
const CHUNKS_PER_TRANSACTION = 1_000;

/**
 * Stores a version, then makes it serve in one transaction, in which the job ends under its lease as well:
 * a worker that has lost its lease publishes nothing, and what one that died has left is removed by the next.
 */
export async function publishVersion(
  database: WorkspaceDatabase,
  input: VersionInput,
  publication: Publication,
): Promise<PublishOutcome> {
  const startedAt = publication.now();
  try {
    if (input.chunks.length <= CHUNKS_PER_TRANSACTION) {
      return await inTransaction(database, async (transaction) => {
        await requireLease(transaction, input);
        const staged = await stageAll(transaction, input, (work) => work(transaction));
        return await conclude(transaction, { input, publication, staged, startedAt });
      });
    }
    const staged = await stageAll(database, input, (work) =>
      inTransaction(database, async (step) => {
        await requireLease(step, input);
        return await work(step);
      }),
    );
    return await inTransaction(database, (transaction) =>
      conclude(transaction, { input, publication, staged, startedAt }),
    );
  } catch (error) {
    if (error instanceof LeaseLost) return { kind: 'lease_lost' };
    throw error;
  }
}

interface StagedVersion {
  readonly version: number;
  readonly added: number;
}

/** `inStep` says what one transaction under the lease is: each step by itself, or all of them together. */
async function stageAll(
  database: WorkspaceDatabase,
  input: VersionInput,
  inStep: <Result>(work: (step: WorkspaceDatabase) => Promise<Result>) => Promise<Result>,
): Promise<StagedVersion> {
  const version = await inStep(async (step) => {
    await discardStagedVersions(step, input.documentId);
    return await insertStagedVersion(step, input);
  });
  const unindexed: ChunkTerms[] = [];
  let added = 0;
  for (let start = 0; start < input.chunks.length; start += CHUNKS_PER_TRANSACTION) {
    const chunks = input.chunks.slice(start, start + CHUNKS_PER_TRANSACTION);
    const stored = await inStep((step) =>
      stageChunks(step, { input, version, firstPosition: start, chunks }),
    );
    added += stored.added;
    unindexed.push(...stored.unindexed);
  }
  if (unindexed.length > 0) {
    const { documentId } = input;
    const segment = { segmentId: newSegmentId(), documentId, chunks: unindexed };
    await stageSegment(database, segment, inStep);
  }
  return { version, added };
}

async function conclude(
  transaction: WorkspaceDatabase,
  work: {
    readonly input: VersionInput;
    readonly publication: Publication;
    readonly staged: StagedVersion;
    readonly startedAt: number;
  },
): Promise<PublishOutcome> {
  const { input, publication, staged } = work;
  const { version, added } = staged;
  await applyDocumentSettings(transaction, {
    documentId: input.documentId,
    settings: publication.settings,
  });
  const change = publication.isHeld
    ? await holdVersion(transaction, { input, version, runId: publication.runId })
    : await switchToVersion(transaction, {
        documentId: input.documentId,
        version,
        runId: publication.runId,
      });
  const counts = { added, reused: input.chunks.length - added, retired: change.retired };
  const isEnded = await endJob(transaction, {
    jobId: input.jobId,
    token: input.leaseToken,
    ending: { status: publication.isHeld ? 'held' : 'done', version, ...counts },
    timings: { ...publication.timings, store: publication.now() - work.startedAt },
  });
  if (!isEnded) throw new LeaseLost();
  return {
    kind: publication.isHeld ? 'held' : 'published',
    version,
    staleAnswers: change.staleAnswers,
    ...counts,
  };
}

async function requireLease(database: WorkspaceDatabase, input: VersionInput): Promise<void> {
  const isHeld = await holdLease(database, { jobId: input.jobId, token: input.leaseToken });
  if (!isHeld) throw new LeaseLost();
}

async function holdVersion(
  database: WorkspaceDatabase,
  {
    input,
    version,
    runId,
  }: { readonly input: VersionInput; readonly version: number; readonly runId: IngestRunId },
): Promise<VersionSwitch> {
  const { documentId } = input;
  await database.executor.execute(sql`
    update document_versions
    set held_at = now()
    where workspace_id = ${database.workspaceId} and document_id = ${documentId} and version = ${version}`);
  await recordEvent(database, {
    event: 'document.held',
    payload: { document_id: documentId, version, run_id: runId, findings: input.findings.length },
  });
  return { retired: 0, staleAnswers: 0 };
}

/**
 * Brings an earlier version's content back as a new version that shares its chunks: nothing is parsed or
 * embedded. Null when the document has never served such a version.
 */
export function restoreVersion(
  database: WorkspaceDatabase,
  wanted: { readonly documentId: DocumentId; readonly version: number },
): Promise<(VersionSwitch & { readonly version: number }) | null> {
  const { documentId } = wanted;
  return inTransaction(database, async (transaction) => {
    await lockDocument(transaction, documentId);
    const restored = await copyVersion(transaction, wanted);
    if (restored === null) return null;
    const change = await switchToVersion(transaction, {
      documentId,
      version: restored,
      runId: null,
    });
    return { ...change, version: restored };
  });
}

async function copyVersion(
  database: WorkspaceDatabase,
  { documentId, version }: { readonly documentId: DocumentId; readonly version: number },
): Promise<number | null> {
  const ofDocument = sql`workspace_id = ${database.workspaceId} and document_id = ${documentId}`;
  await discardStagedVersions(database, documentId);
  const result = await database.executor.execute<{ version: number }>(sql`
    insert into document_versions (
      workspace_id, document_id, version, title, mime, original_sha256, byte_size, text, char_count,
      page_count, parser, chunker, chunking, job_id, restored_from)
    select workspace_id, document_id, (select max(version) + 1 from document_versions where ${ofDocument}),
      title, mime, original_sha256, byte_size, text, char_count, page_count, parser, chunker, chunking, job_id,
      coalesce(restored_from, version)
    from document_versions
    where ${ofDocument} and version = ${version} and served_from is not null
    returning version`);
  const copy = result.rows[0]?.version;
  if (copy === undefined) return null;
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

/**
 * Takes a document out of retrieval; versions, chunks and vectors stay for the traces that cite them.
 * What is still being ingested of it is given up, so that it does not come back by itself.
 */
export function retireDocument(
  database: WorkspaceDatabase,
  documentId: DocumentId,
  runId: IngestRunId | null = null,
): Promise<VersionSwitch> {
  return inTransaction(database, async (transaction) => {
    await lockDocument(transaction, documentId);
    await discardStagedVersions(transaction, documentId);
    const change = await switchToVersion(transaction, { documentId, version: null, runId });
    await endOpenJobs(transaction, documentId);
    return change;
  });
}
