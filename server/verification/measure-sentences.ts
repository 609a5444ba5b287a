import { sumOf } from '../../core/statistics/sum-of.ts';
import type { IndexedChunk } from './index-evidence.ts';
import type { Support, Window } from './measure-support.ts';
import type { SentenceSignals } from './place-signals.ts';
import { runFrom } from './measure-words.ts';
import type { Word } from './read-words.ts';
import { weighWord } from './word-rarity.ts';

/** The words of a claim that carry meaning, each once, by how rare they are in general and in these chunks. */
export interface ClaimForms {
  readonly words: readonly Word[];
  readonly weights: readonly number[];
  readonly weightsHere: readonly number[];
  /** Of each chunk the sentences that have a word, in the order of the words. */
  readonly sentencesOf: ReadonlyMap<IndexedChunk, readonly (readonly number[])[]>;
}

/** A sentence of a chunk that has something of a claim. */
export interface Candidate {
  readonly indexed: IndexedChunk;
  readonly at: number;
  /** The places of the forms that it has. */
  readonly held: readonly number[];
  /** The length of the longest piece that is copied from it, and the neighbours of the claim that are neighbours in it. */
  readonly run: number;
  readonly bigrams: number;
  readonly length: number;
  /** The weight of the forms that it has. */
  readonly hold: number;
  readonly holdHere: number;
  /** The most that a sentence beside it has. */
  readonly neighbourHold: number;
}

export function readForms(words: readonly Word[], { chunks }: Support): ClaimForms {
  const unique = new Map<string, Word>();
  for (const word of words)
    if (word.kind !== 'function' && !unique.has(word.form)) unique.set(word.form, word);
  const list = [...unique.values()];
  const count = sumOf(chunks.map(({ sentences }) => sentences.length));
  const sentencesOf = new Map(
    chunks.map((chunk) => [chunk, list.map(({ form }) => sentencesWith(chunk, form))]),
  );
  const rarities = list.map((_, id) => {
    const own = sumOf([...sentencesOf.values()].map((sentences) => sentences[id]?.length ?? 0));
    return Math.log(1 + (count + 0.5) / (own + 0.5));
  });
  return {
    words: list,
    weights: toShares(list.map(weighWord)),
    weightsHere: toShares(rarities),
    sentencesOf,
  };
}

function toShares(weights: readonly number[]): readonly number[] {
  const total = sumOf(weights) || 1;
  return weights.map((weight) => weight / total);
}

function weigh(ids: readonly number[], weights: readonly number[]): number {
  return sumOf(ids.map((id) => weights[id] ?? 0));
}

function sentencesWith(indexed: IndexedChunk, form: string): readonly number[] {
  const { places, sentenceOf } = indexed.words();
  return [...new Set((places.get(form) ?? []).map((place) => sentenceOf[place] ?? 0))];
}

export function findCandidates(
  words: readonly Word[],
  forms: ClaimForms,
  { chunks }: Support,
): readonly Candidate[] {
  return chunks.flatMap((indexed) => {
    const held = holdForms(indexed, forms);
    const hold = (at: number) => weigh(held.get(at) ?? [], forms.weightsHere);
    const copied = measureCopied(words, indexed);
    const lengths = countWords(indexed);
    return [...held.entries()]
      .toSorted(([left], [right]) => left - right)
      .map(([at, own]) => ({
        indexed,
        at,
        held: own,
        run: copied.run.get(at) ?? 0,
        bigrams: Math.min(1, (copied.bigrams.get(at) ?? 0) / Math.max(1, words.length - 1)),
        length: lengths[at] ?? 0,
        hold: weigh(own, forms.weights),
        holdHere: hold(at),
        neighbourHold: Math.max(hold(at - 1), hold(at + 1)),
      }));
  });
}

function holdForms(
  indexed: IndexedChunk,
  { sentencesOf }: ClaimForms,
): ReadonlyMap<number, readonly number[]> {
  const held = new Map<number, number[]>();
  for (const [id, sentences] of (sentencesOf.get(indexed) ?? []).entries()) {
    for (const sentence of sentences) {
      const own = held.get(sentence);
      if (own === undefined) held.set(sentence, [id]);
      else own.push(id);
    }
  }
  return held;
}

function measureCopied(words: readonly Word[], indexed: IndexedChunk) {
  const index = indexed.words();
  const run = new Map<number, number>();
  const bigrams = new Map<number, number>();
  for (const [at, { form }] of words.entries()) {
    for (const place of index.places.get(form) ?? []) {
      const length = runFrom(words, at, { index, place });
      if (length < 2) continue;
      const sentence = index.sentenceOf[place] ?? 0;
      bigrams.set(sentence, (bigrams.get(sentence) ?? 0) + 1);
      run.set(sentence, Math.max(run.get(sentence) ?? 0, length));
    }
  }
  return { run, bigrams };
}

function countWords(indexed: IndexedChunk): Uint32Array {
  const { sentenceOf, sentenceCount } = indexed.words();
  const lengths = new Uint32Array(sentenceCount);
  for (const sentence of sentenceOf) lengths[sentence] = (lengths[sentence] ?? 0) + 1;
  return lengths;
}

/** What a choice among the sentences has to go by. */
export interface Choice {
  readonly forms: ClaimForms;
  readonly support: Support;
  readonly chosen: readonly Candidate[];
  /** The forms that the chosen ones have. */
  readonly covered: ReadonlySet<number>;
}

/** Beside the sentences that are chosen. */
export function chooseBeside(
  { forms, support }: Pick<Choice, 'forms' | 'support'>,
  chosen: readonly Candidate[],
): Choice {
  return { forms, support, chosen, covered: new Set(chosen.flatMap(({ held }) => held)) };
}

/** The weight, general and in these chunks, of what a sentence adds to those that are chosen. */
function gainOf({ held }: Candidate, { forms, covered }: Choice) {
  const fresh = held.filter((id) => !covered.has(id));
  return {
    fresh,
    gain: weigh(fresh, forms.weights),
    gainHere: weigh(fresh, forms.weightsHere),
  };
}

const MOST_LOOKED_AT = 15;

/** The sentences that have or add most of the claim, the best first; of equals the first one. */
export function selectCandidates(
  candidates: readonly Candidate[],
  choice: Choice,
): readonly Candidate[] {
  const promise = new Map(
    candidates.map((one) => [one, Math.max(one.holdHere, gainOf(one, choice).gainHere)]),
  );
  return candidates
    .filter((one) => !choice.chosen.includes(one))
    .toSorted((left, right) => (promise.get(right) ?? 0) - (promise.get(left) ?? 0))
    .slice(0, MOST_LOOKED_AT);
}

/** The signals of each of some candidates, which are also held beside one another. */
export function measureSentences(
  candidates: readonly Candidate[],
  choice: Choice,
): readonly SentenceSignals[] {
  const { forms, support, chosen } = choice;
  const covered = [...choice.covered];
  const context = forms.words.flatMap(({ form }, id) =>
    support.chunks.some(({ contextTerms }) => contextTerms.has(form)) ? [id] : [],
  );
  const ofAll = {
    step: Math.min(3, chosen.length),
    before: weigh(covered, forms.weights),
    beforeHere: weigh(covered, forms.weightsHere),
    coverage: support.coverage,
    context: weigh(context, forms.weights),
  };
  const measured = candidates.map((candidate) => ({
    ...ofAll,
    ...measureWording(candidate, choice),
    ...measurePlace(candidate, choice),
  }));
  return besideOneAnother(measured);
}

const MOST_NAMES = 3;
const MOST_WORDS = 5;

function measureWording(candidate: Candidate, choice: Choice) {
  const { held, length, run, bigrams, hold, holdHere, neighbourHold } = candidate;
  const { fresh, gain, gainHere } = gainOf(candidate, choice);
  const count = (ids: readonly number[], wanted: Word['kind'], most: number) =>
    Math.min(most, ids.filter((id) => choice.forms.words[id]?.kind === wanted).length);
  return {
    hold,
    holdHere,
    gain,
    gainHere,
    freshNames: count(fresh, 'name', MOST_NAMES),
    freshNumbers: count(fresh, 'number', MOST_NAMES),
    freshContent: count(fresh, 'content', MOST_WORDS),
    names: count(held, 'name', MOST_NAMES),
    numbers: count(held, 'number', MOST_NAMES),
    run: Math.log1p(run),
    bigrams,
    density: held.length / Math.max(1, length),
    length: Math.log1p(length),
    neighbourHold,
  };
}

const NEAR = 3;

function measurePlace({ indexed, at }: Candidate, { support, chosen }: Choice) {
  const distances = chosen.flatMap((one) =>
    one.indexed === indexed ? [Math.abs(one.at - at)] : [],
  );
  const isIn = (window: Window | null) =>
    window !== null && window.indexed === indexed && at >= window.from && at <= window.to;
  return {
    adjacent: Number(distances.includes(1)),
    near: Number(distances.some((distance) => distance <= NEAR)),
    same: Number(distances.length > 0),
    inBest: Number(isIn(support.best)),
    inSecond: Number(isIn(support.second)),
  };
}

type Alone = Omit<
  SentenceSignals,
  | 'holdRatio'
  | 'holdHereRatio'
  | 'gainRatio'
  | 'gainHereRatio'
  | 'runRatio'
  | 'lead'
  | 'mostHere'
  | 'gainLead'
>;

function besideOneAnother(measured: readonly Alone[]): readonly SentenceSignals[] {
  const sorted = (pick: (one: Alone) => number) =>
    measured.map(pick).toSorted((left, right) => right - left);
  const most = (pick: (one: Alone) => number) => sorted(pick)[0] || 1;
  const [holds, gains] = [sorted(({ holdHere }) => holdHere), sorted(({ gainHere }) => gainHere)];
  const [firstGain = 0, secondGain = 0] = gains;
  const [mostHold, mostGain, mostRun] = [
    most(({ hold }) => hold),
    most(({ gain }) => gain),
    most(({ run }) => run),
  ];
  return measured.map((one) => ({
    ...one,
    holdRatio: one.hold / mostHold,
    holdHereRatio: one.holdHere / (holds[0] || 1),
    gainRatio: one.gain / mostGain,
    gainHereRatio: one.gainHere / (firstGain || 1),
    runRatio: one.run / mostRun,
    lead: (holds[0] ?? 0) - (holds[1] ?? 0),
    mostHere: holds[0] ?? 0,
    gainLead: one.gainHere - (one.gainHere === firstGain ? secondGain : firstGain),
  }));
}
