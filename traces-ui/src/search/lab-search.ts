import type { Fusion } from '../../../contract/retrieval.ts';
import { FUSION_WORDS } from '../ui/terms/ledger-terms.ts';
import { valueIn } from '../ui/terms/term.ts';
import { type RawSearch, readInteger, readText, readUuid } from './url-search.ts';

/** What is tried; what is absent is as configured. The question itself is in the history entry. */
export interface LabSearch {
  /** The trace whose question and settings are compared with. */
  readonly trace?: string | undefined;
  /** Names separated by commas; absent means all. */
  readonly collections?: string | undefined;
  readonly source?: string | undefined;
  readonly max_chunks?: number | undefined;
  readonly leg_depth?: number | undefined;
  readonly max_context_tokens?: number | undefined;
  readonly fusion?: Fusion | undefined;
  /** In percent. */
  readonly dense_weight?: number | undefined;
  readonly chunk?: string | undefined;
}

export function readLabSearch(search: RawSearch): LabSearch {
  return {
    trace: readUuid(search['trace']),
    collections: readText(search['collections'], 1_000),
    source: readText(search['source'], 1_000),
    max_chunks: readBetween(search['max_chunks'], 1, 100),
    leg_depth: readBetween(search['leg_depth'], 10, 1_000),
    max_context_tokens: readBetween(search['max_context_tokens'], 200, 100_000),
    fusion: valueIn(FUSION_WORDS, search['fusion']),
    dense_weight: readBetween(search['dense_weight'], 0, 100),
    chunk: readUuid(search['chunk']),
  };
}

function readBetween(value: unknown, least: number, most: number): number | undefined {
  const number = readInteger(value, least);
  return number !== undefined && number <= most ? number : undefined;
}
