import { sql } from 'drizzle-orm';
import { binaryBigintArray } from '../binary-array.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { chunkServes } from './as-of.ts';
import { bestChunks } from './lexical-index/best-chunks.ts';
import { readPostings } from './lexical-index/read-index.ts';
import {
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
}

/** Of the whole workspace, whoever reads and whatever the filters: the numbers that scores are made of. */
export interface TermStatistics {
  /** Chunks that serve. */
  readonly chunkCount: number;
  /** In how many of them each term of the query stands; a term that stands in none is absent. */
  readonly holderCounts: ReadonlyMap<string, number>;
}

/**
 * The lexical leg: BM25 over the workspace's posting lists, with its own statistics, exact. Asked for an
 * earlier instant it ranks the chunks that served then, by the statistics and to the rights of now.
 */
export async function searchLexical(
  database: WorkspaceDatabase,
  query: {
    /** What each term counts for: 1 for a word of the question, 2 for one that it repeats. */
    readonly weights: ReadonlyMap<string, number>;
    readonly scope: SearchScope;
  },
): Promise<LexicalRows> {
  const { weights, scope } = query;
  const hasHistory = scope.asOf !== null;
  const index = await readPostings(database, { terms: [...weights.keys()], hasHistory });
  const scored = scoreChunks(index, { weights, hasHistory });
  const { found, unreadable } = await findBestInScope(database, { scored, scope });
  return {
    found: found.map((row) => explainRow(row, scored)),
    unreadable,
    statistics: { chunkCount: index.chunkCount, holderCounts: scored.holderCounts },
  };
}

function explainRow(row: LegRow, scored: ScoredChunks): LexicalRow {
  const contributions = scored.explain(row.chunkNumber);
  return { ...row, matchedTerms: contributions.map(({ term }) => term), contributions };
}

/** Of chunks in scope, whether the reader may read them. */
type Access = ReadonlyMap<number, boolean>;

/** The first look is at a few more than are wanted, which is enough where nearly all may be read. */
const FIRST_LOOK = 1.25;
const GROWTH = 4;
/** A scope that is no larger is read as a whole once two looks have not found enough. */
const SMALL_SCOPE = 20_000;

/**
 * Looks at ever more of the best until enough are found, which takes one look or two in a wide scope; in a
 * narrow one it is cheaper to know the scope.
 */
async function findBestInScope(
  database: WorkspaceDatabase,
  { scored, scope }: { readonly scored: ScoredChunks; readonly scope: SearchScope },
): Promise<LegRows<LegRow>> {
  const { depth } = scope;
  const access = new Map<number, boolean>();
  let looked = 0;
  for (let look = 1; ; look += 1) {
    const rows = rankBest(scored, Math.ceil(depth * FIRST_LOOK * GROWTH ** (look - 1)));
    for (const [number, readable] of await findAccess(database, scope, rows.slice(looked))) {
      access.set(number, readable);
    }
    looked = rows.length;
    const ranking = splitByAccess(rows, { access, depth });
    if (ranking.found.length === depth || looked === scored.numbers.length) return ranking;
    const whole = look === 2 ? await readSmallScope(database, scope) : null;
    if (whole === null) continue;
    return splitByAccess(rankBest(restrict(scored, whole), Infinity), { access: whole, depth });
  }
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

/** Of ranked rows, the best that may be read and those that may not but stand among the best. */
function splitByAccess(
  rows: readonly LegRow[],
  { access, depth }: { readonly access: Access; readonly depth: number },
): LegRows<LegRow> {
  const inScope = rows.filter((row) => access.has(row.chunkNumber));
  const mayRead = (row: LegRow) => access.get(row.chunkNumber) === true;
  return {
    found: inScope.filter(mayRead).slice(0, depth),
    unreadable: inScope
      .slice(0, depth)
      .filter((row) => !mayRead(row))
      .map((row) => row.chunkNumber),
  };
}

async function findAccess(
  database: WorkspaceDatabase,
  scope: SearchScope,
  rows: readonly LegRow[],
): Promise<Access> {
  if (rows.length === 0) return new Map();
  const numbers = binaryBigintArray(rows.map((row) => row.chunkNumber));
  const result = await database.executor.execute<AccessRow>(sql`
    select c.number::text as number, ${isReadable(scope.reader)} as readable
    from chunks c
    join documents d on d.workspace_id = c.workspace_id and d.id = c.document_id
    join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
    where c.workspace_id = ${database.workspaceId}
      and c.number = any(${numbers})
      and ${chunkServes(scope.asOf)}
      and ${matchesFilters(scope)}`);
  return toAccess(result.rows);
}

/** Every chunk in scope, or null when they are too many. */
async function readSmallScope(
  database: WorkspaceDatabase,
  scope: SearchScope,
): Promise<Access | null> {
  const result = await database.executor.execute<AccessRow>(sql`
    select c.number::text as number, ${isReadable(scope.reader)} as readable
    from documents d
    join collections k on k.workspace_id = d.workspace_id and k.id = d.collection_id
    join chunks c on c.workspace_id = d.workspace_id and c.document_id = d.id
    where d.workspace_id = ${database.workspaceId}
      and ${chunkServes(scope.asOf)}
      and ${matchesFilters(scope)}
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
