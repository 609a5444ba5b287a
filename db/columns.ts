import { sql, type SQL } from 'drizzle-orm';
import { customType, timestamp } from 'drizzle-orm/pg-core';

export const bytea = customType<{ data: Buffer; driverData: Buffer }>({
  dataType: () => 'bytea',
});

/** Words with their places (`tsvector`), made by the database from a text. */
export const textSearchVector = customType<{ data: string }>({ dataType: () => 'tsvector' });

/** Ordered by its bytes, whatever the database's language: ranges of it hold what begins alike, in any script. */
export const byteOrderedText = customType<{ data: string }>({
  dataType: () => 'text collate "C"',
});

/**
 * A vector without a fixed width: each profile has its own, which a check constraint of its segments holds
 * every row to. On the embedded database it is a `vector` instead (see the migration).
 */
export const embeddingVector = customType<{ data: string }>({ dataType: () => 'halfvec' });

export function instant(name: string) {
  return timestamp(name, { withTimezone: true, mode: 'date', precision: 3 });
}

/** Now, rounded as an `instant` is: what was stored as due, or over, at once would otherwise lie up to half a millisecond ahead. */
export const storedNow = sql`now()::timestamptz(3)`;

/** A check that a text column holds one of a closed set of the contract. */
export function oneOf(column: unknown, values: readonly string[]): SQL {
  const list = values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ');
  return sql`${column} in (${sql.raw(list)})`;
}
