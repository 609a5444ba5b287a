import type { LedgerEntry, LedgerReasonCode } from '../../../contract/retrieval.ts';
import type { RetrievalTrace } from '../../../contract/retrieval-trace.ts';
import type { CandidateOutcome } from '../search/trace-search.ts';

/** How the ledger's counts add up: the union of both legs is what was selected and what was rejected. */
export interface LedgerSummary {
  readonly dense: number;
  readonly lexical: number;
  readonly inBoth: number;
  readonly candidates: number;
  readonly selected: number;
  readonly rejected: number;
  /** Each reason code that occurs, with its count, the most frequent first. */
  readonly reasons: readonly { readonly code: LedgerReasonCode; readonly count: number }[];
  /** Every number that should equal another one does. */
  readonly reconciles: boolean;
}

export function summarizeLedger(
  retrieval: Pick<RetrievalTrace, 'candidates' | 'legs'>,
): LedgerSummary {
  const { candidates, legs } = retrieval;
  const dense = candidates.filter((candidate) => candidate.scores.dense !== null).length;
  const lexical = candidates.filter((candidate) => candidate.scores.lexical !== null).length;
  const inBoth = candidates.filter(
    ({ scores }) => scores.dense !== null && scores.lexical !== null,
  ).length;
  const selected = candidates.filter((candidate) => candidate.selected).length;
  const legCounts = { dense, lexical };
  const reconciles =
    legs.every((leg) => leg.candidate_count === legCounts[leg.leg]) &&
    dense + lexical - inBoth === candidates.length;
  const rejected = candidates.length - selected;
  return {
    dense,
    lexical,
    inBoth,
    candidates: candidates.length,
    selected,
    rejected,
    reasons: countReasons(candidates),
    reconciles,
  };
}

export interface CandidateFilter {
  readonly outcome?: CandidateOutcome | undefined;
  readonly reason?: LedgerReasonCode | undefined;
}

/** The candidates that pass the filter, in their final order. */
export function filterCandidates(
  candidates: readonly LedgerEntry[],
  filter: CandidateFilter,
): readonly LedgerEntry[] {
  return candidates
    .filter(
      (candidate) =>
        filter.outcome === undefined || candidate.selected === (filter.outcome === 'selected'),
    )
    .filter((candidate) => filter.reason === undefined || candidate.reason.code === filter.reason)
    .toSorted((a, b) => a.rank - b.rank);
}

/** The highest raw score per column, against which the bars are drawn. */
export interface StrongestScores {
  readonly lexical: number;
  readonly fused: number;
}

export function findStrongestScores(candidates: readonly LedgerEntry[]): StrongestScores {
  return {
    lexical: Math.max(0, ...candidates.map(({ scores }) => scores.lexical?.score ?? 0)),
    fused: Math.max(0, ...candidates.map(({ scores }) => scores.fused)),
  };
}

function countReasons(candidates: readonly LedgerEntry[]): LedgerSummary['reasons'] {
  const counts = new Map<LedgerReasonCode, number>();
  for (const { reason } of candidates) counts.set(reason.code, (counts.get(reason.code) ?? 0) + 1);
  return [...counts]
    .map(([code, count]) => ({ code, count }))
    .toSorted((a, b) => b.count - a.count);
}
