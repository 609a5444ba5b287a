import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import { CLASSIFICATIONS, type Classification } from '../../contract/classification.ts';
import type { DocumentMime } from '../../contract/document.ts';
import type {
  ChunkId,
  CollectionId,
  DocumentId,
  EmbeddingProfileId,
  WorkspaceId,
} from '../../contract/ids.ts';
import { bytea, instant, oneOf } from '../columns.ts';
import { collections, embeddings } from './collections.ts';
import { workspaces } from './workspaces.ts';

/** Original bytes by their SHA-256: kept once however often they come. */
export const originals = pgTable(
  'originals',
  {
    workspaceId: uuid('workspace_id')
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    sha256: bytea().notNull(),
    bytes: bytea().notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.sha256] })],
);

/** `version` is the version that serves; null before the first is published and after retirement. */
export const documents = pgTable(
  'documents',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    id: uuid().$type<DocumentId>().notNull(),
    collectionId: uuid('collection_id').$type<CollectionId>().notNull(),
    source: text().notNull(),
    title: text().notNull(),
    mime: text().$type<DocumentMime>(),
    tags: text().array().notNull(),
    classification: text().$type<Classification>().notNull(),
    acl: text().array().notNull(),
    version: integer(),
    retiredAt: instant('retired_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
    updatedAt: instant('updated_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    unique('documents_source').on(table.workspaceId, table.collectionId, table.source),
    index('documents_updated').on(table.workspaceId, table.updatedAt.desc(), table.id),
    foreignKey({
      columns: [table.workspaceId, table.collectionId],
      foreignColumns: [collections.workspaceId, collections.id],
    }),
    check('documents_classification', oneOf(table.classification, CLASSIFICATIONS)),
  ],
);

/** Immutable but for `served_until`, which is set once, when the next version takes over. */
export const documentVersions = pgTable(
  'document_versions',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    documentId: uuid('document_id').$type<DocumentId>().notNull(),
    version: integer().notNull(),
    title: text().notNull(),
    mime: text().$type<DocumentMime>().notNull(),
    originalSha256: bytea('original_sha256').notNull(),
    byteSize: integer('byte_size').notNull(),
    text: text().notNull(),
    /** In UTF-16 code units, as offsets count; `length(text)` counts code points. */
    charCount: integer('char_count').notNull(),
    pageCount: integer('page_count'),
    parser: text().notNull(),
    chunker: text().notNull(),
    servedFrom: instant('served_from').notNull(),
    servedUntil: instant('served_until'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.documentId, table.version] }),
    foreignKey({
      columns: [table.workspaceId, table.documentId],
      foreignColumns: [documents.workspaceId, documents.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.originalSha256],
      foreignColumns: [originals.workspaceId, originals.sha256],
    }),
  ],
);

/**
 * Immutable but for `is_live`: whether the version that serves holds the chunk. `number` is a compact
 * name for the postings; `occurrence` tells apart the same text twice in one document.
 */
export const chunks = pgTable(
  'chunks',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    id: uuid().$type<ChunkId>().notNull(),
    number: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
    documentId: uuid('document_id').$type<DocumentId>().notNull(),
    collectionId: uuid('collection_id').$type<CollectionId>().notNull(),
    profileId: uuid('profile_id').$type<EmbeddingProfileId>().notNull(),
    embeddingHash: bytea('embedding_hash').notNull(),
    occurrence: integer().notNull(),
    contentHash: text('content_hash').notNull(),
    text: text().notNull(),
    headingPath: text('heading_path').array().notNull(),
    tokenCount: integer('token_count').notNull(),
    isLive: boolean('is_live').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    unique('chunks_number').on(table.workspaceId, table.number),
    unique('chunks_identity').on(
      table.workspaceId,
      table.documentId,
      table.embeddingHash,
      table.occurrence,
      table.profileId,
    ),
    // The exact scan of the dense leg.
    index('chunks_live')
      .on(table.workspaceId, table.profileId)
      .where(sql`is_live`),
    foreignKey({
      columns: [table.workspaceId, table.documentId],
      foreignColumns: [documents.workspaceId, documents.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.collectionId, table.profileId],
      foreignColumns: [collections.workspaceId, collections.id, collections.profileId],
    }),
    foreignKey({
      columns: [table.workspaceId, table.profileId, table.embeddingHash],
      foreignColumns: [embeddings.workspaceId, embeddings.profileId, embeddings.textHash],
    }),
  ],
);

/** Where a chunk stands in each version that holds it. */
export const chunkPlacements = pgTable(
  'chunk_placements',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    documentId: uuid('document_id').$type<DocumentId>().notNull(),
    version: integer().notNull(),
    position: integer().notNull(),
    chunkId: uuid('chunk_id').$type<ChunkId>().notNull(),
    page: integer(),
    charStart: integer('char_start').notNull(),
    charEnd: integer('char_end').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.workspaceId, table.documentId, table.version, table.position],
    }),
    unique('chunk_placements_chunk').on(
      table.workspaceId,
      table.chunkId,
      table.documentId,
      table.version,
    ),
    foreignKey({
      columns: [table.workspaceId, table.documentId, table.version],
      foreignColumns: [
        documentVersions.workspaceId,
        documentVersions.documentId,
        documentVersions.version,
      ],
    }),
    foreignKey({
      columns: [table.workspaceId, table.chunkId],
      foreignColumns: [chunks.workspaceId, chunks.id],
    }),
  ],
);
