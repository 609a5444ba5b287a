import type { Candidate } from './list-candidates.ts';
import type { ScoredSentence } from './score-sentences.ts';

const MAX_SENTENCES = 4;
const MAX_LIST_ITEMS = 8;
/** A further sentence has to come this near to the best one, in log odds. */
const NEAR_BEST = 3;
const NEIGHBOUR_NEAR_BEST = 4;
/** Rows of a table differ in a value or two: one that is meant stands out by more than this. */
const NEAR_BEST_ROW = 0.5;

/**
 * The best sentence and up to three more that come near it or stand beside it, the same words never twice; a lead-in
 * takes the items of its list along, and the best row those of its table that answer as well. The chunk of the best
 * sentence comes first, then the others in their order; within a chunk the text's own order stays.
 */
export function chooseSentences(
  scored: readonly ScoredSentence[],
  chunks: readonly (readonly Candidate[])[],
): readonly ScoredSentence[] {
  const [best] = scored;
  if (best === undefined) return [];
  const chosen: ScoredSentence[] = [best];
  for (const sentence of scored.slice(1)) {
    if (chosen.length >= MAX_SENTENCES) break;
    const isBeside = chosen.some((other) => areNeighbours(other.candidate, sentence.candidate));
    const needed = best.score - (isBeside ? NEIGHBOUR_NEAR_BEST : NEAR_BEST);
    if (sentence.score >= needed && !chosen.some((other) => isRepeat(other, sentence)))
      chosen.push(sentence);
  }
  const withItems = [
    ...chosen.flatMap((sentence) => [sentence, ...itemsBelow(sentence, scored, chunks)]),
    ...rowsLike(best, scored),
  ];
  const place = ({ candidate }: ScoredSentence) =>
    candidate.chunk.marker === best.candidate.chunk.marker ? 0 : candidate.chunk.marker;
  return [...new Set(withItems)].toSorted(
    (left, right) => place(left) - place(right) || left.candidate.start - right.candidate.start,
  );
}

/** Rows of one table that answer as well as the best one: the question does not say which of them it means. */
function rowsLike(
  row: ScoredSentence,
  scored: readonly ScoredSentence[],
): readonly ScoredSentence[] {
  if (row.candidate.kind !== 'table_row') return [];
  const { chunk, asked } = row.candidate;
  return scored
    .filter(
      (other) =>
        other !== row &&
        other.candidate.kind === 'table_row' &&
        other.candidate.chunk.marker === chunk.marker &&
        other.candidate.asked === asked &&
        other.score >= row.score - NEAR_BEST_ROW,
    )
    .slice(0, MAX_LIST_ITEMS - 1);
}

function areNeighbours(left: Candidate, right: Candidate): boolean {
  return left.chunk.marker === right.chunk.marker && Math.abs(left.position - right.position) === 1;
}

/** Near-duplicate documents say the same thing twice. */
function isRepeat(left: ScoredSentence, right: ScoredSentence): boolean {
  const terms = new Set(left.candidate.terms);
  const shared = right.candidate.terms.filter((term) => terms.has(term)).length;
  return shared >= 0.9 * Math.max(terms.size, right.candidate.terms.length);
}

function itemsBelow(
  leadIn: ScoredSentence,
  scored: readonly ScoredSentence[],
  chunks: readonly (readonly Candidate[])[],
): readonly ScoredSentence[] {
  if (!leadIn.candidate.text.endsWith(':')) return [];
  const siblings =
    chunks.find(([first]) => first?.chunk.marker === leadIn.candidate.chunk.marker) ?? [];
  const below = siblings.filter(({ start }) => start > leadIn.candidate.start);
  const end = below.findIndex(({ kind }) => kind !== 'list_item' && kind !== 'table_row');
  const items = new Set(below.slice(0, end < 0 ? MAX_LIST_ITEMS : Math.min(end, MAX_LIST_ITEMS)));
  return scored.filter(({ candidate }) => items.has(candidate));
}
