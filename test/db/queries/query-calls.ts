import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { DEFAULT_CHUNKING } from '../../../contract/collection.ts';
import {
  ApiKeyId,
  CollectionId,
  DocumentId,
  EmbeddingProfileId,
  IngestJobId,
  IngestRunId,
} from '../../../contract/ids.ts';
import { extractTerms } from '../../../core/text/terms.ts';
import * as apiKeys from '../../../db/queries/api-keys.ts';
import { announceRun } from '../../../db/queries/announce-ended-runs.ts';
import * as collections from '../../../db/queries/collections.ts';
import { countCitingAnswers, listCitingAnswers } from '../../../db/queries/citing-answers.ts';
import * as documents from '../../../db/queries/documents.ts';
import * as versions from '../../../db/queries/document-versions.ts';
import * as embeddings from '../../../db/queries/embeddings.ts';
import { enqueueDocuments } from '../../../db/queries/enqueue-documents.ts';
import { enqueueReingest } from '../../../db/queries/enqueue-reingest.ts';
import * as candidates from '../../../db/queries/find-candidate-chunks.ts';
import * as idempotency from '../../../db/queries/idempotent-requests.ts';
import * as runs from '../../../db/queries/ingest-runs.ts';
import { discardStagedSegments } from '../../../db/queries/lexical-index/discard-segments.ts';
import { mergeIntoOne } from '../../../db/queries/lexical-index/merge-into-one.ts';
import * as index from '../../../db/queries/lexical-index/read-index.ts';
import * as segments from '../../../db/queries/lexical-index/stage-segment.ts';
import * as tombstones from '../../../db/queries/lexical-index/tombstones.ts';
import {
  insertSegment,
  writeLists,
  writeSegment,
} from '../../../db/queries/lexical-index/write-segment.ts';
import * as jobs from '../../../db/queries/lease-job.ts';
import { publishVersion, retireDocument } from '../../../db/queries/publish-version.ts';
import { findServingVersion } from '../../../db/queries/serving-version.ts';
import { searchDense } from '../../../db/queries/search-dense.ts';
import { findTermStatistics, searchLexical } from '../../../db/queries/search-lexical.ts';
import { patchDocument } from '../../../db/queries/patch-document.ts';
import * as stale from '../../../db/queries/stale-citations.ts';
import { insertSession } from '../../../db/queries/sessions.ts';
import {
  measurePace,
  measureRebuild,
  startRebuild,
} from '../../../db/queries/reindex-collection.ts';
import * as reindexing from '../../../db/queries/reindex-embeddings.ts';
import * as steering from '../../../db/queries/steer-ingest-run.ts';
import { findRunningReindexes, findStaleIndexes } from '../../../db/queries/stale-index.ts';
import { findFrozenChunks } from '../../../db/queries/trace-chunks.ts';
import * as traces from '../../../db/queries/traces.ts';
import { recordEvent, settleDelivery } from '../../../db/queries/webhook-deliveries.ts';
import type { WorkspaceDatabase } from '../../../db/workspace-database.ts';
import { sha256 } from '../../../platform/hash.ts';
import { draftChunks, EVERYONE, publicationOf, vectorOf, versionOf } from './seed-workspace.ts';
import { IDEMPOTENT_REQUEST, SOURCE, TEXTS, traceOf, type World } from './workspace-world.ts';

/** Calls a query in one workspace with the names of things that may belong to another. */
export type QueryCall = (database: WorkspaceDatabase, names: World) => Promise<unknown>;

const ADMIN = { reader: EVERYONE, isAdmin: true, onlyApiKeyId: null };
const SCOPE = { reader: EVERYONE, collections: null, filters: {}, asOf: null, depth: 50 };
const NEW_CHUNKS = draftChunks([...TEXTS, 'a new rule']);
const RECORD = { canonical: Buffer.from('{}'), sha256: sha256('{}') };

const EMPTY_SEGMENT = {
  id: '01890000-0000-7000-8000-000000000002',
  isHistory: false,
  stagedFor: null,
  chunkCount: 0,
  totalLength: 0,
  lists: new Map<string, Buffer>(),
};

function leaseOf({ job }: World) {
  return { jobId: job.id, token: job.leaseToken };
}

function requestOf({ apiKeyId }: World) {
  return { ...IDEMPOTENT_REQUEST, apiKeyId, requestHash: sha256('body') };
}

function claimOf(names: World) {
  return { ...requestOf(names), claimedAt: names.claimedAt };
}

function rebuildOf({ collectionId, profile, apiKeyId }: World) {
  const runId = IngestRunId.parse('01890000-0000-7000-8000-000000000002');
  return { collectionId, builders: { profile }, chunking: null, runId, apiKeyId };
}

/** A profile that no chunk has a vector of. */
function ensureOtherProfile(database: WorkspaceDatabase) {
  const id = EmbeddingProfileId.parse(uuidv7());
  const other = { adapter: 'local', name: 'other', version: '1', dimensions: 3 } as const;
  return collections.ensureProfile(database, { ...other, id });
}

/** Every exported query that takes a `WorkspaceDatabase`, by name. */
export const QUERY_CALLS: Readonly<Record<string, QueryCall>> = {
  insertApiKey: (database) =>
    apiKeys.insertApiKey(database, {
      id: ApiKeyId.parse('01890000-0000-7000-8000-000000000001'),
      prefix: 'fn_new',
      secretHash: sha256('new'),
      name: 'new',
      scopes: ['ask'],
      groups: [],
      clearance: 'public',
    }),
  listApiKeys: (database) => apiKeys.listApiKeys(database, { limit: 100, before: null }),
  revokeApiKey: (database, { apiKeyId }) => apiKeys.revokeApiKey(database, apiKeyId),
  isKeyUsable: (database, { apiKeyId }) => apiKeys.isKeyUsable(database, apiKeyId),
  touchApiKey: (database, { apiKeyId }) => apiKeys.touchApiKey(database, apiKeyId),

  ensureProfile: (database, { profile }) =>
    collections.ensureProfile(database, {
      ...profile,
      id: EmbeddingProfileId.parse(uuidv7()),
    }),
  insertCollection: (database, { profile }) =>
    collections.insertCollection(database, {
      id: CollectionId.parse(uuidv7()),
      name: 'new',
      chunking: DEFAULT_CHUNKING,
      profileId: profile.id,
    }),
  findCollections: (database) => collections.findCollections(database, ['handbook']),
  findCollectionById: (database, { collectionId }) =>
    collections.findCollectionById(database, collectionId),
  countContents: (database, { collectionId }) =>
    collections.countContents(database, [collectionId]),
  listCollections: (database) =>
    collections.listCollections(database, { limit: 100, after: null, only: '*' }),

  listDocuments: (database) =>
    documents.listDocuments(database, { reader: EVERYONE, limit: 100, after: null }),
  findDocument: (database, { documentId: id }) =>
    documents.findDocument(database, { id, reader: EVERYONE }),
  patchDocument: (database, { documentId }) =>
    patchDocument(database, { documentId, patch: { acl: [], tags: ['new'] } }),
  enqueueReingest: (database, { documentId, apiKeyId }) =>
    enqueueReingest(database, {
      documentId,
      apiKeyId,
      runId: IngestRunId.parse(uuidv7()),
      jobId: IngestJobId.parse(uuidv7()),
    }),
  listDocumentVersions: (database, { documentId }) =>
    versions.listDocumentVersions(database, { documentId, limit: 100, below: null }),
  findDocumentVersion: (database, { documentId }) =>
    versions.findDocumentVersion(database, { documentId, version: 1 }),
  findOriginal: (database, { documentId }) =>
    versions.findOriginal(database, { documentId, version: 1 }),
  findVersionPage: (database, { documentId }) =>
    versions.findVersionPage(database, { documentId, version: 1, page: 1 }),
  findComparableVersion: (database, { documentId }) =>
    versions.findComparableVersion(database, { documentId, version: 1 }),
  findVersionBefore: (database, { documentId }) =>
    versions.findVersionBefore(database, { documentId, version: 2 }),
  markStaleCitations: (database, { documentId }) =>
    stale.markStaleCitations(database, { documentId, runId: null, toVersion: null }),
  markStaleAtBirth: async (database, { traceId, documentId }) => {
    const { workspaceId } = database;
    await database.executor.execute(sql`
      update documents set version = null where workspace_id = ${workspaceId} and id = ${documentId}`);
    await database.executor.execute(sql`
      update chunks set is_live = false where workspace_id = ${workspaceId} and document_id = ${documentId}`);
    await stale.markStaleAtBirth(database, traceId);
  },
  listCitingAnswers: (database, { documentId }) =>
    listCitingAnswers(database, {
      by: ADMIN,
      scope: { kind: 'document', documentId },
      isStale: null,
      limit: 100,
      before: null,
    }),
  countCitingAnswers: (database, { runId }) =>
    countCitingAnswers(database, { by: ADMIN, scope: { kind: 'run', runId }, isStale: true }),
  findServingVersion: (database, { documentId }) => findServingVersion(database, documentId),

  findEmbedded: (database, { profile }) =>
    embeddings.findEmbedded(database, { profile, hashes: TEXTS.map(sha256) }),
  saveEmbeddings: (database, { profile }) =>
    embeddings.saveEmbeddings(database, {
      profile,
      embeddings: [{ hash: sha256('unheard of'), vector: vectorOf('unheard of') }],
    }),

  enqueueDocuments: (database, { collectionId }) =>
    enqueueDocuments(database, {
      id: IngestRunId.parse(uuidv7()),
      sender: null,
      documents: [
        {
          documentId: DocumentId.parse(uuidv7()),
          jobId: IngestJobId.parse(uuidv7()),
          collectionId,
          source: SOURCE,
          title: null,
          fileName: 'badges.md',
          mime: 'text/markdown',
          bytes: Buffer.from('new'),
          sha256: sha256('new'),
          acl: ['hr'],
        },
      ],
    }),

  findCandidateChunks: (database, { chunkNumbers }) =>
    candidates.findCandidateChunks(database, {
      numbers: chunkNumbers,
      reader: EVERYONE,
      asOf: new Date(),
    }),
  findIndexSnapshot: (database) => candidates.findIndexSnapshot(database, null),

  claimIdempotencyKey: async (database, names) => {
    const request = { ...requestOf(names), key: 'new' };
    return (await idempotency.claimIdempotencyKey(database, request)).kind;
  },
  storeIdempotentResponse: (database, names) =>
    idempotency.storeIdempotentResponse(database, {
      ...claimOf(names),
      status: 200,
      body: Buffer.from('{}'),
      headers: {},
    }),
  releaseIdempotencyKey: (database, names) =>
    idempotency.releaseIdempotencyKey(database, claimOf(names)),
  renewIdempotencyKey: (database, names) =>
    idempotency.renewIdempotencyKey(database, claimOf(names)),

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

  publishVersion: async (database, names) => {
    await embeddings.saveEmbeddings(database, {
      profile: names.profile,
      embeddings: NEW_CHUNKS.map(({ embeddingHash: hash, text }) => ({
        hash,
        vector: vectorOf(text),
      })),
    });
    const bytes = Buffer.from('being-ingested');
    return publishVersion(
      database,
      versionOf(names, { ...names, chunks: NEW_CHUNKS, bytes }),
      publicationOf(names.job),
    );
  },
  retireDocument: (database, { documentId }) => retireDocument(database, documentId),

  searchDense: (database, { profile }) =>
    searchDense(database, { profile, vector: vectorOf('badge'), scope: SCOPE }),
  searchLexical: (database) =>
    searchLexical(database, { weights: new Map([['badg', 1]]), scope: SCOPE }),
  findTermStatistics: (database) => findTermStatistics(database, ['badg', 'door']),

  insertSession: (database, { apiKeyId }) =>
    insertSession(database, {
      tokenHash: sha256('new session'),
      apiKeyId,
      kind: 'browser',
      expiresAt: new Date(Date.now() + 1_000),
    }),

  findFrozenChunks: (database, { chunkIds }) =>
    findFrozenChunks(database, { ids: chunkIds, reader: EVERYONE, isAdmin: true }),

  saveTrace: (database, names) => traces.saveTrace(database, traceOf(names, 'complete')),
  interruptTrace: (database, { pendingTraceId: id }) =>
    traces.interruptTrace(database, { id, record: RECORD }),
  findTraceRecord: (database, { traceId: id }) =>
    traces.findTraceRecord(database, { id, by: ADMIN }),
  listTraces: (database, { documentId }) =>
    traces.listTraces(database, {
      by: ADMIN,
      filters: { document_id: documentId },
      limit: 100,
      before: null,
    }),

  stageSegment: (database, { documentId }) =>
    segments.stageSegment(database, {
      segmentId: uuidv7(),
      documentId,
      chunks: [{ chunkNumber: 77, terms: extractTerms('badge') }],
    }),
  serveStagedSegments: (database, { job }) =>
    segments.serveStagedSegments(database, job.documentId),
  discardStagedSegments: (database, { job }) => discardStagedSegments(database, job.documentId),
  mergeIntoOne: async (database, { chunkNumbers, segmentIds }) => {
    await tombstones.entombChunks(database, chunkNumbers.slice(1));
    return mergeIntoOne(database, segmentIds);
  },
  writeSegment: (database) => writeSegment(database, EMPTY_SEGMENT),
  insertSegment: (database) => insertSegment(database, EMPTY_SEGMENT),
  writeLists: (database, { segmentIds: [id = ''] }) =>
    writeLists(database, { id, lists: new Map([['new', Buffer.alloc(8)]]) }),
  entombChunks: (database, { chunkNumbers }) => tombstones.entombChunks(database, chunkNumbers),
  reviveChunks: async (database, { chunkNumbers }) => {
    await tombstones.entombChunks(database, chunkNumbers.slice(1));
    const others = await tombstones.reviveChunks(database, chunkNumbers);
    return `${others.length} were not entombed`;
  },
  readPostings: (database) =>
    index.readPostings(database, { terms: ['badg', 'door'], hasHistory: true }),
  readPostingCounts: (database) => index.readPostingCounts(database, ['badg', 'door']),

  recordEvent: (database, { documentId }) =>
    recordEvent(database, {
      event: 'document.held',
      payload: { document_id: documentId, version: 1, run_id: null, findings: 1 },
    }),
  settleDelivery: (database, { deliveryId: id }) =>
    settleDelivery(database, { id, attempts: 0, outcome: { kind: 'delivered' } }),
};

/** Queries that look beyond one workspace, each for the reason that its name gives. */
export const CROSSING_QUERIES: readonly string[] = [
  'announceEndedRuns',
  'countOpenJobs',
  'deleteExpiredIdempotencyKeys',
  'deleteExpiredSessions',
  'deleteOldDeliveries',
  'endSession',
  'ensureWorkspace',
  'findAbandonedTraces',
  'findApiKeyByPrefix',
  'findApiKeyBySession',
  'findReembeddings',
  'findUnembedded',
  'leaseDeliveries',
  'leaseJob',
  'leaseSync',
  'mergeSegments',
  'refreshQueueStatistics',
  'refreshStatistics',
  'releaseLeasesOf',
  'requestDueSyncs',
  'spreadEvents',
];
