import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import { sql } from 'drizzle-orm';
import type { DocumentSettings } from '../../contract/access-rule.ts';
import { CLASSIFICATIONS, type Classification } from '../../contract/classification.ts';
import type { ChunkingSettings } from '../../contract/collection.ts';
import type { DocumentMime, DocumentSetting } from '../../contract/document.ts';
import type { Finding } from '../../contract/finding.ts';
import type {
  ChunkId,
  CollectionId,
  DocumentId,
  IngestJobId,
  SourceId,
  WorkspaceId,
} from '../../contract/ids.ts';
import { DEFAULT_LANGUAGE, type Language } from '../../contract/language.ts';
import { bytea, instant, oneOf } from '../columns.ts';
import { collections } from './collections.ts';
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
    /** Which of the settings somebody gave by hand or with the document: rules leave these alone. */
    givenSettings: text('given_settings').array().$type<DocumentSetting[]>().notNull().default([]),
    /** What it has where nobody gives anything and no rule says anything: from the source that it came from. */
    baseSettings: jsonb('base_settings').$type<DocumentSettings>().notNull().default({}),
    /** Where it is synchronised from; null for an upload. */
    sourceId: uuid('source_id').$type<SourceId>(),
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

/**
 * Immutable but for the moments, each of which is set once: `served_from` when the version takes over,
 * `served_until` when the next one does. Until it serves, a version is being stored, or is held back for
 * approval until it is approved or `withdrawn_at`. A number that anybody has seen is never given again.
 */
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
    chunking: jsonb().$type<ChunkingSettings>(),
    /** The language that its chunks were read in for the lexical index. */
    language: text().$type<Language>().notNull().default(DEFAULT_LANGUAGE),
    /** The job that stores it. */
    jobId: uuid('job_id').$type<IngestJobId>(),
    /** The version whose content this one brings back. */
    restoredFrom: integer('restored_from'),
    /** Null for a version from before it was kept. `json`, because `jsonb` refuses some of what may stand in it. */
    frontMatter: json('front_matter').$type<Readonly<Record<string, unknown>>>(),
    /** Of a held version: what the document would be if it served. Who may not read that may not read it. */
    heldSettings: jsonb('held_settings').$type<Required<DocumentSettings>>(),
    heldAt: instant('held_at'),
    withdrawnAt: instant('withdrawn_at'),
    servedFrom: instant('served_from'),
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

/** What was found in a version while it was parsed. */
export const versionFindings = pgTable(
  'version_findings',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    documentId: uuid('document_id').$type<DocumentId>().notNull(),
    version: integer().notNull(),
    position: integer().notNull(),
    finding: jsonb().$type<Finding>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.documentId, table.version, table.position] }),
    foreignKey({
      columns: [table.workspaceId, table.documentId, table.version],
      foreignColumns: [
        documentVersions.workspaceId,
        documentVersions.documentId,
        documentVersions.version,
      ],
    }),
  ],
);

/** A page's size and its lines as `[char_start, char_end, x, y, width, height]`, in points from the top left. */
export interface PageLayout {
  readonly width: number;
  readonly height: number;
  readonly lines: readonly (readonly [number, number, number, number, number, number])[];
}

/** Where the text of a version stands on its pages. */
export const versionPages = pgTable(
  'version_pages',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    documentId: uuid('document_id').$type<DocumentId>().notNull(),
    version: integer().notNull(),
    page: integer().notNull(),
    layout: jsonb().$type<PageLayout>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.documentId, table.version, table.page] }),
    foreignKey({
      columns: [table.workspaceId, table.documentId, table.version],
      foreignColumns: [
        documentVersions.workspaceId,
        documentVersions.documentId,
        documentVersions.version,
      ],
    }),
  ],
);

/**
 * Immutable but for `is_live`: whether the version that serves holds the chunk (for a document that has
 * never served, whether the first one will). `number` is a compact name for the postings; `occurrence`
 * tells apart the same text twice in one document. Which vectors stand for it is its collection's matter.
 */
export const chunks = pgTable(
  'chunks',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    id: uuid().$type<ChunkId>().notNull(),
    number: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
    documentId: uuid('document_id').$type<DocumentId>().notNull(),
    collectionId: uuid('collection_id').$type<CollectionId>().notNull(),
    /** SHA-256 of the text that is embedded: title, heading path and text. */
    embeddingHash: bytea('embedding_hash').notNull(),
    occurrence: integer().notNull(),
    /** Whose stemmer and stop words its terms were read by: read in another, it is another chunk. */
    language: text().$type<Language>().notNull().default(DEFAULT_LANGUAGE),
    contentHash: text('content_hash').notNull(),
    text: text().notNull(),
    headingPath: text('heading_path').array().notNull(),
    tokenCount: integer('token_count').notNull(),
    /** Its length in terms of the lexical index, repeats counted. */
    termCount: integer('term_count').notNull(),
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
      table.language,
    ),
    // What lacks a vector, and what a small scope holds.
    index('chunks_live')
      .on(table.workspaceId, table.collectionId)
      .where(sql`is_live`),
    // From the nearest vectors of the dense leg to the chunks that they stand for.
    index('chunks_embedding_hash').on(table.workspaceId, table.embeddingHash),
    foreignKey({
      columns: [table.workspaceId, table.documentId],
      foreignColumns: [documents.workspaceId, documents.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.collectionId],
      foreignColumns: [collections.workspaceId, collections.id],
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
