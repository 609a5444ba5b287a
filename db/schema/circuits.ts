import { bigint, check, index, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { ApiKeyId, WorkspaceId } from '../../contract/ids.ts';
import { CIRCUIT_ORDERS, type CircuitOrderState } from '../../contract/circuit.ts';
import { instant, oneOf } from '../columns.ts';

/**
 * What operators said by hand about circuits; the newest of an upstream holds. Models belong to the
 * deployment, not to a workspace: who said it is kept beside it. Written once.
 */
export const circuitOrders = pgTable(
  'circuit_orders',
  {
    /** Orders are told apart by it, whatever the clocks of the servers say. */
    number: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    upstream: text().notNull(),
    state: text().$type<CircuitOrderState>().notNull(),
    reason: text().notNull(),
    orderedIn: uuid('ordered_in').$type<WorkspaceId>().notNull(),
    orderedBy: uuid('ordered_by').$type<ApiKeyId>().notNull(),
    orderedByName: text('ordered_by_name').notNull(),
    createdAt: instant('created_at').notNull().defaultNow(),
  },
  (table) => [
    index('circuit_orders_upstream').on(table.upstream, table.number),
    check('circuit_orders_state', oneOf(table.state, CIRCUIT_ORDERS)),
  ],
);
