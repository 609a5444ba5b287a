import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  integer,
  pgTable,
  primaryKey,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { EmbeddingProfileId, WorkspaceId } from '../../contract/ids.ts';
import { bytea, embeddingVector, instant, oneOf } from '../columns.ts';
import { embeddingProfiles } from './collections.ts';
import { workspaces } from './workspaces.ts';

/** Where a segment stands: takes rows; takes no more; is searched through its index. */
const SEGMENT_STATES = ['open', 'sealed', 'indexed'] as const;
export type SegmentState = (typeof SEGMENT_STATES)[number];

/** How vectors are stored: `halfvec`, but `vector` on the embedded database. */
const VECTOR_TYPES = ['halfvec', 'vector'] as const;
export type VectorType = (typeof VECTOR_TYPES)[number];

/**
 * The vectors of a profile in segments, as the lexical index has segments. Writers fill the open one, which
 * is searched by an exact scan; when it has grown large, another one is opened, and the old one is sealed
 * and gets an index that no writer has to wait for. Several of one size become a
 * larger one. Each segment is a partition of `embeddings`, named by its number, which the function
 * `fill_embedding_segment` writes to.
 */
export const embeddingSegments = pgTable(
  'embedding_segments',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    /** Names its partition, so it is unique among all workspaces. */
    number: integer().generatedAlwaysAsIdentity().notNull(),
    profileId: uuid('profile_id').$type<EmbeddingProfileId>().notNull(),
    dimensions: integer().notNull(),
    vectorType: text('vector_type').$type<VectorType>().notNull(),
    state: text().$type<SegmentState>().notNull().default('open'),
    /** Counted when it was sealed. */
    rowCount: integer('row_count'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.profileId, table.number] }),
    unique('embedding_segments_number').on(table.number),
    // One at a time takes the rows of a profile, whoever opens it.
    uniqueIndex('embedding_segments_open')
      .on(table.workspaceId, table.profileId)
      .where(sql`state = 'open'`),
    foreignKey({
      columns: [table.workspaceId, table.profileId, table.dimensions],
      foreignColumns: [
        embeddingProfiles.workspaceId,
        embeddingProfiles.id,
        embeddingProfiles.dimensions,
      ],
    }),
    check('embedding_segments_state', oneOf(table.state, SEGMENT_STATES)),
    check('embedding_segments_vector_type', oneOf(table.vectorType, VECTOR_TYPES)),
    check('embedding_segments_counted', sql`state = 'open' or row_count is not null`),
  ],
);

/**
 * Tables of segments that were merged into a larger one. Who began to search before may still read them, so they
 * stay for a while.
 */
export const mergedEmbeddingSegments = pgTable('merged_embedding_segments', {
  workspaceId: uuid('workspace_id')
    .$type<WorkspaceId>()
    .notNull()
    .references(() => workspaces.id),
  number: integer().primaryKey(),
  mergedAt: instant('merged_at').notNull().defaultNow(),
});

/**
 * Vectors by the hash of the text they stand for: the same text is embedded once per workspace and profile,
 * and a batch that was stored before a crash is not embedded again. (The same hash in two segments does no
 * harm.) A partition's checks hold its rows to the workspace and the width of its segment, so there is no
 * foreign key, which would be checked for every row.
 */
export const embeddings = pgTable(
  'embeddings',
  {
    segmentNumber: integer('segment_number').notNull(),
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    textHash: bytea('text_hash').notNull(),
    embedding: embeddingVector().notNull(),
  },
  // By hash first, or else the planner reads a whole segment through the index.
  (table) => [primaryKey({ columns: [table.textHash, table.segmentNumber] })],
);
