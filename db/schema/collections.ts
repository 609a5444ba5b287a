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
import { DEFAULT_LANGUAGE, Language } from '../../contract/language.ts';
import type { CollectionId, EmbeddingProfileId, WorkspaceId } from '../../contract/ids.ts';
import { instant, oneOf } from '../columns.ts';
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
    // What segments of vectors refer to, so that one of another width cannot be stored.
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
    /** Whose stemmer and stop words read its chunks for the lexical index. */
    language: text().$type<Language>().notNull().default(DEFAULT_LANGUAGE),
    /** Those that it has had before: chunks that were read in them may serve still, and served once. */
    formerLanguages: text('former_languages').array().$type<Language[]>().notNull().default([]),
    profileId: uuid('profile_id').$type<EmbeddingProfileId>().notNull(),
    /** While the collection is embedded anew: the profile that it will change to. */
    nextProfileId: uuid('next_profile_id').$type<EmbeddingProfileId>(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    unique('collections_name').on(table.workspaceId, table.name),
    check('collections_language', oneOf(table.language, Language.options)),
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
