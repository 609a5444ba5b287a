import type { Fusion } from '../../../contract/retrieval.ts';
import { FUSION_WORDS } from '../ui/terms/ledger-terms.ts';
import { valueIn } from '../ui/terms/term.ts';
import { type RawSearch, readInstant, readInteger, readText, readUuid } from './url-search.ts';

/** What the service takes. */
export const LAB_BOUNDS = {
  max_chunks: { min: 1, max: 100 },
  leg_depth: { min: 10, max: 1_000 },
  max_context_tokens: { min: 200, max: 100_000 },
  dense_weight: { min: 0, max: 100 },
} as const;
export type LabFigure = keyof typeof LAB_BOUNDS;
const FIGURES: readonly LabFigure[] = [
  'max_chunks',
  'leg_depth',
  'max_context_tokens',
  'dense_weight',
];

/** What is tried; what is absent is as configured. The question itself is in the history entry. */
export interface LabSearch {
  /** The trace whose question and settings are compared with. */
  readonly trace?: string | undefined;
  /** Names separated by commas; absent means all. */
  readonly collections?: string | undefined;
  readonly source?: string | undefined;
  /** An instant: the documents as they stood then. */
  readonly as_of?: string | undefined;
  readonly max_chunks?: number | undefined;
  readonly leg_depth?: number | undefined;
  readonly max_context_tokens?: number | undefined;
  readonly fusion?: Fusion | undefined;
  /** In percent. */
  readonly dense_weight?: number | undefined;
  readonly chunk?: string | undefined;
}

/** Figures are read out of their bounds, too, so that their fields can say what is wrong with them. */
export function readLabSearch(search: RawSearch): LabSearch {
  return {
    trace: readUuid(search['trace']),
    collections: readText(search['collections'], 1_000),
    source: readText(search['source'], 1_000),
    as_of: readInstant(search['as_of']),
    max_chunks: readInteger(search['max_chunks'], 0),
    leg_depth: readInteger(search['leg_depth'], 0),
    max_context_tokens: readInteger(search['max_context_tokens'], 0),
    fusion: valueIn(FUSION_WORDS, search['fusion']),
    dense_weight: readInteger(search['dense_weight'], 0),
    chunk: readUuid(search['chunk']),
  };
}

export function isOutOfBounds(figure: LabFigure, value: number | undefined): boolean {
  const { min, max } = LAB_BOUNDS[figure];
  return value !== undefined && (value < min || value > max);
}

/** Whether some figure is one that the service would refuse. */
export function hasFigureOutOfBounds(search: LabSearch): boolean {
  return FIGURES.some((figure) => isOutOfBounds(figure, search[figure]));
}
