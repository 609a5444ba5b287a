import type { LedgerReasonCode } from '../../contract/retrieval.ts';
import { coverNeeds, type Needs } from './cover-needs.ts';
import { isNearDuplicate, readWording, type Wording } from './near-duplicates.ts';

/** A candidate as selection sees it, in the final order. */
export interface SelectionCandidate {
  readonly documentId: string;
  readonly title: string;
  /** Of its text alone, in order. */
  readonly textTerms: () => readonly string[];
  readonly tokenCount: number;
  /** The part of the question that it fits best, from 0. */
  readonly part: number;
  readonly fusedScore: number;
  readonly isReranked: boolean;
  readonly fusedRank: number;
  /** The better of its two ranks. */
  readonly bestLegRank: number;
  /** Whether it holds a term of the question. */
  readonly holds: (term: string) => boolean;
}

export interface SelectionLimits {
  readonly maxChunks: number;
  readonly maxContextTokens: number;
  readonly minFusedScore: number;
  readonly nearDuplicateThreshold: number;
  /** While other documents have something to say, one gets no more places than this. */
  readonly maxChunksPerDocument: number;
}

/** What became of a candidate, and why: one for each, in order. */
export interface SelectionDecision {
  readonly selected: boolean;
  readonly code: LedgerReasonCode;
  readonly detail: string;
}

/**
 * Walks the candidates from the best down; of a question with several parts, those of each part in turn, so that none
 * takes all places. Each ends with exactly one reason, tested in this order: too weak, no place left, says the same as
 * a better one, its document has its share, does not fit the token budget, selected. Places that are left go to what
 * only its document's share kept out. Last, a need of the question that nothing selected speaks of may take the last
 * place.
 */
export function selectChunks(
  candidates: readonly SelectionCandidate[],
  limits: SelectionLimits,
  needs: Needs,
): readonly SelectionDecision[] {
  const selection = new Selection(candidates, limits);
  const walked = decideInTurns(candidates, selection);
  for (const [position, { code }] of walked.entries()) {
    if (code === 'per_document_cap') walked[position] = selection.fill(position);
  }
  const waiting = positionsOf(walked, isOutranked);
  const decisions = explainTurns(walked, { candidates, selection });
  const swaps = coverNeeds(needs, {
    selected: positionsOf(decisions, ({ selected }) => selected),
    waiting,
    holds: (position, term) => candidates[position]?.holds(term) ?? false,
  });
  for (const { enters, leaves, word } of swaps) {
    if (!selection.swap(enters, leaves)) continue;
    decisions[enters] = {
      selected: true,
      code: 'diversity_kept',
      detail: `kept because nothing better speaks of “${word}”`,
    };
    decisions[leaves] = rejected(
      'diversity_dropped',
      `gave its place to candidate ${enters + 1}, which alone speaks of “${word}”`,
    );
  }
  return decisions;
}

/** The next turn is that of the part with the fewest places; of two, that of the one whose next is better. */
function decideInTurns(
  candidates: readonly SelectionCandidate[],
  selection: Selection,
): SelectionDecision[] {
  const decisions: SelectionDecision[] = [];
  const turns = listTurns(candidates);
  for (;;) {
    const [turn] = turns
      .filter(({ waiting }) => waiting.length > 0)
      .toSorted(
        (left, right) =>
          left.placeCount - right.placeCount || (left.waiting[0] ?? 0) - (right.waiting[0] ?? 0),
      );
    const position = turn?.waiting.shift();
    if (turn === undefined || position === undefined) return decisions;
    const decision = selection.decide(position);
    decisions[position] = decision;
    if (decision.selected) turn.placeCount += 1;
  }
}

interface Turn {
  /** Positions of the candidates that fit this part best, the best first. */
  readonly waiting: number[];
  placeCount: number;
}

function listTurns(candidates: readonly SelectionCandidate[]): readonly Turn[] {
  const turns = new Map<number, Turn>();
  for (const [position, { part }] of candidates.entries()) {
    const turn = turns.get(part) ?? { waiting: [], placeCount: 0 };
    turns.set(part, turn);
    turn.waiting.push(position);
  }
  return [...turns.values()];
}

/** Says of what was kept after something better, and of what had to wait for it, that it was for a part's sake. */
function explainTurns(
  decisions: readonly SelectionDecision[],
  {
    candidates,
    selection,
  }: { readonly candidates: readonly SelectionCandidate[]; readonly selection: Selection },
): SelectionDecision[] {
  const firstPassedOver = decisions.findIndex(isOutranked);
  const lastSelected = decisions.findLastIndex(({ selected }) => selected);
  return decisions.map((decision, position) => {
    const part = (candidates[position]?.part ?? 0) + 1;
    if (decision.selected && firstPassedOver >= 0 && position > firstPassedOver) {
      const detail = `kept as one of the best for part ${part} of the question`;
      return { ...decision, code: 'diversity_kept', detail };
    }
    if (isOutranked(decision) && position < lastSelected) {
      const detail = `part ${part} of the question has its share of the places`;
      return selection.findRepeat(position) ?? rejected('diversity_dropped', detail);
    }
    return decision;
  });
}

/** What has been selected so far. */
class Selection {
  readonly #candidates: readonly SelectionCandidate[];
  readonly #limits: SelectionLimits;
  readonly #wordings = new Map<number, Wording>();
  readonly #countByDocument = new Map<string, number>();
  #tokenCount = 0;

  constructor(candidates: readonly SelectionCandidate[], limits: SelectionLimits) {
    this.#candidates = candidates;
    this.#limits = limits;
  }

  decide(position: number): SelectionDecision {
    const candidate = this.#at(position);
    const { minFusedScore, maxChunksPerDocument } = this.#limits;
    if (candidate.fusedScore <= minFusedScore) {
      return rejected(
        'below_threshold',
        `its fused score of ${candidate.fusedScore.toFixed(3)} is not above ${minFusedScore}`,
      );
    }
    if (this.#isFull()) return outranked(candidate, this.#limits);
    const wording = readWording(candidate.textTerms());
    const twin = this.#findTwin(wording);
    if (twin !== null) return this.#repeats(twin);
    if ((this.#countByDocument.get(candidate.documentId) ?? 0) >= maxChunksPerDocument) {
      return rejected(
        'per_document_cap',
        `${maxChunksPerDocument} places went to better parts of its document`,
      );
    }
    return this.#take(position, wording);
  }

  /** Another look at what only its document's share kept out: what it says may have been selected since. */
  fill(position: number): SelectionDecision {
    const { maxChunksPerDocument } = this.#limits;
    if (this.#isFull()) {
      return rejected(
        'per_document_cap',
        `${maxChunksPerDocument} places went to better parts of its document, the others to other documents`,
      );
    }
    const wording = readWording(this.#at(position).textTerms());
    const twin = this.#findTwin(wording);
    return twin === null ? this.#take(position, wording) : this.#repeats(twin);
  }

  /** A candidate that was not looked at may say what another one says; null where it does not. */
  findRepeat(position: number): SelectionDecision | null {
    const twin = this.#findTwin(readWording(this.#at(position).textTerms()));
    return twin === null ? null : this.#repeats(twin);
  }

  /** False, and nothing changed, when what enters says the same as what stays, or does not fit. */
  swap(enters: number, leaves: number): boolean {
    const entering = this.#at(enters);
    const tokenCount = this.#tokenCount - this.#at(leaves).tokenCount + entering.tokenCount;
    const wording = readWording(entering.textTerms());
    const twin = this.#findTwin(wording);
    if (tokenCount > this.#limits.maxContextTokens || (twin !== null && twin !== leaves)) {
      return false;
    }
    this.#wordings.delete(leaves);
    this.#wordings.set(enters, wording);
    this.#tokenCount = tokenCount;
    return true;
  }

  #take(position: number, wording: Wording): SelectionDecision {
    const candidate = this.#at(position);
    const { maxChunks, maxContextTokens } = this.#limits;
    if (this.#tokenCount + candidate.tokenCount > maxContextTokens) {
      const left = maxContextTokens - this.#tokenCount;
      return rejected(
        'over_token_budget',
        `its ${candidate.tokenCount} tokens do not fit the ${left} that are left`,
      );
    }
    this.#wordings.set(position, wording);
    this.#tokenCount += candidate.tokenCount;
    const { documentId } = candidate;
    this.#countByDocument.set(documentId, (this.#countByDocument.get(documentId) ?? 0) + 1);
    return {
      selected: true,
      code: candidate.isReranked ? 'top_rerank' : 'top_fused',
      detail: `kept as ${this.#wordings.size} of at most ${maxChunks}`,
    };
  }

  #repeats(twin: number): SelectionDecision {
    const { title } = this.#at(twin);
    return rejected('near_duplicate', `says the same as candidate ${twin + 1}, "${title}"`);
  }

  #isFull(): boolean {
    return this.#wordings.size >= this.#limits.maxChunks;
  }

  #findTwin(wording: Wording): number | null {
    const { nearDuplicateThreshold } = this.#limits;
    const twin = [...this.#wordings].find(([, kept]) =>
      isNearDuplicate(kept, wording, nearDuplicateThreshold),
    );
    return twin?.[0] ?? null;
  }

  #at(position: number): SelectionCandidate {
    const candidate = this.#candidates[position];
    if (candidate === undefined) throw new RangeError(`There is no candidate ${position}.`);
    return candidate;
  }
}

function rejected(code: LedgerReasonCode, detail: string): SelectionDecision {
  return { selected: false, code, detail };
}

function isOutranked({ code }: SelectionDecision): boolean {
  return code === 'beyond_limit' || code === 'lost_in_fusion' || code === 'lost_in_rerank';
}

/** Where it was lost: the first stage after which it was not among the best any more. */
function outranked(
  { bestLegRank, fusedRank }: SelectionCandidate,
  { maxChunks }: SelectionLimits,
): SelectionDecision {
  if (fusedRank <= maxChunks) {
    return rejected(
      'lost_in_rerank',
      `${maxChunks} others fit the question better in their wording, though it was candidate ${fusedRank} before`,
    );
  }
  if (bestLegRank <= maxChunks) {
    return rejected(
      'lost_in_fusion',
      `one leg had it among its best ${maxChunks}, both together did not`,
    );
  }
  return rejected('beyond_limit', `all ${maxChunks} places went to better candidates`);
}

function positionsOf(
  decisions: readonly SelectionDecision[],
  isWanted: (decision: SelectionDecision) => boolean,
): readonly number[] {
  return decisions.flatMap((decision, position) => (isWanted(decision) ? [position] : []));
}
