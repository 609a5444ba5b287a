import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  doublePrecision,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import { ALERT_STATES, type AlertState } from '../../contract/alert.ts';
import type { WorkspaceId } from '../../contract/ids.ts';
import { instant, oneOf } from '../columns.ts';
import { workspaces } from './workspaces.ts';

/** How each configured alert stands in a workspace: so that a restart forgets nothing. */
export const alertStates = pgTable(
  'alert_states',
  {
    workspaceId: uuid('workspace_id')
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    name: text().notNull(),
    state: text().$type<AlertState>().notNull(),
    since: instant('since').notNull(),
    value: doublePrecision(),
    detail: text().notNull(),
    /** Of a rule over windows of answers: what it has been judged by, so that time alone proves nothing anew. */
    evidence: text(),
    /** Grows with each look: of several servers that looked at once, one writes. */
    looks: bigint({ mode: 'number' }).notNull(),
    lookedAt: instant('looked_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.name] }),
    check('alert_states_state', oneOf(table.state, ALERT_STATES)),
  ],
);

/** Each time that an alert was open. */
export const alerts = pgTable(
  'alerts',
  {
    workspaceId: uuid('workspace_id')
      .$type<WorkspaceId>()
      .notNull()
      .references(() => workspaces.id),
    id: uuid().notNull(),
    name: text().notNull(),
    detail: text().notNull(),
    value: doublePrecision().notNull(),
    openedAt: instant('opened_at').notNull(),
    closedAt: instant('closed_at'),
  },
  (table) => [
    primaryKey({ columns: [table.workspaceId, table.id] }),
    uniqueIndex('alerts_open')
      .on(table.workspaceId, table.name)
      .where(sql`closed_at is null`),
  ],
);
