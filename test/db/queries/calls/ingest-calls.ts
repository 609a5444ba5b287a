import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { EmbeddingProfileId, IngestJobId, IngestRunId } from '../../../../contract/ids.ts';
import { announceRun } from '../../../../db/queries/announce-ended-runs.ts';
import { ensureProfile } from '../../../../db/queries/collections.ts';
import { enqueueDocument, enqueueDocuments } from '../../../../db/queries/enqueue-documents.ts';
import { enqueueReingest } from '../../../../db/queries/enqueue-reingest.ts';
import * as runs from '../../../../db/queries/ingest-runs.ts';
import * as jobs from '../../../../db/queries/lease-job.ts';
import {
  measurePace,
  measureRebuild,
  startRebuild,
} from '../../../../db/queries/reindex-collection.ts';
import * as reindexing from '../../../../db/queries/reindex-embeddings.ts';
import { findRunningReindexes, findStaleIndexes } from '../../../../db/queries/stale-index.ts';
import * as steering from '../../../../db/queries/steer-ingest-run.ts';
import { recordEvent, settleDelivery } from '../../../../db/queries/webhook-deliveries.ts';
import type { WorkspaceDatabase } from '../../../../db/workspace-database.ts';
import { EVERYONE } from '../seed-workspace.ts';
import { submissionOf, type World } from '../workspace-world.ts';
import type { QueryCalls } from './query-call.ts';

export const INGEST_CALLS: QueryCalls = {
  enqueueDocuments: (database, names) =>
    enqueueDocuments(database, {
      id: IngestRunId.parse(uuidv7()),
      sender: null,
      documents: [submissionOf(names)],
    }),
  enqueueDocument: (database, names) =>
    enqueueDocument(database, { runId: names.runId, document: submissionOf(names) }),
  enqueueReingest: (database, { documentId, apiKeyId }) =>
    enqueueReingest(database, {
      documentId,
      apiKeyId,
      runId: IngestRunId.parse(uuidv7()),
      jobId: IngestJobId.parse(uuidv7()),
    }),

  listIngestRuns: (database) =>
    runs.listIngestRuns(database, { reader: EVERYONE, limit: 100, before: null }),
  findIngestRun: (database, { runId: id }) =>
    runs.findIngestRun(database, { id, reader: EVERYONE }),

  announceRun: async (database, { runId }) => {
    await steering.cancelRun(database, runId);
    return announceRun(database, runId);
  },
  pauseRun: (database, { runId }) => steering.pauseRun(database, runId),
  resumeRun: async (database, { runId }) => {
    await steering.pauseRun(database, runId);
    return steering.resumeRun(database, runId);
  },
  cancelRun: (database, { runId }) => steering.cancelRun(database, runId),
  retryRun: async (database, { runId: id }) => {
    await steering.cancelRun(database, id);
    return steering.retryRun(database, { id, documentIds: null, reader: EVERYONE });
  },

  findStaleIndexes: (database, names) =>
    findStaleIndexes(database, {
      collectionIds: [names.collectionId],
      builders: { profile: names.profile },
    }),
  findRunningReindexes: async (database, names) => {
    await startRebuild(database, rebuildOf(names));
    return findRunningReindexes(database, [names.collectionId]);
  },
  measureRebuild: (database, names) => measureRebuild(database, rebuildOf(names)),
  startRebuild: (database, names) => startRebuild(database, rebuildOf(names)),
  measurePace: (database) => measurePace(database),
  findChunksToEmbed: async (database, names) => {
    const profileId = await ensureOtherProfile(database);
    const target = { collectionId: names.collectionId, profileId };
    return reindexing.findChunksToEmbed(database, { ...target, after: 0, limit: 10 });
  },
  setNextProfile: async (database, { collectionId }) => {
    const profileId = await ensureOtherProfile(database);
    await reindexing.setNextProfile(database, { collectionId, profileId });
  },
  switchProfile: async (database, names) => {
    const target = { collectionId: names.collectionId, profileId: names.profile.id };
    await database.executor.execute(sql`
      update collections set next_profile_id = profile_id
      where workspace_id = ${database.workspaceId} and id = ${names.collectionId}`);
    return reindexing.switchProfile(database, target);
  },
  countEmbedded: (database, { collectionId, profile }) =>
    reindexing.countEmbedded(database, { collectionId, profileId: profile.id }),

  findJobInput: (database, { job }) => jobs.findJobInput(database, job.id),
  holdLease: (database, names) => jobs.holdLease(database, leaseOf(names)),
  renewLease: (database, names) => jobs.renewLease(database, { ...leaseOf(names), seconds: 7_200 }),
  endJob: (database, names) =>
    jobs.endJob(database, {
      ...leaseOf(names),
      ending: { status: 'failed', code: 'internal', detail: 'ended' },
      timings: {},
    }),
  endOpenJobs: (database, { job }) => jobs.endOpenJobs(database, job.documentId),
  requeueJob: (database, names) =>
    jobs.requeueJob(database, { ...leaseOf(names), afterSeconds: 60, attempts: 1, failures: 0 }),

  recordEvent: (database, { documentId }) =>
    recordEvent(database, {
      event: 'document.held',
      payload: { document_id: documentId, version: 1, run_id: null, findings: 1 },
    }),
  settleDelivery: (database, { deliveryId: id }) =>
    settleDelivery(database, { id, attempts: 0, outcome: { kind: 'delivered' } }),
};

function leaseOf({ job }: World) {
  return { jobId: job.id, token: job.leaseToken };
}

function rebuildOf({ collectionId, profile, apiKeyId }: World) {
  const runId = IngestRunId.parse('01890000-0000-7000-8000-000000000002');
  return { collectionId, builders: { profile }, chunking: null, language: null, runId, apiKeyId };
}

/** A profile that no chunk has a vector of. */
function ensureOtherProfile(database: WorkspaceDatabase) {
  const id = EmbeddingProfileId.parse(uuidv7());
  const other = { adapter: 'local', name: 'other', version: '1', dimensions: 3 } as const;
  return ensureProfile(database, { ...other, id });
}
