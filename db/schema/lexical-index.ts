import { bigint, integer, pgTable, primaryKey, smallint, text, uuid } from 'drizzle-orm/pg-core';
import type { WorkspaceId } from '../../contract/ids.ts';
import { workspaces } from './workspaces.ts';

/**
 * The inverted index of BM25, for live chunks only. `length` is the chunk's length in terms, repeated
 * here so that an index-only scan can score. Its unique covering index is in a migration of its own,
 * because drizzle has no `include`. No foreign key to chunks: checking it for each of a chunk's eighty
 * rows would halve ingest.
 */
export const postings = pgTable('postings', {
  workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
  term: text().notNull(),
  chunkNumber: bigint('chunk_number', { mode: 'number' }).notNull(),
  frequency: smallint().notNull(),
  length: integer().notNull(),
});

/** In how many live chunks of the workspace each term stands: statistics are never shared. */
export const lexicalTerms = pgTable(
  'lexical_terms',
  {
    workspaceId: uuid('workspace_id')
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    term: text().notNull(),
    chunkCount: integer('chunk_count').notNull(),
  },
  (table) => [primaryKey({ columns: [table.workspaceId, table.term] })],
);

export const lexicalStatistics = pgTable('lexical_statistics', {
  workspaceId: uuid('workspace_id')
    .$type<WorkspaceId>()
    .primaryKey()
    .references(() => workspaces.id),
  chunkCount: integer('chunk_count').notNull(),
  totalLength: bigint('total_length', { mode: 'number' }).notNull(),
});
