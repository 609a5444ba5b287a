import { sql } from 'drizzle-orm';
import { binaryBigintArray } from '../binary-array.ts';
import { executePrepared } from '../execute-prepared.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { chunkServes } from './as-of.ts';
import {
  findBestInScope,
  SMALL_SCOPE,
  type Ranking,
  type ScopedRow,
} from './find-best-in-scope.ts';
import { bestChunks } from './lexical-index/best-chunks.ts';
import { readPostings, type IndexedTerms } from './lexical-index/read-index.ts';
import {
  listHolders,
  scoreChunks,
  type ScoredChunks,
  type TermContribution,
} from './lexical-index/score-chunks.ts';
import { isReadable } from './readable.ts';
import { matchesFilters, type LegRow, type LegRows, type SearchScope } from './search-scope.ts';

export interface LexicalRow extends LegRow {
  /** The query's terms that the chunk holds, the one that contributed most first. */
  readonly matchedTerms: readonly string[];
  /** In the same order; their scores add up to the row's. */
  readonly contributions: readonly TermContribution[];
}

export interface LexicalRows extends LegRows<LexicalRow> {
  readonly statistics: TermStatistics;
  /** Which of the query's terms stand in something there that the reader may read, by the lists that have been read. */
  readonly findReadable: (terms: readonly string[], place: Place) => Promise<ReadonlySet<string>>;
}

/** A part of the workspace. */
export type Place = Pick<SearchScope, 'collections' | 'filters'>;

export interface LexicalQuery {
  /** What each term counts for: 1 for a word of the question, 2 for one that it repeats. */
  readonly weights: ReadonlyMap<string, number>;
  readonly scope: SearchScope;
}

/** Of the whole workspace, whoever reads and whatever the filters: the numbers that scores are made of. */
export interface TermStatistics {
  /** Chunks that serve. */
  readonly chunkCount: number;
  /** In how many of them each term of the query stands; a term that stands in none is absent. */
  readonly holderCounts: ReadonlyMap<string, number>;
}

/** How often the lists are read at most, where versions are switched between them and the look at who may read. */
const MAX_READINGS = 4;

/**
 * The lexical leg: BM25 over the workspace's posting lists, with its own statistics, exact. Asked for an
 * earlier instant it ranks the chunks that served then, by the statistics and to the rights of now.
 */
export async function searchLexical(
  database: WorkspaceDatabase,
  query: LexicalQuery,
): Promise<LexicalRows> {
  const { weights, scope } = query;
  const hasHistory = scope.asOf !== null;
  for (let reading = 1; ; reading += 1) {
    const index = await readPostings(database, { terms: [...weights.keys()], hasHistory });
    const { isOutdated, ...rows } = await rankIndexed(database, index, query);
    // What took the place of a chunk that serves no more is in no list that was read.
    if (isOutdated && reading < MAX_READINGS) continue;
    return {
      ...rows,
      findReadable: (terms, place) =>
        findReadableTerms(database, index, { terms, scope: { ...scope, ...place } }),
    };
  }
}

async function rankIndexed(
  database: WorkspaceDatabase,
  index: IndexedTerms,
  { weights, scope }: LexicalQuery,
): Promise<Omit<LexicalRows, 'findReadable'> & { readonly isOutdated: boolean }> {
  const scored = scoreChunks(index, { weights, hasHistory: scope.asOf !== null });
  const ranking = rankScored(database, { scored, scope });
  const { found, unreadable } = await findBestInScope(ranking, scope);
  return {
    found: found.map((row) => explainRow(row, scored)),
    unreadable,
    statistics: { chunkCount: index.chunkCount, holderCounts: scored.holderCounts },
    isOutdated: ranking.isOutdated(),
  };
}

/** Nearly always, one of so few holders may be read, or there are no more of them. */
const FIRST_HOLDERS = 8;
const HOLDERS_GROWTH = 16;

/** Looks at ever more of what holds the terms, until one of each may be read or none is left. */
async function findReadableTerms(
  database: WorkspaceDatabase,
  index: IndexedTerms,
  { terms, scope }: { readonly terms: readonly string[]; readonly scope: SearchScope },
): Promise<ReadonlySet<string>> {
  const hasHistory = scope.asOf !== null;
  const holders = new Map(terms.map((term) => [term, listHolders(index, { term, hasHistory })]));
  const readable = new Set<string>();
  let [from, to] = [0, FIRST_HOLDERS];
  while (holders.size > 0) {
    const looked = [...holders.values()].flatMap((numbers) => numbers.slice(from, to));
    const { access } = await findAccess(database, scope, [...new Set(looked)]);
    for (const [term, numbers] of holders) {
      const isReadableHere = numbers.slice(from, to).some((number) => access.get(number) === true);
      if (isReadableHere) readable.add(term);
      if (isReadableHere || numbers.length <= to) holders.delete(term);
    }
    [from, to] = [to, to * HOLDERS_GROWTH];
  }
  return readable;
}

function explainRow(row: LegRow, scored: ScoredChunks): LexicalRow {
  const contributions = scored.explain(row.chunkNumber);
  return { ...row, matchedTerms: contributions.map(({ term }) => term), contributions };
}

/** Of chunks in scope, whether the reader may read them. */
type Access = ReadonlyMap<number, boolean>;

function rankScored(
  database: WorkspaceDatabase,
  { scored, scope }: { readonly scored: ScoredChunks; readonly scope: SearchScope },
): Ranking & { isOutdated(): boolean } {
  const known = new Map<number, boolean>();
  let looked = 0;
  let isOutdated = false;
  return {
    isOutdated: () => isOutdated,
    async look(count) {
      const rows = rankBest(scored, count);
      const numbers = rows.slice(looked).map((row) => row.chunkNumber);
      const { access, isOutdated: isNew } = await findAccess(database, scope, numbers);
      for (const [number, readable] of access) known.set(number, readable);
      isOutdated ||= isNew;
      looked = rows.length;
      return { rows: withAccess(rows, known), isWhole: looked === scored.numbers.length };
    },
    async rankSmallScope(part) {
      const access = await readSmallScope(database, scope, part);
      if (access === null) return null;
      return withAccess(rankBest(restrict(scored, access), Infinity), access);
    },
  };
}

function withAccess(rows: readonly LegRow[], access: Access): readonly ScopedRow[] {
  return rows.flatMap((row) => {
    const readable = access.get(row.chunkNumber);
    return readable === undefined ? [] : [{ ...row, readable }];
  });
}

function rankBest(
  scored: Pick<ScoredChunks, 'numbers' | 'scores'>,
  limit: number,
): readonly LegRow[] {
  return bestChunks(scored, limit).map((position) => ({
    chunkNumber: scored.numbers[position] ?? 0,
    score: scored.scores[position] ?? 0,
  }));
}

function restrict(
  { numbers, scores }: ScoredChunks,
  access: Access,
): Pick<ScoredChunks, 'numbers' | 'scores'> {
  const isInScope = (_: number, position: number) => access.has(numbers[position] ?? 0);
  return { numbers: numbers.filter(isInScope), scores: scores.filter(isInScope) };
}

/**
 * Of these chunks, those in scope. The lists name only what serves, or what has served: that one does not serve now
 * means that they are from before it was replaced.
 */
async function findAccess(
  database: WorkspaceDatabase,
  scope: SearchScope,
  chunkNumbers: readonly number[],
): Promise<{ readonly access: Access; readonly isOutdated: boolean }> {
  if (chunkNumbers.length === 0) return { access: new Map(), isOutdated: false };
  const serves = chunkServes(scope.asOf);
  const { rows } = await executePrepared<AccessRow & { readonly serves: boolean }>(
    database.executor,
    sql`
    with held as materialized (
      select workspace_id, id, number, document_id, is_live
      from chunks
      where workspace_id = ${database.workspaceId} and number = any(${binaryBigintArray(chunkNumbers)}))
    select c.number::text as number, ${isReadable(scope.reader)} as readable,
      ${scope.asOf === null ? serves : sql`true`} as serves
    from held c
    join documents d on d.workspace_id = c.workspace_id and d.id = c.document_id
    join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
    where d.workspace_id = ${database.workspaceId}
      and ${scope.asOf === null ? sql`true` : serves}
      and ${matchesFilters(scope)}`,
  );
  const serving = rows.filter((row) => row.serves);
  return { access: toAccess(serving), isOutdated: serving.length < rows.length };
}

/** The chunks in scope, all or those that may be read, or null when they are too many. */
async function readSmallScope(
  database: WorkspaceDatabase,
  scope: SearchScope,
  part: 'whole' | 'readable',
): Promise<Access | null> {
  const readable = isReadable(scope.reader);
  const result = await database.executor.execute<AccessRow>(sql`
    select c.number::text as number, ${readable} as readable
    from documents d
    join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
    join chunks c on c.workspace_id = d.workspace_id and c.document_id = d.id
    where d.workspace_id = ${database.workspaceId}
      and ${chunkServes(scope.asOf)}
      and ${matchesFilters(scope)}
      and ${part === 'whole' ? sql`true` : readable}
    limit ${SMALL_SCOPE + 1}`);
  return result.rows.length > SMALL_SCOPE ? null : toAccess(result.rows);
}

interface AccessRow extends Record<string, unknown> {
  readonly number: string;
  readonly readable: boolean;
}

function toAccess(rows: readonly AccessRow[]): Access {
  return new Map(rows.map((row) => [Number(row.number), row.readable]));
}
