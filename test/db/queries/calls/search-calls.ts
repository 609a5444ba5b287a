import { v7 as uuidv7 } from 'uuid';
import { extractTerms } from '../../../../core/text/terms.ts';
import { findSegments } from '../../../../db/queries/embedding-segments/find-segments.ts';
import * as embeddings from '../../../../db/queries/embeddings.ts';
import * as candidates from '../../../../db/queries/find-candidate-chunks.ts';
import { findDocumentsNamed } from '../../../../db/queries/find-documents-named.ts';
import { findNeighbours } from '../../../../db/queries/find-neighbours.ts';
import { findTermsLike } from '../../../../db/queries/find-terms-like.ts';
import { readIndexEpoch } from '../../../../db/queries/index-changes.ts';
import { discardStagedSegments } from '../../../../db/queries/lexical-index/discard-segments.ts';
import { mergeIntoOne } from '../../../../db/queries/lexical-index/merge-into-one.ts';
import * as index from '../../../../db/queries/lexical-index/read-index.ts';
import * as segments from '../../../../db/queries/lexical-index/stage-segment.ts';
import * as tombstones from '../../../../db/queries/lexical-index/tombstones.ts';
import {
  insertSegment,
  writeLists,
  writeSegment,
} from '../../../../db/queries/lexical-index/write-segment.ts';
import { rankByVector } from '../../../../db/queries/rank-by-vector.ts';
import { searchDense } from '../../../../db/queries/search-dense.ts';
import { searchLexical } from '../../../../db/queries/search-lexical.ts';
import { sha256 } from '../../../../platform/hash.ts';
import { EVERYONE, vectorOf } from '../seed-workspace.ts';
import { TEXTS } from '../workspace-world.ts';
import type { QueryCalls } from './query-call.ts';

const SCOPE = { reader: EVERYONE, collections: null, filters: {}, asOf: null, depth: 50 };

const EMPTY_SEGMENT = {
  id: '01890000-0000-7000-8000-000000000002',
  isHistory: false,
  stagedFor: null,
  chunkCount: 0,
  totalLength: 0,
  lists: new Map<string, Buffer>(),
};

export const SEARCH_CALLS: QueryCalls = {
  findEmbedded: (database, { profile }) =>
    embeddings.findEmbedded(database, { profile, hashes: TEXTS.map(sha256) }),
  saveEmbeddings: (database, { profile }) =>
    embeddings.saveEmbeddings(database, {
      profile,
      embeddings: [{ hash: sha256('unheard of'), vector: vectorOf('unheard of') }],
    }),
  findSegments: (database, { profile }) => findSegments(database, profile.id),

  searchDense: (database, { profile }) =>
    searchDense(database, { profile, vector: vectorOf('badge'), scope: SCOPE }),
  rankByVector: (database, { profile, chunkNumbers: numbers }) =>
    rankByVector(database, {
      numbers,
      vectors: [{ profile, vector: vectorOf('badge') }],
      scope: { ...SCOPE, asOf: new Date() },
    }),
  searchLexical: (database) =>
    searchLexical(database, { weights: new Map([['badg', 1]]), scope: SCOPE }),
  findDocumentsNamed: (database) =>
    findDocumentsNamed(database, {
      name: 'badges',
      collections: null,
      reader: EVERYONE,
      asOf: new Date(),
    }),
  findTermsLike: (database) =>
    findTermsLike(database, { prefix: 'ba', minLength: 3, maxLength: 8 }),
  findCandidateChunks: (database, { chunkNumbers }) =>
    candidates.findCandidateChunks(database, {
      numbers: chunkNumbers,
      reader: EVERYONE,
      asOf: new Date(),
    }),
  findNeighbours: (database, { documentId, chunkIds }) =>
    findNeighbours(database, {
      chunks: chunkIds.map((chunkId) => ({ chunkId, documentId, documentVersion: 1 })),
      maxDistance: 2,
    }),
  readIndexEpoch: (database) => readIndexEpoch(database),
  findIndexSnapshot: (database) => candidates.findIndexSnapshot(database, null),

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
};
