import { sql } from 'drizzle-orm';
import {
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
import { CLASSIFICATIONS, type Classification } from '../../contract/classification.ts';
import { EVALUATION_STATUSES, type EvaluationStatus } from '../../contract/evaluation.ts';
import {
  DRAFT_ORIGINS,
  GOLD_DRAFT_STATUSES,
  type DraftOrigin,
  type GoldDraftStatus,
} from '../../contract/gold-draft.ts';
import type {
  ApiKeyId,
  DocumentId,
  EvaluationId,
  GoldDraftId,
  GoldSetId,
  TraceId,
  WorkspaceId,
} from '../../contract/ids.ts';
import { instant, oneOf } from '../columns.ts';
import { apiKeys } from './api-keys.ts';
import { workspaces } from './workspaces.ts';

/** Named sets of items with their expected results. */
export const goldSets = pgTable(
  'gold_sets',
  {
    workspaceId: uuid('workspace_id')
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    id: uuid().$type<GoldSetId>().notNull(),
    name: text().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    unique('gold_sets_name').on(table.workspaceId, table.name),
  ],
);

/** Written once: a change of a set is its next version. */
export const goldSetVersions = pgTable(
  'gold_set_versions',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    goldSetId: uuid('gold_set_id').$type<GoldSetId>().notNull(),
    version: integer().notNull(),
    note: text().notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.goldSetId, table.version] }),
    foreignKey({
      columns: [table.workspaceId, table.goldSetId],
      foreignColumns: [goldSets.workspaceId, goldSets.id],
    }),
  ],
);

/** `item` has the shape of contract/gold-set.ts; the columns beside it are read from it. */
export const goldItems = pgTable(
  'gold_items',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    goldSetId: uuid('gold_set_id').$type<GoldSetId>().notNull(),
    version: integer().notNull(),
    place: integer().notNull(),
    itemId: text('item_id').notNull(),
    part: text().notNull(),
    classification: text().$type<Classification>().notNull(),
    /** Every source that it names: who may not read one of these documents may not see the item. */
    sources: text().array().notNull(),
    item: jsonb().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.goldSetId, table.version, table.place] }),
    unique('gold_items_id').on(table.workspaceId, table.goldSetId, table.version, table.itemId),
    foreignKey({
      columns: [table.workspaceId, table.goldSetId, table.version],
      foreignColumns: [
        goldSetVersions.workspaceId,
        goldSetVersions.goldSetId,
        goldSetVersions.version,
      ],
    }),
    check('gold_items_classification', oneOf(table.classification, CLASSIFICATIONS)),
  ],
);

/** Items that are proposed for a set; the columns beside `item` are as in `gold_items`. */
export const goldDrafts = pgTable(
  'gold_drafts',
  {
    workspaceId: uuid('workspace_id')
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    id: uuid().$type<GoldDraftId>().notNull(),
    /** By name: the set may not be there yet. */
    goldSet: text('gold_set').notNull(),
    status: text().$type<GoldDraftStatus>().notNull().default('draft'),
    template: text().$type<DraftOrigin>().notNull(),
    /** This and its trace: null where a template wrote the draft. */
    model: text(),
    traceId: uuid('trace_id').$type<TraceId>(),
    itemId: text('item_id').notNull(),
    classification: text().$type<Classification>().notNull(),
    sources: text().array().notNull(),
    item: jsonb().notNull(),
    documentId: uuid('document_id').$type<DocumentId>().notNull(),
    documentVersion: integer('document_version').notNull(),
    quote: text().notNull(),
    charStart: integer('char_start').notNull(),
    charEnd: integer('char_end').notNull(),
    createdBy: text('created_by').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    decidedBy: text('decided_by'),
    decidedAt: instant('decided_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    unique('gold_drafts_item').on(table.workspaceId, table.goldSet, table.itemId),
    check('gold_drafts_status', oneOf(table.status, GOLD_DRAFT_STATUSES)),
    check('gold_drafts_template', oneOf(table.template, DRAFT_ORIGINS)),
    check(
      'gold_drafts_writer',
      sql`(${table.template} = 'model') = (${table.model} is not null) and (${table.model} is null) = (${table.traceId} is null)`,
    ),
    check('gold_drafts_classification', oneOf(table.classification, CLASSIFICATIONS)),
    check('gold_drafts_decided', sql`(${table.status} = 'draft') = (${table.decidedAt} is null)`),
  ],
);

/** A version of a set put to variants of the configuration. A server works on it while its lease lasts. */
export const evaluationRuns = pgTable(
  'evaluation_runs',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    id: uuid().$type<EvaluationId>().notNull(),
    goldSetId: uuid('gold_set_id').$type<GoldSetId>().notNull(),
    version: integer().notNull(),
    /** Null for all parts. */
    part: text(),
    variants: jsonb().notNull(),
    concurrency: integer().notNull(),
    status: text().$type<EvaluationStatus>().notNull().default('queued'),
    /** Of the items that whoever started it may see. */
    itemCount: integer('item_count').notNull(),
    /** Whose rights it runs with. */
    apiKeyId: uuid('api_key_id').$type<ApiKeyId>().notNull(),
    apiKeyName: text('api_key_name').notNull(),
    codeVersion: text('code_version').notNull(),
    failure: text(),
    leaseToken: uuid('lease_token'),
    leaseUntil: instant('lease_until'),
    createdAt: instant('created_at').notNull().defaultNow(),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    // Which run is to be worked on next.
    index('evaluation_runs_open')
      .on(table.id)
      .where(sql`status in ('queued', 'running')`),
    foreignKey({
      columns: [table.workspaceId, table.goldSetId, table.version],
      foreignColumns: [
        goldSetVersions.workspaceId,
        goldSetVersions.goldSetId,
        goldSetVersions.version,
      ],
    }),
    foreignKey({
      columns: [table.workspaceId, table.apiKeyId],
      foreignColumns: [apiKeys.workspaceId, apiKeys.id],
    }),
    check('evaluation_runs_status', oneOf(table.status, EVALUATION_STATUSES)),
  ],
);

/**
 * One row for an item under a variant, however often it was asked: the key counts nothing twice.
 * `observation` has the shape of contract/evaluation-result.ts; scores are computed from it when they are read.
 */
export const evaluationResults = pgTable(
  'evaluation_results',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    runId: uuid('run_id').$type<EvaluationId>().notNull(),
    variant: text().notNull(),
    itemId: text('item_id').notNull(),
    /** Null where there was no answer. */
    traceId: uuid('trace_id').$type<TraceId>(),
    configHash: text('config_hash').notNull(),
    observation: jsonb().notNull(),
    recordedAt: instant('recorded_at').notNull().defaultNow(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.runId, table.variant, table.itemId] }),
    foreignKey({
      columns: [table.workspaceId, table.runId],
      foreignColumns: [evaluationRuns.workspaceId, evaluationRuns.id],
    }),
  ],
);
