import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import type { ApiKeyId, TraceId, VerificationRunId, WorkspaceId } from '../../contract/ids.ts';
import { VERIFICATION_RUN_STATUSES } from '../../contract/verification-run.ts';
import { VERIFIER_TIERS, ANSWER_VERDICTS, type Verification } from '../../contract/verification.ts';
import type { VerifierTier } from '../../contract/verification.ts';
import { instant, oneOf } from '../columns.ts';
import { apiKeys } from './api-keys.ts';
import { traces } from './traces.ts';

/** Stored answers that are checked once more, one after the other. */
export const verificationRuns = pgTable(
  'verification_runs',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    id: uuid().$type<VerificationRunId>().notNull(),
    apiKeyId: uuid('api_key_id').$type<ApiKeyId>().notNull(),
    status: text().$type<(typeof VERIFICATION_RUN_STATUSES)[number]>().notNull(),
    from: instant('from_at'),
    /** Never later than the run's own beginning: its checks are no answers, but new answers may come. */
    to: instant('to_at').notNull(),
    verdict: text().$type<Verification['verdict']>(),
    upTo: text('up_to').$type<VerifierTier>().notNull(),
    createdAt: instant('created_at').notNull(),
    finishedAt: instant('finished_at'),
    totalAnswers: integer('total_answers').notNull(),
    /** The last answer that has a result; ids are in the order of time. */
    afterTraceId: uuid('after_trace_id').$type<TraceId>(),
    leaseToken: uuid('lease_token'),
    leaseUntil: instant('lease_until'),
    failure: text(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    index('verification_runs_running')
      .on(table.leaseUntil)
      .where(sql`status = 'running'`),
    foreignKey({
      columns: [table.workspaceId, table.apiKeyId],
      foreignColumns: [apiKeys.workspaceId, apiKeys.id],
    }),
    check('verification_runs_status', oneOf(table.status, VERIFICATION_RUN_STATUSES)),
    check('verification_runs_up_to', oneOf(table.upTo, VERIFIER_TIERS)),
    check('verification_runs_verdict', oneOf(table.verdict, ANSWER_VERDICTS)),
    check(
      'verification_runs_finished',
      sql`(${table.status} = 'running') = (${table.finishedAt} is null)`,
    ),
  ],
);

/** What came of each answer; the check itself is a trace. */
export const verificationResults = pgTable(
  'verification_results',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    runId: uuid('run_id').$type<VerificationRunId>().notNull(),
    traceId: uuid('trace_id').$type<TraceId>().notNull(),
    verificationId: uuid('verification_id').$type<TraceId>(),
    recordedVerdict: text('recorded_verdict').$type<Verification['verdict']>(),
    recordedVerifier: text('recorded_verifier'),
    verdict: text().$type<Verification['verdict']>(),
    verifier: text(),
    changedClaims: integer('changed_claims').notNull(),
    failure: text(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.runId, table.traceId] }),
    foreignKey({
      columns: [table.workspaceId, table.runId],
      foreignColumns: [verificationRuns.workspaceId, verificationRuns.id],
    }),
    foreignKey({
      columns: [table.workspaceId, table.traceId],
      foreignColumns: [traces.workspaceId, traces.id],
    }),
    check(
      'verification_results_outcome',
      sql`(${table.verificationId} is null) = (${table.failure} is not null)`,
    ),
  ],
);
