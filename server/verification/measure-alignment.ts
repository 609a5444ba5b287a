import { weighWord } from './word-rarity.ts';
import type { WordIndex } from './index-words.ts';
import type { Word } from './read-words.ts';

/** How a claim's words lie in the evidence: in which sentences, in which order, and in how long pieces. */
export interface Alignment {
  /** The weight of the rarest word that stands nowhere, and the sum of all of them. */
  readonly novelMost: number;
  readonly novelWeight: number;
  /** The share of the claim's weight that the best sentence holds, and the best two in a row. */
  readonly oneSentence: number;
  readonly twoSentences: number;
  /** By how much the best sentence is ahead of the next best. */
  readonly lead: number;
  /** The share of the claim's words that stand in the best sentence in the claim's order. */
  readonly inOrder: number;
  /** The mean length of the pieces that are copied, by words; and of the longest. */
  readonly pieceLength: number;
  readonly longestPiece: number;
  /** Numbers of the claim that the best sentence does not have. */
  readonly numbersElsewhere: number;
}

const MOST_CLAIM_WORDS = 80;
const MOST_SENTENCE_WORDS = 120;
const LONGEST_PIECE = 40;

interface Known {
  readonly isKnown: (word: Word) => boolean;
  readonly isContext: (form: string) => boolean;
}

/** The alignment, and the sentence that holds most of the claim's weight. */
export function measureAlignment(
  claim: readonly Word[],
  chunks: readonly WordIndex[],
  { isKnown, isContext }: Known,
): { readonly alignment: Alignment; readonly best: Sentence | null } {
  const weights = weighForms(claim, isContext);
  const { best, ...shares } = measureSentences(weights, chunks);
  const words = claim.slice(0, MOST_CLAIM_WORDS);
  const alignment = {
    ...measureNovelty(claim, isKnown),
    ...shares,
    inOrder: best === null ? 0 : shareInOrder(words, best),
    ...measurePieces(words, chunks),
    numbersElsewhere: countElsewhere(claim, best),
  };
  return { alignment, best };
}

/** Words of meaning, each once; what a heading says stands in every sentence below it. */
function weighForms(
  claim: readonly Word[],
  isContext: Known['isContext'],
): ReadonlyMap<string, number> {
  const weights = new Map<string, number>();
  for (const word of claim) {
    if (word.kind !== 'function' && !isContext(word.form)) weights.set(word.form, weighWord(word));
  }
  return weights;
}

function measureNovelty(claim: readonly Word[], isKnown: Known['isKnown']) {
  let [most, sum] = [0, 0];
  for (const word of claim) {
    if (word.kind === 'function' || isKnown(word)) continue;
    const weight = weighWord(word);
    most = Math.max(most, weight);
    sum += weight;
  }
  return { novelMost: most, novelWeight: Math.log1p(sum) };
}

/** One of a chunk's sentences. */
export interface Sentence {
  readonly index: WordIndex;
  readonly at: number;
}

function measureSentences(weights: ReadonlyMap<string, number>, chunks: readonly WordIndex[]) {
  let total = 0;
  for (const weight of weights.values()) total += weight;
  let best: Sentence | null = null;
  let [one, next, two] = [0, 0, 0];
  for (const index of chunks) {
    const { alone, shared } = weighSentences(weights, index);
    for (let at = 0; at < index.sentenceCount; at += 1) {
      const own = alone[at] ?? 0;
      if (own > one) {
        [one, next] = [own, one];
        best = { index, at };
      } else if (own > next) next = own;
      two = Math.max(two, own + (alone[at + 1] ?? 0) - (shared[at] ?? 0));
    }
  }
  const share = (weight: number) => (total === 0 ? 1 : weight / total);
  return {
    best,
    oneSentence: share(one),
    twoSentences: share(two),
    lead: total === 0 ? 0 : (one - next) / total,
  };
}

/** What each sentence holds of the weight, and what of it the sentence behind it holds, too. */
function weighSentences(weights: ReadonlyMap<string, number>, index: WordIndex) {
  const alone = new Float64Array(index.sentenceCount);
  const shared = new Float64Array(index.sentenceCount);
  for (const [form, weight] of weights) {
    let last = -2;
    for (const place of index.places.get(form) ?? []) {
      const sentence = index.sentenceOf[place] ?? 0;
      if (sentence === last) continue;
      alone[sentence] = (alone[sentence] ?? 0) + weight;
      if (sentence === last + 1) shared[last] = (shared[last] ?? 0) + weight;
      last = sentence;
    }
  }
  return { alone, shared };
}

/** The longest common subsequence, by the claim's length. */
function shareInOrder(claim: readonly Word[], sentence: Sentence): number {
  if (claim.length === 0) return 0;
  const other = formsOfSentence(sentence);
  let previous = new Uint16Array(other.length + 1);
  let current = new Uint16Array(other.length + 1);
  for (const { form } of claim) {
    for (let at = 1; at <= other.length; at += 1) {
      const [above = 0, before = 0] = [previous[at], current[at - 1]];
      current[at] =
        form === other[at - 1] ? (previous[at - 1] ?? 0) + 1 : above > before ? above : before;
    }
    [previous, current] = [current, previous];
  }
  return (previous[other.length] ?? 0) / claim.length;
}

export function formsOfSentence({ index, at }: Sentence): readonly string[] {
  const from = index.sentenceOf.indexOf(at);
  const forms: string[] = [];
  for (let place = from; place >= 0 && index.sentenceOf[place] === at; place += 1) {
    forms.push(index.words[place]?.form ?? '');
    if (forms.length === MOST_SENTENCE_WORDS) break;
  }
  return forms;
}

/** The claim as pieces of the evidence, the longest possible each time (Grusky et al. 2018). */
function measurePieces(claim: readonly Word[], chunks: readonly WordIndex[]) {
  let [squares, longest] = [0, 0];
  for (let at = 0; at < claim.length;) {
    let length = 0;
    for (const { words, places } of chunks) {
      for (const place of places.get(claim[at]?.form ?? '') ?? []) {
        let run = 1;
        while (
          run < LONGEST_PIECE &&
          at + run < claim.length &&
          words[place + run]?.form === claim[at + run]?.form
        )
          run += 1;
        if (run > length) length = run;
      }
    }
    squares += length * length;
    longest = Math.max(longest, length);
    at += Math.max(1, length);
  }
  const count = Math.max(1, claim.length);
  return { pieceLength: Math.log1p(squares / count), longestPiece: longest / count };
}

function countElsewhere(claim: readonly Word[], best: Sentence | null): number {
  const numbers = claim.filter(({ kind }) => kind === 'number');
  if (best === null || numbers.length === 0) return 0;
  const forms = new Set(formsOfSentence(best));
  return Math.min(2, numbers.filter(({ form }) => !forms.has(form)).length);
}
