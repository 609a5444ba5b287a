import { sql } from 'drizzle-orm';
import { check, index, pgTable, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { TraceId, WorkspaceId } from '../../contract/ids.ts';
import {
  INCIDENT_KINDS,
  RESTORATIONS,
  type IncidentKind,
  type Restoration,
} from '../../contract/incident.ts';
import { instant, oneOf } from '../columns.ts';

/**
 * Failures of models. Models belong to the deployment, not to a workspace: whose answers showed it is kept
 * beside it. Several servers see the same failure: there is one incident of a kind and an upstream at a time.
 */
export const modelIncidents = pgTable(
  'model_incidents',
  {
    id: uuid().primaryKey(),
    kind: text().$type<IncidentKind>().notNull(),
    upstream: text().notNull(),
    cause: text().notNull(),
    detail: text().notNull(),
    firstBadAt: instant('first_bad_at').notNull(),
    detectedAt: instant('detected_at').notNull(),
    detectedIn: uuid('detected_in').$type<WorkspaceId>(),
    detectedTraceId: uuid('detected_trace_id').$type<TraceId>(),
    divertedAt: instant('diverted_at'),
    divertedIn: uuid('diverted_in').$type<WorkspaceId>(),
    divertedTraceId: uuid('diverted_trace_id').$type<TraceId>(),
    restoredAt: instant('restored_at'),
    restoredBecause: text('restored_because').$type<Restoration>(),
  },
  (table) => [
    uniqueIndex('model_incidents_open')
      .on(table.upstream, table.kind)
      .where(sql`restored_at is null`),
    // "Which were there in this time?"
    index('model_incidents_detected').on(table.detectedAt),
    check('model_incidents_kind', oneOf(table.kind, INCIDENT_KINDS)),
    check('model_incidents_restored_because', oneOf(table.restoredBecause, RESTORATIONS)),
    check(
      'model_incidents_restored',
      sql`(${table.restoredAt} is null) = (${table.restoredBecause} is null)`,
    ),
    check(
      'model_incidents_order',
      sql`${table.firstBadAt} <= ${table.detectedAt} and ${table.detectedAt} <= ${table.restoredAt}
        and ${table.detectedAt} <= ${table.divertedAt}`,
    ),
  ],
);
