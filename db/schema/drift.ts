import {
  bigint,
  check,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { DRIFT_ATTRIBUTION_STATUSES } from '../../contract/drift-attribution.ts';
import type {
  ApiKeyId,
  CollectionId,
  DocumentId,
  DriftAttributionId,
  TraceId,
  WorkspaceId,
} from '../../contract/ids.ts';
import { instant, oneOf } from '../columns.ts';
import { apiKeys } from './api-keys.ts';
import { collections } from './collections.ts';
import { documents } from './documents.ts';
import { traces } from './traces.ts';

export const SETTING_CHANGE_KINDS = ['access', 'chunking', 'embedding', 'language'] as const;

/**
 * What nothing else remembers: who may read a document, and how a collection is cut, embedded and read, before and after
 * a change. Triggers on documents and collections write it, whichever way the change comes.
 */
export const settingChanges = pgTable(
  'setting_changes',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    number: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
    kind: text().$type<(typeof SETTING_CHANGE_KINDS)[number]>().notNull(),
    collectionId: uuid('collection_id').$type<CollectionId>().notNull(),
    documentId: uuid('document_id').$type<DocumentId>(),
    before: jsonb().notNull(),
    after: jsonb().notNull(),
    changedAt: instant('changed_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.number] }),
    index('setting_changes_changed').on(table.workspaceId, table.changedAt),
    foreignKey({
      columns: [table.workspaceId, table.collectionId],
      foreignColumns: [collections.workspaceId, collections.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.documentId],
      foreignColumns: [documents.workspaceId, documents.id],
    }),
    check('setting_changes_kind', oneOf(table.kind, SETTING_CHANGE_KINDS)),
  ],
);

/** Every configuration that a server has run with: what the hash of a trace stands for. Of the deployment. */
export const configVersions = pgTable('config_versions', {
  hash: text().primaryKey(),
  config: jsonb().notNull(),
  firstSeenAt: instant('first_seen_at').notNull().defaultNow(),
});

/** Of each day, a random sample of questions and answers, without what is sensitive in them. */
export const driftSamples = pgTable(
  'drift_samples',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    traceId: uuid('trace_id').$type<TraceId>().notNull(),
    /** Random and fixed for each trace: the smallest of a day are its sample. */
    place: bigint({ mode: 'bigint' }).notNull(),
    askedAt: instant('asked_at').notNull(),
    question: text().notNull(),
    prompt: text(),
    answer: text().notNull(),
    redactedCount: integer('redacted_count').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.traceId] }),
    index('drift_samples_asked').on(table.workspaceId, table.askedAt, table.place),
    foreignKey({
      columns: [table.workspaceId, table.traceId],
      foreignColumns: [traces.workspaceId, traces.id],
    }),
  ],
);

/** `request` and `result` have the shapes of contract/drift-attribution.ts. */
export const driftAttributions = pgTable(
  'drift_attributions',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    id: uuid().$type<DriftAttributionId>().notNull(),
    /** Whose rights it runs with. */
    apiKeyId: uuid('api_key_id').$type<ApiKeyId>().notNull(),
    status: text().$type<(typeof DRIFT_ATTRIBUTION_STATUSES)[number]>().notNull(),
    request: jsonb().notNull(),
    doneCount: integer('done_count').notNull().default(0),
    totalCount: integer('total_count').notNull().default(0),
    result: jsonb(),
    failure: text(),
    createdAt: instant('created_at').notNull(),
    /** Of its latest replay: a server that died leaves it behind. */
    progressAt: instant('progress_at').notNull(),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    foreignKey({
      columns: [table.workspaceId, table.apiKeyId],
      foreignColumns: [apiKeys.workspaceId, apiKeys.id],
    }),
    check('drift_attributions_status', oneOf(table.status, DRIFT_ATTRIBUTION_STATUSES)),
  ],
);
