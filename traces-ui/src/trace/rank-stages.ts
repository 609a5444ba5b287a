import type { LedgerEntry } from '../../../contract/retrieval.ts';

/** Where ranks are given, in the order in which a retrieval gives them. */
const STAGES = {
  lexical: 'Keywords',
  dense: 'Vector',
  fused: 'Fused',
  reranked: 'Reranked',
  final: 'Final',
} as const;
type RankStage = keyof typeof STAGES;

export interface RankedCandidate {
  readonly candidate: LedgerEntry;
  /** Its rank at each stage of the chart, from 1; null where the stage did not see it. */
  readonly ranks: readonly (number | null)[];
}

export interface RankStages {
  readonly stages: readonly { readonly stage: RankStage; readonly name: string }[];
  /** In their final order. */
  readonly lines: readonly RankedCandidate[];
  /** The final rank of the last selected candidate; null where none is. */
  readonly lastSelected: number | null;
}

/**
 * How each candidate moved from stage to stage. The legs and the end give ranks themselves; those of fusion
 * and of the reranker are the order of their scores on record, equal scores in their final order.
 */
export function rankByStage(candidates: readonly LedgerEntry[]): RankStages {
  const ordered = candidates.toSorted((a, b) => a.rank - b.rank);
  const fused = orderBy(ordered, ({ scores }) => scores.fused);
  const reranked = orderBy(ordered, ({ scores }) => scores.rerank);
  const rankOf: Readonly<Record<RankStage, (candidate: LedgerEntry) => number | null>> = {
    lexical: ({ scores }) => scores.lexical?.rank ?? null,
    dense: ({ scores }) => scores.dense?.rank ?? null,
    fused: ({ chunk_id: id }) => fused.get(id) ?? null,
    reranked: ({ chunk_id: id }) => reranked.get(id) ?? null,
    final: ({ rank }) => rank,
  };
  const stages = stageNames().filter((stage) => stage !== 'reranked' || reranked.size > 0);
  return {
    stages: stages.map((stage) => ({ stage, name: STAGES[stage] })),
    lines: ordered.map((candidate) => ({
      candidate,
      ranks: stages.map((stage) => rankOf[stage](candidate)),
    })),
    lastSelected: ordered.findLast(({ selected }) => selected)?.rank ?? null,
  };
}

/** Where selection ended; a question in parts may select below what it rejects. */
export function describeCut({ lastSelected, lines }: RankStages): string {
  if (lastSelected === null) return 'Nothing was selected';
  const rejectedAbove = lines.filter(
    ({ candidate: { rank, selected } }) => rank < lastSelected && !selected,
  ).length;
  return rejectedAbove === 0
    ? `Final order; the cut is below #${lastSelected}`
    : `Final order; the last selected is #${lastSelected}, with ${rejectedAbove} rejected above it`;
}

/** `Keywords #3, Vector not seen, Fused #2, Final #1` */
export function describeRanks(stages: RankStages['stages'], ranks: RankedCandidate['ranks']) {
  return stages
    .map(({ name }, index) => {
      const rank = ranks[index] ?? null;
      return `${name} ${rank === null ? 'not seen' : `#${rank}`}`;
    })
    .join(', ');
}

export interface LinePoint {
  /** The stage, counted from 0. */
  readonly column: number;
  readonly row: number;
  /** Not the rank itself but the band below the last row that is shown. */
  readonly isBelow: boolean;
}

/** The points of a candidate's line among `rowCount` rows; what ranks below them lies in one band under them. */
export function placeLine(ranks: RankedCandidate['ranks'], rowCount: number): readonly LinePoint[] {
  return ranks.flatMap((rank, column) =>
    rank === null ? [] : [{ column, row: Math.min(rank, rowCount + 1), isBelow: rank > rowCount }],
  );
}

function stageNames(): readonly RankStage[] {
  return ['lexical', 'dense', 'fused', 'reranked', 'final'];
}

function orderBy(
  candidates: readonly LedgerEntry[],
  scoreOf: (candidate: LedgerEntry) => number | null,
): ReadonlyMap<string, number> {
  const scored = candidates.flatMap((candidate) => {
    const score = scoreOf(candidate);
    return score === null ? [] : [{ id: candidate.chunk_id, score }];
  });
  const ordered = scored.toSorted((a, b) => b.score - a.score);
  return new Map(ordered.map(({ id }, index) => [id, index + 1]));
}
