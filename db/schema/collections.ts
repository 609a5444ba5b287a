import {
  check,
  foreignKey,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { ChunkingSettings, EmbeddingProfile } from '../../contract/collection.ts';
import type { CollectionId, EmbeddingProfileId, WorkspaceId } from '../../contract/ids.ts';
import { sql } from 'drizzle-orm';
import { bytea, embeddingVector, instant } from '../columns.ts';
import { workspaces } from './workspaces.ts';

export const embeddingProfiles = pgTable(
  'embedding_profiles',
  {
    workspaceId: uuid('workspace_id')
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    id: uuid().$type<EmbeddingProfileId>().notNull(),
    adapter: text().$type<EmbeddingProfile['adapter']>().notNull(),
    name: text().notNull(),
    version: text().notNull(),
    dimensions: integer().notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    unique('embedding_profiles_identity').on(
      table.workspaceId,
      table.adapter,
      table.name,
      table.version,
      table.dimensions,
    ),
    // What vectors refer to, so that one of another width cannot be stored.
    unique('embedding_profiles_width').on(table.workspaceId, table.id, table.dimensions),
  ],
);

export const collections = pgTable(
  'collections',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    id: uuid().$type<CollectionId>().notNull(),
    name: text().notNull(),
    chunking: jsonb().$type<ChunkingSettings>().notNull(),
    profileId: uuid('profile_id').$type<EmbeddingProfileId>().notNull(),
    /** While the collection is embedded anew: the profile that it will change to. */
    nextProfileId: uuid('next_profile_id').$type<EmbeddingProfileId>(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    unique('collections_name').on(table.workspaceId, table.name),
    foreignKey({
      columns: [table.workspaceId, table.profileId],
      foreignColumns: [embeddingProfiles.workspaceId, embeddingProfiles.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.nextProfileId],
      foreignColumns: [embeddingProfiles.workspaceId, embeddingProfiles.id],
    }),
  ],
);

/**
 * Vectors by the hash of the text they stand for: the same text is embedded once per workspace and
 * profile, and a batch that was stored before a crash is not embedded again.
 */
export const embeddings = pgTable(
  'embeddings',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    profileId: uuid('profile_id').$type<EmbeddingProfileId>().notNull(),
    textHash: bytea('text_hash').notNull(),
    dimensions: integer().notNull(),
    embedding: embeddingVector().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.profileId, table.textHash] }),
    foreignKey({
      columns: [table.workspaceId, table.profileId, table.dimensions],
      foreignColumns: [
        embeddingProfiles.workspaceId,
        embeddingProfiles.id,
        embeddingProfiles.dimensions,
      ],
    }),
    check('embeddings_width', sql`vector_dims(${table.embedding}) = ${table.dimensions}`),
  ],
);
