import type { Classification } from '../../contract/classification.ts';
import type { CrossEncoderTrace } from '../../contract/retrieval-trace.ts';
import type { CrossEncoder } from '../../models/cross-encoder.ts';
import { messageOf } from '../../platform/errors.ts';
import type { RankedCandidate } from './rank-candidates.ts';

export interface PairScoring {
  readonly encoder: CrossEncoder;
  /** How many of the best it reads. */
  readonly depth: number;
  readonly timeBudgetMs: number;
}

export interface ScoredPairs {
  readonly ranked: readonly RankedCandidate[];
  readonly trace: CrossEncoderTrace;
}

/**
 * Lets a cross-encoder order the best candidates anew, among the places that those had which it has scored: what it may
 * not be given, and what the time did not suffice for, stays where it was. A failure leaves the order as it was. The
 * final score goes with the place.
 */
export async function scorePairs(
  asked: { readonly question: string; readonly classification: Classification },
  ranked: readonly RankedCandidate[],
  deps: { readonly scoring: PairScoring; readonly now: () => number },
): Promise<ScoredPairs> {
  const { encoder, depth, timeBudgetMs } = deps.scoring;
  const startedAt = deps.now();
  const best = ranked.slice(0, depth).map((candidate, place) => ({ candidate, place }));
  const mayAsk = encoder.dataClasses.includes(asked.classification);
  const allowed = best.filter(
    ({ candidate }) => mayAsk && encoder.dataClasses.includes(candidate.chunk.classification),
  );
  const { scores, ending, detail } = await scoreInTime(
    asked.question,
    allowed.map(({ candidate }) => readText(candidate)),
    { ...deps, deadline: startedAt + timeBudgetMs },
  );
  const scored = scores.flatMap((score, index) => {
    const entry = allowed[index];
    return entry === undefined ? [] : [{ ...entry, score }];
  });
  return {
    ranked: reorder(ranked, scored),
    trace: {
      adapter: encoder.adapter,
      model: encoder.model,
      depth,
      time_budget_ms: timeBudgetMs,
      scored_count: scored.length,
      withheld_count: best.length - allowed.length,
      ending,
      detail,
      duration_ms: deps.now() - startedAt,
    },
  };
}

async function scoreInTime(
  question: string,
  texts: readonly string[],
  deps: { readonly scoring: PairScoring; readonly now: () => number; readonly deadline: number },
): Promise<{ readonly scores: readonly number[] } & Pick<CrossEncoderTrace, 'ending' | 'detail'>> {
  const { encoder } = deps.scoring;
  const scores: number[] = [];
  while (scores.length < texts.length) {
    const leftMs = deps.deadline - deps.now();
    if (leftMs <= 0) return { scores, ending: 'out_of_time', detail: null };
    const signal = AbortSignal.timeout(Math.ceil(leftMs));
    const batch = texts.slice(scores.length, scores.length + encoder.maxBatch);
    try {
      scores.push(...(await encoder.score({ question, texts: batch, signal })));
    } catch (error) {
      if (signal.aborted) return { scores, ending: 'out_of_time', detail: null };
      return { scores, ending: 'failed', detail: messageOf(error) };
    }
  }
  return { scores, ending: 'complete', detail: null };
}

interface ScoredCandidate {
  readonly candidate: RankedCandidate;
  readonly place: number;
  readonly score: number;
}

function reorder(
  ranked: readonly RankedCandidate[],
  scored: readonly ScoredCandidate[],
): readonly RankedCandidate[] {
  const byScore = scored.toSorted(
    (left, right) => right.score - left.score || left.place - right.place,
  );
  const reordered = [...ranked];
  for (const [index, { place }] of scored.entries()) {
    const entry = byScore[index];
    const before = ranked[place];
    if (entry === undefined || before === undefined) continue;
    reordered[place] = {
      ...entry.candidate,
      finalScore: before.finalScore,
      crossEncoder: { score: entry.score, rankBefore: entry.place + 1 },
    };
  }
  return reordered;
}

function readText({ chunk }: RankedCandidate): string {
  return [chunk.title, ...chunk.headingPath, chunk.text].join('\n');
}
