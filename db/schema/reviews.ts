import { sql } from 'drizzle-orm';
import {
  check,
  foreignKey,
  index,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';
import type { ApiKeyId, ReviewId, TraceId, WorkspaceId } from '../../contract/ids.ts';
import { REVIEW_DECISIONS, type ReviewDecisionKind } from '../../contract/review.ts';
import { bytea, instant, oneOf } from '../columns.ts';
import { traces } from './traces.ts';

/** Answers that a person has to look at before the asker gets them. */
export const reviews = pgTable(
  'reviews',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    id: uuid().$type<ReviewId>().notNull(),
    traceId: uuid('trace_id').$type<TraceId>().notNull(),
    reason: text().notNull(),
    createdAt: instant('created_at').notNull(),
    dueAt: instant('due_at').notNull(),
    /** Nobody else may decide it before `claimed_until`. */
    claimedBy: uuid('claimed_by').$type<ApiKeyId>(),
    claimedByName: text('claimed_by_name'),
    claimedUntil: instant('claimed_until'),
    decision: text().$type<ReviewDecisionKind>(),
    decidedAt: instant('decided_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    unique('reviews_trace').on(table.workspaceId, table.traceId),
    index('reviews_undecided')
      .on(table.workspaceId, table.dueAt, table.id)
      .where(sql`decided_at is null`),
    foreignKey({
      columns: [table.workspaceId, table.traceId],
      foreignColumns: [traces.workspaceId, traces.id],
    }),
    check('reviews_decision', oneOf(table.decision, REVIEW_DECISIONS)),
    check('reviews_decided', sql`(${table.decision} is null) = (${table.decidedAt} is null)`),
  ],
);

/** The exact canonical bytes (RFC 8785) of a decision and their SHA-256. Written once. */
export const reviewDecisions = pgTable(
  'review_decisions',
  {
    workspaceId: uuid('workspace_id').$type<WorkspaceId>().notNull(),
    reviewId: uuid('review_id').$type<ReviewId>().notNull(),
    canonical: bytea().notNull(),
    sha256: bytea().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.reviewId] }),
    foreignKey({
      columns: [table.workspaceId, table.reviewId],
      foreignColumns: [reviews.workspaceId, reviews.id],
    }),
  ],
);
