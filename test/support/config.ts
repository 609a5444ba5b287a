/** A native Postgres to test against, given by the environment; null means the embedded database. */
export const nativeDatabaseUrl: string | null =
  nonEmpty(process.env.FOOTNOTE_TEST_DATABASE_URL) ?? nonEmpty(process.env.DATABASE_URL);

/** Seed of the property tests; `FOOTNOTE_TEST_SEED` explores others. */
export const propertySeed = Number(nonEmpty(process.env.FOOTNOTE_TEST_SEED) ?? 1);

/** A folder with further texts that attack a page; null means those of the tests alone. */
export const attacksFolder: string | null = nonEmpty(process.env.FOOTNOTE_ATTACKS);

/** `UPDATE_GOLDEN=1` writes the golden files anew; without it one that is missing fails. */
export const updatesGolden = nonEmpty(process.env.UPDATE_GOLDEN) === '1';

function nonEmpty(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}
