import { sql } from 'drizzle-orm';
import {
  boolean,
  check,
  doublePrecision,
  foreignKey,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import type { ApiKeyId, TraceId, WorkflowRunId, WorkspaceId } from '../../contract/ids.ts';
import type { Verification } from '../../contract/verification.ts';
import type { WorkflowConfig } from '../../contract/workflow-config.ts';
import {
  ITEM_ERROR_CODES,
  ITEM_STATUSES,
  type ItemErrorCode,
  type ItemStatus,
  type RefusedLine,
  type WorkflowResult,
} from '../../contract/workflow.ts';
import { ITEM_OUTCOMES, type ItemOutcome, type StepResult } from '../../contract/workflow-step.ts';
import { instant, oneOf } from '../columns.ts';
import { apiKeys } from './api-keys.ts';
import { traces } from './traces.ts';

/** Tickets that were sent together. What became of them, and so of the run, is derived from its items. */
export const workflowRuns = pgTable(
  'workflow_runs',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    id: uuid().$type<WorkflowRunId>().notNull(),
    workflow: text().notNull(),
    /** As it was when the run began: a run keeps its steps, whatever becomes of the configuration. */
    definition: jsonb().$type<WorkflowConfig>().notNull(),
    /** Who sent it: its tickets are answered with the rights that this key has then. */
    apiKeyId: uuid('api_key_id').$type<ApiKeyId>().notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
    pausedAt: instant('paused_at'),
    cancelledAt: instant('cancelled_at'),
    refusedCount: integer('refused_count').notNull(),
    refusedLines: jsonb('refused_lines').$type<readonly RefusedLine[]>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    // "Which runs has this workflow?"
    index('workflow_runs_workflow').on(table.workspaceId, table.workflow, table.id),
    foreignKey({
      columns: [table.workspaceId, table.apiKeyId],
      foreignColumns: [apiKeys.workspaceId, apiKeys.id],
    }),
  ],
);

/**
 * One ticket: the unit of work that a server leases. A lease that has run out may be taken by another one;
 * `lease_token` fences off the one that lost it, so that each ticket ends once.
 */
export const workflowItems = pgTable(
  'workflow_items',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    runId: uuid('run_id').$type<WorkflowRunId>().notNull(),
    /** Counted from 1; the line where lines were sent. */
    position: integer().notNull(),
    /** The sender's own id. */
    key: text(),
    text: text().notNull(),
    metadata: jsonb().$type<Readonly<Record<string, string>>>().notNull(),
    status: text().$type<ItemStatus>().notNull().default('queued'),
    /** How often it was leased, and how many of these tries failed by themselves. */
    attempts: integer().notNull().default(0),
    failures: integer().notNull().default(0),
    runAfter: instant('run_after').notNull().defaultNow(),
    leaseToken: uuid('lease_token'),
    leaseUntil: instant('lease_until'),
    leasedBy: text('leased_by'),
    outcome: text().$type<ItemOutcome>(),
    label: text(),
    probability: doublePrecision(),
    verdict: text().$type<Verification['verdict']>(),
    model: text(),
    isEscalatedToModel: boolean('is_escalated_to_model').notNull().default(false),
    steps: jsonb().$type<readonly StepResult[]>().notNull().default([]),
    /** The draft with what it cites, as its trace has it: for exports, which read thousands. */
    draft: jsonb().$type<Pick<WorkflowResult, 'answer' | 'citations'>>(),
    traceId: uuid('trace_id').$type<TraceId>(),
    answerId: uuid('answer_id').$type<TraceId>(),
    inputTokens: integer('input_tokens').notNull().default(0),
    outputTokens: integer('output_tokens').notNull().default(0),
    costUsd: doublePrecision('cost_usd').notNull().default(0),
    totalMs: doublePrecision('total_ms'),
    errorCode: text('error_code').$type<ItemErrorCode>(),
    errorDetail: text('error_detail'),
    startedAt: instant('started_at'),
    finishedAt: instant('finished_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.runId, table.position] }),
    // What the next free server leases: of the run that has come least far.
    index('workflow_items_waiting')
      .on(table.position, table.runId)
      .where(sql`status in ('queued', 'running')`),
    foreignKey({
      columns: [table.workspaceId, table.runId],
      foreignColumns: [workflowRuns.workspaceId, workflowRuns.id],
    }),
    foreignKey({
      name: 'workflow_items_trace',
      columns: [table.workspaceId, table.traceId],
      foreignColumns: [traces.workspaceId, traces.id],
    }),
    foreignKey({
      name: 'workflow_items_answer',
      columns: [table.workspaceId, table.answerId],
      foreignColumns: [traces.workspaceId, traces.id],
    }),
    check('workflow_items_status', oneOf(table.status, ITEM_STATUSES)),
    check(
      'workflow_items_outcome',
      sql`(${table.status} = 'done') = (${table.outcome} is not null)
        and (${table.outcome} is null or ${oneOf(table.outcome, ITEM_OUTCOMES)})`,
    ),
    check(
      'workflow_items_error_code',
      sql`${table.errorCode} is null or ${oneOf(table.errorCode, ITEM_ERROR_CODES)}`,
    ),
    check(
      'workflow_items_lease',
      sql`(${table.status} = 'running') = (${table.leaseToken} is not null)`,
    ),
  ],
);
