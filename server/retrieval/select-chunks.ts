import type { LedgerReasonCode } from '../../contract/retrieval.ts';
import { isNearDuplicate, readWording, type Wording } from './near-duplicates.ts';

/** A candidate as selection sees it, in the order of its final score. */
export interface SelectionCandidate {
  readonly title: string;
  readonly text: string;
  readonly tokenCount: number;
  readonly finalScore: number;
  /** The better of its two ranks. */
  readonly bestLegRank: number;
}

export interface SelectionLimits {
  readonly maxChunks: number;
  readonly maxContextTokens: number;
  readonly minFinalScore: number;
  readonly nearDuplicateThreshold: number;
}

/** What became of a candidate, and why: one for each, in order. */
export interface SelectionDecision {
  readonly selected: boolean;
  readonly code: LedgerReasonCode;
  readonly detail: string;
}

interface Selection {
  readonly wordings: { readonly position: number; readonly wording: Wording }[];
  tokenCount: number;
}

/**
 * Walks the candidates from the best down. Each ends with exactly one reason, tested in this order: too
 * weak, no place left, says the same as a better one, does not fit the token budget, selected.
 */
export function selectChunks(
  candidates: readonly SelectionCandidate[],
  limits: SelectionLimits,
): readonly SelectionDecision[] {
  const selection: Selection = { wordings: [], tokenCount: 0 };
  return candidates.map((candidate, position) =>
    decide(candidate, { selection, limits, candidates, position }),
  );
}

/** Decides on one candidate, and keeps it in mind when it is selected. */
function decide(
  candidate: SelectionCandidate,
  state: {
    readonly selection: Selection;
    readonly limits: SelectionLimits;
    readonly candidates: readonly SelectionCandidate[];
    readonly position: number;
  },
): SelectionDecision {
  const { selection, limits } = state;
  if (candidate.finalScore <= limits.minFinalScore) {
    return rejected(
      'below_threshold',
      `its score of ${candidate.finalScore.toFixed(3)} is not above ${limits.minFinalScore}`,
    );
  }
  if (selection.wordings.length >= limits.maxChunks) return outranked(candidate, limits);
  const wording = readWording(candidate.text);
  const twin = findTwin(wording, selection, limits);
  if (twin !== null) {
    const title = state.candidates[twin]?.title ?? '';
    return rejected('near_duplicate', `says the same as candidate ${twin + 1}, "${title}"`);
  }
  if (selection.tokenCount + candidate.tokenCount > limits.maxContextTokens) {
    const left = limits.maxContextTokens - selection.tokenCount;
    return rejected(
      'over_token_budget',
      `its ${candidate.tokenCount} tokens do not fit the ${left} that are left`,
    );
  }
  selection.wordings.push({ position: state.position, wording });
  selection.tokenCount += candidate.tokenCount;
  return {
    selected: true,
    code: 'top_fused',
    detail: `kept as ${selection.wordings.length} of at most ${limits.maxChunks}`,
  };
}

function rejected(code: LedgerReasonCode, detail: string): SelectionDecision {
  return { selected: false, code, detail };
}

/** A chunk that one leg alone would have selected was lost in fusion; the others never came close. */
function outranked(candidate: SelectionCandidate, limits: SelectionLimits): SelectionDecision {
  if (candidate.bestLegRank <= limits.maxChunks) {
    return rejected(
      'lost_in_fusion',
      `one leg had it among its best ${limits.maxChunks}, both together did not`,
    );
  }
  return rejected('beyond_limit', `all ${limits.maxChunks} places went to better candidates`);
}

function findTwin(wording: Wording, selection: Selection, limits: SelectionLimits): number | null {
  const twin = selection.wordings.find((kept) =>
    isNearDuplicate(kept.wording, wording, limits.nearDuplicateThreshold),
  );
  return twin?.position ?? null;
}
