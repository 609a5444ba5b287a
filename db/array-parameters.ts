import { sql, type SQL } from 'drizzle-orm';

/** One array parameter each; drizzle would write a list of parameters. */
export function textArray(values: readonly string[]): SQL {
  return sql`${sql.param([...values])}::text[]`;
}

export function uuidArray(values: readonly string[]): SQL {
  return sql`${sql.param([...values])}::uuid[]`;
}

export function integerArray(values: readonly (number | null)[]): SQL {
  return sql`${sql.param([...values])}::integer[]`;
}

export function bigintArray(values: readonly number[]): SQL {
  return sql`${sql.param([...values])}::bigint[]`;
}
