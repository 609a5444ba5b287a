import { sql } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { circuitOrders } from '../schema/circuits.ts';

export type CircuitOrderRow = typeof circuitOrders.$inferSelect;
export type NewCircuitOrder = Omit<typeof circuitOrders.$inferInsert, 'number' | 'createdAt'>;

const KEPT_IN_VIEW = 20;

export async function saveCircuitOrder(
  database: Database,
  order: NewCircuitOrder,
): Promise<CircuitOrderRow> {
  const [row] = await database.executor.insert(circuitOrders).values(order).returning();
  if (row === undefined) throw new Error('The inserted order was not returned.');
  return row;
}

/** The newest orders of each upstream, 20 of each at most, the newest first. */
export async function listCircuitOrders(database: Database): Promise<readonly CircuitOrderRow[]> {
  const { executor } = database;
  const place = sql<number>`row_number() over (
    partition by ${circuitOrders.upstream} order by ${circuitOrders.number} desc)`.as('place');
  const ranked = executor
    .select({ number: circuitOrders.number, place })
    .from(circuitOrders)
    .as('ranked');
  const rows = await executor
    .select({ order: circuitOrders })
    .from(circuitOrders)
    .innerJoin(ranked, sql`${ranked.number} = ${circuitOrders.number}`)
    .where(sql`${ranked.place} <= ${KEPT_IN_VIEW}`)
    .orderBy(sql`${circuitOrders.number} desc`);
  return rows.map(({ order }) => order);
}
