import { LIST_MARKER } from '../../core/text/lines.ts';
import { extractTerms } from '../../core/text/terms.ts';
import type { ExtractedAnswer } from '../generation/extract-answer.ts';
import {
  listCandidates,
  type Candidate,
  type QuotableChunk,
} from '../generation/list-candidates.ts';

export const SUMMARIZER = 'centroid-1';

/** A sentence of the summary, and why it is in it. */
export interface ChosenSentence {
  readonly candidate: Candidate;
  /** Cosine to the centroid of all sentences, 0 to 1. */
  readonly centrality: number;
  readonly score: number;
}

/** How much a sentence's place, and being new beside what is chosen, count against its centrality. */
const PLACE_SHARE = 0.25;
const NOVELTY_SHARE = 0.4;
/** As near as this, a sentence says the same as one that is chosen. */
const SAME_FROM = 0.85;
const MIN_TERMS = 4;
const MAX_SENTENCES = 60;
/** Scripts that put no spaces between words. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}]/u;
const WORDS = new Intl.Segmenter('und', { granularity: 'word' });

/**
 * The most central sentences, word for word and in the order of the documents, in at most so many words.
 * Centrality is the cosine of TF-IDF weights to their centroid, with a bonus for sentences near the
 * beginning of a document and of a chunk (Radev et al. 2004, MEAD); each next sentence is the best after
 * what it repeats has been taken off (Carbonell and Goldstein 1998, MMR). Where no telling sentence fits,
 * short ones are taken.
 */
export function chooseCentral(
  chunks: readonly QuotableChunk[],
  maxWords: number,
): readonly ChosenSentence[] {
  const candidates = chunks.flatMap(listCandidates);
  const telling = chooseAmong(candidates.filter(isTelling), maxWords);
  return telling.length > 0 ? telling : chooseAmong(candidates.filter(isMoreThanAWord), maxWords);
}

function chooseAmong(
  candidates: readonly Candidate[],
  maxWords: number,
): readonly ChosenSentence[] {
  const vectors = weighTerms(candidates);
  const centroid = sumUp(vectors);
  const open = candidates.map((candidate, at) => {
    const vector = vectors[at] ?? EMPTY;
    const centrality = cosine(vector, centroid);
    const place = 1 / (1 + candidate.position) / Math.sqrt(candidate.chunk.marker);
    return { candidate, vector, centrality, worth: centrality + PLACE_SHARE * place, repeats: 0 };
  });
  const chosen: ChosenSentence[] = [];
  let left = maxWords;
  while (chosen.length < MAX_SENTENCES) {
    const scored = open.map(({ worth, repeats }) =>
      repeats < SAME_FROM ? worth - NOVELTY_SHARE * repeats : 0,
    );
    const best = indexOfBest(open, scored, left);
    if (best === null) break;
    const [sentence] = open.splice(best, 1);
    if (sentence === undefined) break;
    const { candidate, centrality } = sentence;
    chosen.push({ candidate, centrality, score: scored[best] ?? 0 });
    left -= countWords(candidate.text);
    for (const other of open) {
      other.repeats = Math.max(other.repeats, cosine(other.vector, sentence.vector));
    }
  }
  return chosen;
}

/** The chosen sentences as a text: each cites the chunk that it stands in. */
export function composeSummary(
  chosen: readonly ChosenSentence[],
  maxWords: number,
): ExtractedAnswer {
  if (chosen.length === 0) {
    const text = `I could not find a sentence in the text that can be quoted in ${maxWords} words.`;
    const reason = `No sentence of at most ${maxWords} words can be quoted: headings and code never are.`;
    return { kind: 'abstained', text, reason };
  }
  const inOrder = chosen.toSorted(
    ({ candidate: left }, { candidate: right }) =>
      left.chunk.marker - right.chunk.marker || left.start - right.start,
  );
  let text = '';
  for (const { candidate } of inOrder) {
    const words = candidate.text.replace(LIST_MARKER, '');
    const isClosed = /[.!?…]["'”’)\]]* \[\d+\]$/u.test(text);
    const separator = text === '' ? '' : isClosed && candidate.kind === 'prose' ? ' ' : '\n\n';
    text += `${separator}${words} [${candidate.chunk.marker}]`;
  }
  const count = chosen.length === 1 ? 'One sentence' : `${chosen.length} sentences`;
  const reason = `${count}, the most central of the text, word for word.`;
  return { kind: 'answered', text, sentences: [], reason };
}

export function countWords(text: string): number {
  const runs = text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.,/-]*/gu) ?? [];
  return runs.reduce((count, run) => count + (UNSPACED.test(run) ? countSegments(run) : 1), 0);
}

function countSegments(run: string): number {
  return Array.from(WORDS.segment(run)).filter(({ isWordLike }) => isWordLike).length;
}

/** What is too short, asks, or only leads in to a list says little by itself. */
function isTelling({ text, terms }: Candidate): boolean {
  return terms.length >= MIN_TERMS && !/[?:]$/u.test(text);
}

function isMoreThanAWord({ text }: Candidate): boolean {
  return countWords(text) > 1;
}

type Vector = ReadonlyMap<string, number>;
const EMPTY: Vector = new Map();

function weighTerms(candidates: readonly Candidate[]): readonly Vector[] {
  const counts = new Map<string, number>();
  for (const { terms } of candidates) {
    for (const term of new Set(terms)) counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  return candidates.map(({ text }) => {
    const vector = new Map<string, number>();
    for (const term of extractTerms(text)) {
      const rarity = Math.log(1 + candidates.length / (counts.get(term) ?? 1));
      vector.set(term, (vector.get(term) ?? 0) + rarity);
    }
    return vector;
  });
}

/** Of unit vectors, so that a long sentence counts no more than a short one. */
function sumUp(vectors: readonly Vector[]): Vector {
  const sum = new Map<string, number>();
  for (const vector of vectors) {
    const length = lengthOf(vector);
    for (const [term, weight] of vector) sum.set(term, (sum.get(term) ?? 0) + weight / length);
  }
  return sum;
}

function cosine(left: Vector, right: Vector): number {
  const [small, large] = left.size <= right.size ? [left, right] : [right, left];
  let product = 0;
  for (const [term, weight] of small) product += weight * (large.get(term) ?? 0);
  return product / (lengthOf(left) * lengthOf(right));
}

const lengths = new WeakMap<Vector, number>();

function lengthOf(vector: Vector): number {
  const known = lengths.get(vector);
  if (known !== undefined) return known;
  let sum = 0;
  for (const weight of vector.values()) sum += weight * weight;
  const length = Math.sqrt(sum) || 1;
  lengths.set(vector, length);
  return length;
}

/** Of those that still fit; the earliest where several are best. */
function indexOfBest(
  open: readonly { readonly candidate: Candidate }[],
  scores: readonly number[],
  left: number,
): number | null {
  let best: number | null = null;
  for (const [at, { candidate }] of open.entries()) {
    const score = scores[at] ?? 0;
    if (best !== null && score <= (scores[best] ?? 0)) continue;
    if (score > 0 && countWords(candidate.text) <= left) best = at;
  }
  return best;
}
