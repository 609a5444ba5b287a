import { inArray } from 'drizzle-orm';
import type { Database } from '../client.ts';
import { configVersions } from '../schema/drift.ts';

/** Keeps what a hash stands for. The configuration names secrets by their variables and holds none. */
export async function rememberConfig(
  database: Database,
  version: { readonly hash: string; readonly config: unknown },
): Promise<void> {
  await database.executor.insert(configVersions).values(version).onConflictDoNothing();
}

/** The configurations of these hashes, as far as they are known; of any age, so they have to be parsed. */
export async function findConfigs(
  database: Database,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, unknown>> {
  if (hashes.length === 0) return new Map();
  const rows = await database.executor
    .select({ hash: configVersions.hash, config: configVersions.config })
    .from(configVersions)
    .where(inArray(configVersions.hash, [...hashes]));
  return new Map(rows.map(({ hash, config }) => [hash, config]));
}
