import { v7 as uuidv7 } from 'uuid';
import { DEFAULT_CHUNKING } from '../../../../contract/collection.ts';
import { DEFAULT_LANGUAGE } from '../../../../contract/language.ts';
import { ChunkId, CollectionId, EmbeddingProfileId } from '../../../../contract/ids.ts';
import * as collections from '../../../../db/queries/collections.ts';
import {
  applyVersionSettings,
  noteHeldSettings,
} from '../../../../db/queries/document-settings.ts';
import * as versions from '../../../../db/queries/document-versions.ts';
import * as history from '../../../../db/queries/documents-then.ts';
import * as documents from '../../../../db/queries/documents.ts';
import { patchDocument } from '../../../../db/queries/patch-document.ts';
import { findServedChunks } from '../../../../db/queries/served-chunks.ts';
import * as servedTexts from '../../../../db/queries/served-texts.ts';
import { findServingVersion } from '../../../../db/queries/serving-version.ts';
import { EVERYONE, NO_RULES } from '../seed-workspace.ts';
import type { QueryCalls } from './query-call.ts';

const ABSENT_CHUNK = ChunkId.parse('01890000-0000-7000-8000-000000000004');

export const DOCUMENT_CALLS: QueryCalls = {
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
      language: DEFAULT_LANGUAGE,
      profileId: profile.id,
    }),
  findCollections: (database) => collections.findCollections(database, ['handbook']),
  findCollectionById: (database, { collectionId }) =>
    collections.findCollectionById(database, collectionId),
  findReadLanguages: (database, { collectionId }) =>
    collections.findReadLanguages(database, { collectionIds: [collectionId], asOf: null }),
  countContents: (database, { collectionId }) =>
    collections.countContents(database, [collectionId]),
  listCollections: (database) =>
    collections.listCollections(database, { limit: 100, after: null, only: '*' }),

  listDocuments: (database) =>
    documents.listDocuments(database, { reader: EVERYONE, limit: 100, after: null }),
  findDocument: (database, { documentId: id }) =>
    documents.findDocument(database, { id, reader: EVERYONE }),
  patchDocument: (database, { documentId }) =>
    patchDocument(database, {
      documentId,
      patch: { acl: [], tags: ['new'] },
      reader: EVERYONE,
      ruleSettings: NO_RULES,
    }),

  measureServedTexts: (database, { documentId }) =>
    servedTexts.measureServedTexts(database, { ids: [documentId], reader: EVERYONE }),
  findServedTexts: (database, { documentId }) =>
    servedTexts.findServedTexts(database, { ids: [documentId], reader: EVERYONE }),
  findServedChunks: (database, { documentId }) =>
    findServedChunks(database, { ids: [documentId], reader: EVERYONE, limit: 100 }),

  findDocumentsThen: (database, { documentId: id }) =>
    history.findDocumentsThen(database, {
      name: { kind: 'id', id },
      asOf: new Date(),
      viewer: { reader: EVERYONE, isAdmin: true },
      asker: EVERYONE,
    }),
  hasHiddenDocuments: (database) =>
    history.hasHiddenDocuments(database, {
      collection: null,
      viewer: { reader: { ...EVERYONE, clearance: 'public' }, isAdmin: false },
    }),
  findChunkThen: (database, { chunkIds: [id = ABSENT_CHUNK] }) =>
    history.findChunkThen(database, { id, asOf: new Date() }),
  findChunkNumbers: (database, { documentId }) =>
    history.findChunkNumbers(database, { documentId, version: 1 }),

  applyVersionSettings: (database, { documentId, job: { id: jobId } }) =>
    applyVersionSettings(database, {
      documentId,
      version: 1,
      jobId,
      ruleSettings: ({ source }) => ({ classification: 'restricted', tags: [source] }),
    }),
  noteHeldSettings: (database, { documentId, job: { id: jobId } }) =>
    noteHeldSettings(database, { documentId, version: 1, jobId, ruleSettings: NO_RULES }),

  listDocumentVersions: (database, { documentId }) =>
    versions.listDocumentVersions(database, {
      documentId,
      reader: EVERYONE,
      limit: 100,
      below: null,
    }),
  findDocumentVersion: (database, { documentId }) =>
    versions.findDocumentVersion(database, { documentId, version: 1, reader: EVERYONE }),
  findOriginal: (database, { documentId }) =>
    versions.findOriginal(database, { documentId, version: 1, reader: EVERYONE }),
  findVersionPage: (database, { documentId }) =>
    versions.findVersionPage(database, { documentId, version: 1, page: 1, reader: EVERYONE }),
  findComparableVersion: (database, { documentId }) =>
    versions.findComparableVersion(database, { documentId, version: 1, reader: EVERYONE }),
  findVersionBefore: (database, { documentId }) =>
    versions.findVersionBefore(database, { documentId, version: 2 }),
  findServingVersion: (database, { documentId }) => findServingVersion(database, documentId),
};
