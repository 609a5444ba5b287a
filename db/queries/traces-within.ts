import { sql, type SQL } from 'drizzle-orm';

/** A trace's id is made a moment before or after the instant that stands in it. */
const ID_MARGIN_MS = 60_000;

/** Over `t` (traces): asked for in the time. By the ids, too, which are in its order and in the primary key. */
export function isWithin({ from, to }: { readonly from: Date; readonly to: Date }): SQL {
  return sql`t.id >= ${idAt(from.getTime() - ID_MARGIN_MS)}::uuid and t.id < ${idAt(to.getTime() + ID_MARGIN_MS)}::uuid
    and t.created_at >= ${from.toISOString()}::timestamptz and t.created_at < ${to.toISOString()}::timestamptz`;
}

/** The first UUIDv7 of a millisecond. */
function idAt(milliseconds: number): string {
  const hex = Math.max(0, Math.floor(milliseconds)).toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}
