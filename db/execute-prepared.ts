import { createHash } from 'node:crypto';
import type { SQL } from 'drizzle-orm';
import { PgDialect, type PreparedQueryConfig } from 'drizzle-orm/pg-core';
import type { QueryResult, QueryResultRow } from 'pg';
import type { Executor } from './client.ts';

const dialect = new PgDialect();
/** Of the 63 characters that a name may have; two texts that share them are refused by `pg`. */
const NAME_LENGTH = 24;

/**
 * Executes a statement that each connection parses and plans once. For statements that are sent with every
 * question, and of whose text there are few variants: a connection keeps the plans of them all.
 */
export function executePrepared<Row extends QueryResultRow>(
  executor: Executor,
  statement: SQL,
): Promise<QueryResult<Row>> {
  const query = dialect.sqlToQuery(statement);
  const name = createHash('sha256').update(query.sql).digest('hex').slice(0, NAME_LENGTH);
  return executor._.session
    .prepareQuery<PreparedQueryConfig & { execute: QueryResult<Row> }>(
      query,
      undefined,
      name,
      false,
    )
    .execute();
}
