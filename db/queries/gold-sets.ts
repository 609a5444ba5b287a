import { sql, type SQL } from 'drizzle-orm';
import { z } from 'zod';
import { Classification } from '../../contract/classification.ts';
import { GoldItem, GoldSet } from '../../contract/gold-set.ts';
import { GoldSetId } from '../../contract/ids.ts';
import { textArray } from '../array-parameters.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isoInstant } from './documents.ts';
import { clearedFor, isReadable, type Reader } from './readable.ts';

/** Who reads gold items. An administrator sees all of them. */
export interface GoldReader {
  readonly reader: Reader;
  readonly isAdmin: boolean;
}

/**
 * Over `i` (gold_items, or what else has its `classification` and `sources`). An item repeats what its documents say, so whoever may not read one of them now may not
 * see the item. A source that names no document hides nothing.
 */
export function isItemVisible({ reader, isAdmin }: GoldReader): SQL {
  if (isAdmin) return sql`true`;
  return sql`(i.classification = any(${textArray(clearedFor(reader))}) and not exists (
    select 1
    from documents d
    join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
    where d.workspace_id = i.workspace_id and d.source = any(i.sources) and not ${isReadable(reader)}))`;
}

/** Over `s` (gold_sets) and `v` (gold_set_versions). */
function setColumns(by: GoldReader): SQL {
  return sql`s.id, s.name, v.version, v.note, v.created_by, ${isoInstant(sql`v.created_at`)} as created_at, (
    select count(*)::int
    from gold_items i
    where i.workspace_id = v.workspace_id and i.gold_set_id = v.gold_set_id and i.version = v.version
      and ${isItemVisible(by)}) as items`;
}

/** Over `v` (gold_set_versions). */
const isNewest = sql`not exists (
  select 1
  from gold_set_versions later
  where later.workspace_id = v.workspace_id and later.gold_set_id = v.gold_set_id and later.version > v.version)`;

/** Sets by name, each as its newest version is. */
export async function listGoldSets(
  database: WorkspaceDatabase,
  page: { readonly by: GoldReader; readonly limit: number; readonly after: string | null },
): Promise<readonly GoldSet[]> {
  const result = await database.executor.execute(sql`
    select ${setColumns(page.by)}
    from gold_sets s
    join gold_set_versions v on v.workspace_id = s.workspace_id and v.gold_set_id = s.id
    where s.workspace_id = ${database.workspaceId} and ${isNewest}
      and s.name > ${page.after ?? ''}
    order by s.name
    limit ${page.limit}`);
  return result.rows.map((row) => GoldSet.parse(row));
}

export type FoundGoldSet = GoldSet & { readonly id: GoldSetId };

/** One version of a set, the newest when none is named; null when there is none. */
export async function findGoldSet(
  database: WorkspaceDatabase,
  wanted: { readonly name: string; readonly version: number | null; readonly by: GoldReader },
): Promise<FoundGoldSet | null> {
  const { name, version, by } = wanted;
  const result = await database.executor.execute(sql`
    select ${setColumns(by)}
    from gold_sets s
    join gold_set_versions v on v.workspace_id = s.workspace_id and v.gold_set_id = s.id
    where s.workspace_id = ${database.workspaceId} and s.name = ${name}
      and ${version === null ? isNewest : sql`v.version = ${version}`}`);
  const [row] = result.rows;
  return row === undefined ? null : { ...GoldSet.parse(row), id: GoldSetId.parse(row['id']) };
}

/** Versions of a set, the newest first. */
export async function listGoldSetVersions(
  database: WorkspaceDatabase,
  page: {
    readonly id: GoldSetId;
    readonly by: GoldReader;
    readonly limit: number;
    readonly before: number | null;
  },
): Promise<readonly GoldSet[]> {
  const result = await database.executor.execute(sql`
    select ${setColumns(page.by)}
    from gold_sets s
    join gold_set_versions v on v.workspace_id = s.workspace_id and v.gold_set_id = s.id
    where s.workspace_id = ${database.workspaceId} and s.id = ${page.id}
      and ${page.before === null ? sql`true` : sql`v.version < ${page.before}`}
    order by v.version desc
    limit ${page.limit}`);
  return result.rows.map((row) => GoldSet.parse(row));
}

export interface PlacedGoldItem {
  readonly place: number;
  readonly item: GoldItem;
}

/** Items of a version in their order: those that the reader may see. */
export async function listGoldItems(
  database: WorkspaceDatabase,
  page: {
    readonly id: GoldSetId;
    readonly version: number;
    /** Null for all parts. */
    readonly part: string | null;
    readonly by: GoldReader;
    readonly limit: number;
    readonly after: number | null;
  },
): Promise<readonly PlacedGoldItem[]> {
  const result = await database.executor.execute<{ place: number; item: unknown }>(sql`
    select i.place, i.item
    from gold_items i
    where i.workspace_id = ${database.workspaceId} and i.gold_set_id = ${page.id}
      and i.version = ${page.version} and i.place > ${page.after ?? 0}
      and ${page.part === null ? sql`true` : sql`i.part = ${page.part}`}
      and ${isItemVisible(page.by)}
    order by i.place
    limit ${page.limit}`);
  return result.rows.map(({ place, item }) => ({ place, item: GoldItem.parse(item) }));
}

/** How many items of a version the reader may see. */
export async function countGoldItems(
  database: WorkspaceDatabase,
  counted: {
    readonly id: GoldSetId;
    readonly version: number;
    /** Null for all parts. */
    readonly part: string | null;
    readonly by: GoldReader;
  },
): Promise<number> {
  const { id, version, part, by } = counted;
  const result = await database.executor.execute<{ count: number }>(sql`
    select count(*)::int as count
    from gold_items i
    where i.workspace_id = ${database.workspaceId} and i.gold_set_id = ${id} and i.version = ${version}
      and ${part === null ? sql`true` : sql`i.part = ${part}`} and ${isItemVisible(by)}`);
  return result.rows[0]?.count ?? 0;
}

/** Those of the sources that name no document which the reader may read. */
export async function findUnknownSources(
  database: WorkspaceDatabase,
  asked: { readonly sources: readonly string[]; readonly by: GoldReader },
): Promise<readonly string[]> {
  const { by, sources } = asked;
  const result = await database.executor.execute<{ source: string }>(sql`
    select asked.source
    from unnest(${textArray(sources)}) as asked (source)
    where not exists (
      select 1
      from documents d
      join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
      where d.workspace_id = ${database.workspaceId} and d.source = asked.source
        and d.retired_at is null and ${by.isAdmin ? sql`true` : isReadable(by.reader)})`);
  return result.rows.map(({ source }) => source);
}

const SourceClass = z.object({ source: z.string(), classification: Classification });
export type SourceClass = z.infer<typeof SourceClass>;

/** How sensitive the documents of these sources are, retired ones as well. */
export async function findSourceClasses(
  database: WorkspaceDatabase,
  sources: readonly string[],
): Promise<readonly SourceClass[]> {
  const result = await database.executor.execute(sql`
    select distinct d.source, d.classification
    from documents d
    where d.workspace_id = ${database.workspaceId} and d.source = any(${textArray(sources)})`);
  return result.rows.map((row) => SourceClass.parse(row));
}
