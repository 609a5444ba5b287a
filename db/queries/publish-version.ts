import { sql } from 'drizzle-orm';
import type { IngestRunId } from '../../contract/ids.ts';
import { inTransaction, type WorkspaceDatabase } from '../workspace-database.ts';
import { applyVersionSettings, noteHeldSettings, type RuleSettings } from './document-settings.ts';
import { endJob, holdLease } from './lease-job.ts';
import type { ChunkTerms } from './lexical-index/chunk-terms.ts';
import { stageSegment } from './lexical-index/stage-segment.ts';
import { clearTheWay, insertStagedVersion, newSegmentId, stageChunks } from './stage-version.ts';
import { lockDocument, switchToVersion, type VersionSwitch } from './switch-to-version.ts';
import type { VersionInput } from './version-input.ts';
import { recordEvent } from './webhook-deliveries.ts';

/** What becomes of a version once it is stored. */
export interface Publication {
  readonly runId: IngestRunId;
  /** Held back until somebody approves it: stored whole, but not served. */
  readonly isHeld: boolean;
  readonly ruleSettings: RuleSettings;
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
    return await inTransaction(database, async (transaction) => {
      // The job before the document, as everybody locks them.
      await requireLease(transaction, input);
      return await conclude(transaction, { input, publication, staged, startedAt });
    });
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
    await clearTheWay(step, input.documentId);
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
  const change = publication.isHeld
    ? await holdVersion(transaction, { input, publication, version })
    : await serveVersion(transaction, { input, publication, version });
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

interface StoredVersion {
  readonly input: VersionInput;
  readonly publication: Publication;
  readonly version: number;
}

async function serveVersion(
  transaction: WorkspaceDatabase,
  { input, publication, version }: StoredVersion,
): Promise<VersionSwitch> {
  const { documentId, jobId } = input;
  const { ruleSettings, runId } = publication;
  await lockDocument(transaction, documentId);
  await applyVersionSettings(transaction, { documentId, version, jobId, ruleSettings });
  return switchToVersion(transaction, { documentId, version, runId });
}

async function holdVersion(
  database: WorkspaceDatabase,
  { input, publication, version }: StoredVersion,
): Promise<VersionSwitch> {
  const { documentId, jobId } = input;
  const { ruleSettings, runId } = publication;
  await database.executor.execute(sql`
    update document_versions
    set held_at = now()
    where workspace_id = ${database.workspaceId} and document_id = ${documentId} and version = ${version}`);
  await noteHeldSettings(database, { documentId, version, jobId, ruleSettings });
  await recordEvent(database, {
    event: 'document.held',
    payload: { document_id: documentId, version, run_id: runId, findings: input.findings.length },
  });
  return { retired: 0, staleAnswers: 0 };
}
