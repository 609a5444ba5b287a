import {
  boolean,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { CollectionId, DocumentId, SourceId, WorkspaceId } from '../../contract/ids.ts';
import { instant, oneOf } from '../columns.ts';
import { collections } from './collections.ts';
import { documents } from './documents.ts';

/** A place that documents are followed from. `settings` and `defaults` have the shapes of contract/source.ts. */
export const sources = pgTable(
  'sources',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    id: uuid().$type<SourceId>().notNull(),
    name: text().notNull(),
    kind: text().notNull(),
    collectionId: uuid('collection_id').$type<CollectionId>().notNull(),
    settings: jsonb().notNull(),
    defaults: jsonb().notNull(),
    intervalSeconds: integer('interval_seconds'),
    nextSyncAt: instant('next_sync_at'),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    unique('sources_name').on(table.workspaceId, table.name),
    // Which source is to be followed next.
    index('sources_due').on(table.nextSyncAt),
    foreignKey({
      columns: [table.workspaceId, table.collectionId],
      foreignColumns: [collections.workspaceId, collections.id],
    }),
    check('sources_kind', oneOf(table.kind, ['folder', 'url', 'sitemap', 'git', 's3'])),
  ],
);

/** What a source held when it was followed last. An equal fingerprint means the same bytes. */
export const sourceEntries = pgTable(
  'source_entries',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    sourceId: uuid('source_id').$type<SourceId>().notNull(),
    path: text().notNull(),
    documentId: uuid('document_id').$type<DocumentId>().notNull(),
    fingerprint: text().notNull(),
    isGone: boolean('is_gone').notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.sourceId, table.path] }),
    foreignKey({
      columns: [table.workspaceId, table.sourceId],
      foreignColumns: [sources.workspaceId, sources.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.documentId],
      foreignColumns: [documents.workspaceId, documents.id],
    }),
  ],
);
