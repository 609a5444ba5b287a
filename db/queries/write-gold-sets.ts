import { sql, type SQL } from 'drizzle-orm';
import type { GoldItem } from '../../contract/gold-set.ts';
import { GoldSetId } from '../../contract/ids.ts';
import { textArray } from '../array-parameters.ts';
import { goldSetVersions, goldSets } from '../schema/evaluation.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isItemVisible, type GoldReader } from './gold-sets.ts';

interface NewVersion {
  /** Of the set, if there is none of this name. */
  readonly id: GoldSetId;
  readonly name: string;
  readonly note: string;
  readonly createdBy: string;
}

/**
 * Stores the first version of a set, or its next one, which keeps the items that the writer may not see. Returns its
 * number; null, and nothing is stored, when `baseVersion` is given and is not the newest (0 for a set that is not
 * there yet).
 */
export async function insertGoldSetVersion(
  transaction: WorkspaceDatabase,
  added: NewVersion & {
    readonly baseVersion: number | null;
    readonly items: readonly GoldItem[];
    readonly by: GoldReader;
  },
): Promise<number | null> {
  const { id, latest } = await lockSet(transaction, added);
  if (added.baseVersion !== null && added.baseVersion !== latest) return null;
  const version = latest + 1;
  await insertVersion(transaction, { ...added, id, version });
  const ids = textArray(added.items.map((item) => item.id));
  const kept = sql`not ${isItemVisible(added.by)} and i.item_id <> all(${ids})`;
  await copyItems(transaction, { id, version, kept });
  await insertItems(transaction, { id, version, items: added.items });
  return version;
}

/** Stores the next version of a set: the newest one with an item more, or with another in the place of one. */
export async function addGoldItem(
  transaction: WorkspaceDatabase,
  added: NewVersion & { readonly item: GoldItem },
): Promise<number> {
  const { id, latest } = await lockSet(transaction, added);
  const version = latest + 1;
  await insertVersion(transaction, { ...added, id, version });
  await copyItems(transaction, { id, version, kept: sql`i.item_id <> ${added.item.id}` });
  await insertItems(transaction, { id, version, items: [added.item] });
  return version;
}

/** Makes the set if need be, and lets nobody else add a version to it meanwhile. */
async function lockSet(
  { executor, workspaceId }: WorkspaceDatabase,
  { id, name }: NewVersion,
): Promise<{ readonly id: GoldSetId; readonly latest: number }> {
  await executor.insert(goldSets).values({ workspaceId, id, name }).onConflictDoNothing();
  const locked = await executor.execute<{ id: string }>(sql`
    select id from gold_sets where workspace_id = ${workspaceId} and name = ${name} for update`);
  const [set] = locked.rows;
  if (set === undefined) throw new Error('The set was not stored.');
  const newest = await executor.execute<{ version: number }>(sql`
    select coalesce(max(version), 0)::int as version
    from gold_set_versions
    where workspace_id = ${workspaceId} and gold_set_id = ${set.id}`);
  return { id: GoldSetId.parse(set.id), latest: newest.rows[0]?.version ?? 0 };
}

async function insertVersion(
  { executor, workspaceId }: WorkspaceDatabase,
  version: NewVersion & { readonly version: number },
): Promise<void> {
  const { id: goldSetId, version: number, note, createdBy } = version;
  await executor
    .insert(goldSetVersions)
    .values({ workspaceId, goldSetId, version: number, note, createdBy });
}

/** From the version before. `kept` is over `i` (gold_items). */
async function copyItems(
  { executor, workspaceId }: WorkspaceDatabase,
  copied: { readonly id: GoldSetId; readonly version: number; readonly kept: SQL },
): Promise<void> {
  const { id, version, kept } = copied;
  await executor.execute(sql`
    insert into gold_items
      (workspace_id, gold_set_id, version, place, item_id, part, classification, sources, item)
    select i.workspace_id, i.gold_set_id, ${version}::int, row_number() over (order by i.place), i.item_id,
      i.part, i.classification, i.sources, i.item
    from gold_items i
    where i.workspace_id = ${workspaceId} and i.gold_set_id = ${id} and i.version = ${version - 1}
      and ${kept}`);
}

/** Behind those that the version has. */
async function insertItems(
  { executor, workspaceId }: WorkspaceDatabase,
  added: {
    readonly id: GoldSetId;
    readonly version: number;
    readonly items: readonly GoldItem[];
  },
): Promise<void> {
  const { id, version, items } = added;
  const rows = items.map((item) => ({ item, sources: sourcesOf(item) }));
  await executor.execute(sql`
    insert into gold_items
      (workspace_id, gold_set_id, version, place, item_id, part, classification, sources, item)
    select ${workspaceId}::uuid, ${id}::uuid, ${version}::int,
      added.place + (
        select count(*)
        from gold_items i
        where i.workspace_id = ${workspaceId} and i.gold_set_id = ${id} and i.version = ${version}),
      added.row -> 'item' ->> 'id', added.row -> 'item' ->> 'part',
      added.row -> 'item' ->> 'classification',
      array(select jsonb_array_elements_text(added.row -> 'sources')), added.row -> 'item'
    from jsonb_array_elements(${JSON.stringify(rows)}::jsonb) with ordinality as added (row, place)`);
}

/** Of every document that an item names. */
export function sourcesOf({ sources }: Pick<GoldItem, 'sources'>): readonly string[] {
  return [...new Set(sources.flatMap(({ path, also = [] }) => [path, ...also]))];
}
