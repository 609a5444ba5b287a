import { sql, type SQL } from 'drizzle-orm';
import type { DocumentFilters } from '../../contract/retrieval.ts';
import { textArray } from '../array-parameters.ts';
import type { Reader } from './readable.ts';

/** Where a leg searches, and for whom. */
export interface SearchScope {
  readonly reader: Reader;
  /** Null searches every collection that the reader may read. */
  readonly collections: readonly string[] | null;
  readonly filters: DocumentFilters;
  /** Searches the versions that served at that instant; null for those that serve now. */
  readonly asOf: Date | null;
  /** How many candidates the leg returns at most. */
  readonly depth: number;
}

/** What the caller asked for, as SQL over the aliases `d` and `k`; access is a condition of its own. */
export function matchesFilters(scope: SearchScope): SQL {
  const conditions: SQL[] = [sql`true`];
  if (scope.collections !== null) {
    conditions.push(sql`k.name = any(${textArray(scope.collections)})`);
  }
  const { source, sources, tags, mime } = scope.filters;
  if (source !== undefined) conditions.push(sql`d.source = ${source}`);
  if (sources !== undefined) conditions.push(sql`d.source = any(${textArray(sources)})`);
  if (tags !== undefined) conditions.push(sql`d.tags @> ${textArray(tags)}`);
  if (mime !== undefined) conditions.push(sql`d.mime = ${mime}`);
  return sql.join(conditions, sql` and `);
}

export interface LegRow {
  readonly chunkNumber: number;
  /** Higher is better: BM25 of the lexical leg, cosine similarity of the dense one. */
  readonly score: number;
}

export interface LegRows<Row extends LegRow> {
  /** Best first; ties in the order of chunk numbers. */
  readonly found: readonly Row[];
  /** Chunks that would have been among the best but for access control. Numbers only, never content. */
  readonly unreadable: readonly number[];
}
