/** A native Postgres to test against, given by the environment; null means the embedded database. */
export const nativeDatabaseUrl: string | null =
  nonEmpty(process.env.FOOTNOTE_TEST_DATABASE_URL) ?? nonEmpty(process.env.DATABASE_URL);

function nonEmpty(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}
