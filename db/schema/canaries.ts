import { sql } from 'drizzle-orm';
import {
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import {
  CANARY_KINDS,
  CANARY_STATUSES,
  CANARY_VERDICTS,
  type CanaryKind,
  type CanaryStatus,
  type CanaryVerdict,
} from '../../contract/canary.ts';
import { CLASSIFICATIONS, type Classification } from '../../contract/classification.ts';
import type { ApiKeyId, WorkspaceId } from '../../contract/ids.ts';
import { instant, oneOf } from '../columns.ts';
import { apiKeys } from './api-keys.ts';

/** The canary questions put to one model. A server works on a round while its lease lasts. */
export const canaryRounds = pgTable(
  'canary_rounds',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    id: uuid().notNull(),
    model: text().notNull(),
    kind: text().$type<CanaryKind>().notNull(),
    status: text().$type<CanaryStatus>().notNull().default('queued'),
    /** Of the questions as they were asked: rounds of others cannot be compared. */
    questionsHash: text('questions_hash'),
    baselineId: uuid('baseline_id'),
    verdict: text().$type<CanaryVerdict>(),
    detail: text(),
    changed: integer(),
    distance: doublePrecision(),
    ownDistance: doublePrecision('own_distance'),
    pValue: doublePrecision('p_value'),
    /** Whose budget pays; null for the schedule, which the workspace's budgets bound. */
    apiKeyId: uuid('api_key_id').$type<ApiKeyId>(),
    apiKeyName: text('api_key_name'),
    leaseToken: uuid('lease_token'),
    leaseUntil: instant('lease_until'),
    createdAt: instant('created_at').notNull().defaultNow(),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    // One at a time for a model, however many servers keep the schedule.
    uniqueIndex('canary_rounds_open')
      .on(table.workspaceId, table.model)
      .where(sql`status <> 'done'`),
    index('canary_rounds_model').on(table.workspaceId, table.model, table.id),
    foreignKey({
      columns: [table.workspaceId, table.apiKeyId],
      foreignColumns: [apiKeys.workspaceId, apiKeys.id],
    }),
    check('canary_rounds_kind', oneOf(table.kind, CANARY_KINDS)),
    check('canary_rounds_status', oneOf(table.status, CANARY_STATUSES)),
    check('canary_rounds_verdict', oneOf(table.verdict, CANARY_VERDICTS)),
    check(
      'canary_rounds_ended',
      sql`(${table.status} = 'done') = (${table.verdict} is not null)
        and (${table.status} = 'done') = (${table.finishedAt} is not null)`,
    ),
  ],
);

/** One row for a question and its repetition: a round that is taken up again asks nothing twice. */
export const canaryAnswers = pgTable(
  'canary_answers',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    roundId: uuid('round_id').notNull(),
    question: integer().notNull(),
    repetition: integer().notNull(),
    /** As it was asked. */
    asked: text().notNull(),
    /** Of the question: whoever is not cleared for it does not see the answers. */
    classification: text().$type<Classification>().notNull(),
    /** Of the documents that a gold item quotes: whoever may not read one of them does not see the answers. */
    sources: text().array().notNull().default([]),
    answer: text(),
    error: text(),
    servedModel: text('served_model'),
    fingerprint: text(),
    costUsd: doublePrecision('cost_usd').notNull(),
    answeredAt: instant('answered_at').notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.workspaceId, table.roundId, table.question, table.repetition],
    }),
    foreignKey({
      columns: [table.workspaceId, table.roundId],
      foreignColumns: [canaryRounds.workspaceId, canaryRounds.id],
    }),
    check('canary_answers_classification', oneOf(table.classification, CLASSIFICATIONS)),
    check('canary_answers_one', sql`(${table.answer} is null) = (${table.error} is not null)`),
  ],
);
