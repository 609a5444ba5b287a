import pg from 'pg';

/** What the database said when it refused a query; null for any other error. */
export function refusalOf(error: unknown): pg.DatabaseError | null {
  const cause = error instanceof Error ? error.cause : null;
  return cause instanceof pg.DatabaseError ? cause : null;
}
