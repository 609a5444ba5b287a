import { creditOf, rememberVocabulary, type Vocabulary } from './hold-terms.ts';
import { FORM_SIGNALS, measureForm, readAskedForm, type FormSignals } from './measure-form.ts';
import {
  measurePlace,
  PLACE_SIGNALS,
  readChunkPlace,
  readTelling,
  type PlaceSignals,
} from './measure-place.ts';
import type { Candidate } from './list-candidates.ts';
import { PAIRS_WITHIN, nearPairs } from './near-pairs.ts';
import { isExact, readCues, type ReadQuestion } from './read-question.ts';
import { createGramScale, readGrams } from './share-grams.ts';

const OWN_SIGNALS = [
  'own',
  'related',
  'above',
  'beside',
  'fit',
  'misfit',
  'person',
  'place',
  'reason',
  'steps',
  'verdict',
  'near',
  'rank',
  'thin',
  'grams',
  'grams_above',
  'numbers',
] as const;
/** What tells whether a sentence answers the question, each by itself; the model's coefficients are in this order. */
export const SENTENCE_SIGNALS = [
  ...OWN_SIGNALS,
  'asked_unit',
  'title_share',
  'path_share',
  'asked_share',
  'asked_alike',
  'chunk_share',
  'document_chunks',
  'first_rank',
  'precision',
  'missing',
  'rarest_near',
  'new_number',
  'labelled',
  'row',
  'item',
  'leads_in',
  'length',
] as const satisfies readonly TreeSignal[];
/** What the trees ask about: also what only tells something beside other signals. */
export const TREE_SIGNALS = [...OWN_SIGNALS, ...FORM_SIGNALS, ...PLACE_SIGNALS] as const;
type TreeSignal = (typeof TREE_SIGNALS)[number];

export interface MeasuredSentence {
  readonly candidate: Candidate;
  readonly signals: SentenceSignals;
  /** The signals in the order of `TREE_SIGNALS`. */
  readonly values: readonly number[];
  /** The question's terms that it holds. */
  readonly matched: ReadonlySet<string>;
}

/** By where they are read: one object of all of them would be slow to make. */
interface SentenceSignals {
  readonly own: Readonly<Record<(typeof OWN_SIGNALS)[number], number>>;
  readonly form: FormSignals;
  readonly place: PlaceSignals;
}

const MIN_TERMS = 2;

/** What each sentence holds of the question, by itself and where it stands, and whether it is such an answer as is asked for. */
export function measureSentences(
  question: ReadQuestion,
  chunks: readonly (readonly Candidate[])[],
): readonly MeasuredSentence[] {
  const candidates = chunks.flat();
  const weights = weighTerms(question, candidates);
  const grams = candidates.map(({ text }) => readGrams(text));
  const shareOfGrams = createGramScale(question.text, grams);
  const numbers = question.terms.filter((term) => /\d/u.test(term));
  const asked = readAskedForm(question);
  const telling = readTelling(question, weights);
  const titles = chunks.map(([first]) => first?.chunk.title ?? '');
  let at = 0;
  return chunks.flatMap((siblings) => {
    const vocabularies = siblings.map(({ terms }) => rememberVocabulary(terms));
    // The sentences of a chunk stand below the same title and headings.
    const { title = '', heading_path: path = [] } = siblings[0]?.chunk ?? {};
    const gramsAbove = shareOfGrams(readGrams([title, ...path].join(' ')));
    const chunk = readChunkPlace(siblings, { weights, titles });
    return siblings.map((candidate, place) => {
      const own = vocabularies[place] ?? rememberVocabulary(candidate.terms);
      const above = rememberVocabulary(candidate.contextTerms);
      const beside = [vocabularies[place - 1], vocabularies[place + 1]];
      const held = holdTerms(weights, { own, above, beside });
      const text = grams[at] ?? new Set();
      at += 1;
      const signals = {
        own: {
          ...held.shares,
          ...fitSignals(question, candidate),
          near: nearPairs(question.terms, candidate.terms) / PAIRS_WITHIN,
          rank: candidate.chunk.marker - 1,
          thin: Number(isThin(candidate)),
          grams: shareOfGrams(text),
          grams_above: gramsAbove,
          numbers: holdsNumbers(numbers, candidate),
        },
        form: measureForm(asked, candidate),
        place: measurePlace({ question, weights, telling, chunk, own, above, beside }, candidate),
      };
      return { candidate, signals, values: listValues(signals), matched: held.matched };
    });
  });
}

function listValues({ own, form, place }: SentenceSignals): readonly number[] {
  const values: number[] = [];
  for (const name of OWN_SIGNALS) values.push(own[name]);
  for (const name of FORM_SIGNALS) values.push(form[name]);
  for (const name of PLACE_SIGNALS) values.push(place[name]);
  return values;
}

/**
 * The rarer a term is in all that was searched, the more it counts; where that is not known, among the sentences. One
 * that is nowhere counts most.
 */
export function weighTerms(
  { terms, rarity }: ReadQuestion,
  candidates: readonly Candidate[],
): ReadonlyMap<string, number> {
  const rarityHere = (term: string) => {
    const count = candidates.filter((candidate) => candidate.terms.includes(term)).length;
    return Math.log(1 + (candidates.length + 0.5) / (count + 0.5));
  };
  return new Map(terms.map((term) => [term, rarity.get(term) ?? rarityHere(term)]));
}

/** Shares of the question's weight: what stands above or beside counts only where the sentence itself says less. */
function holdTerms(
  weights: ReadonlyMap<string, number>,
  where: {
    readonly own: Vocabulary | undefined;
    readonly above: Vocabulary;
    readonly beside: readonly (Vocabulary | undefined)[];
  },
) {
  const sums = { own: 0, related: 0, above: 0, beside: 0 };
  const matched = new Set<string>();
  for (const [term, weight] of weights) {
    const own = creditOf(term, where.own);
    const above = creditOf(term, where.above);
    const beside = Math.max(...where.beside.map((vocabulary) => creditOf(term, vocabulary)));
    if (own > 0) matched.add(term);
    if (own === 1) sums.own += weight;
    else sums.related += own * weight;
    sums.above += Math.max(0, above - own) * weight;
    sums.beside += Math.max(0, beside - Math.max(own, above)) * weight;
  }
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0) || 1;
  return {
    matched,
    shares: {
      own: sums.own / total,
      related: sums.related / total,
      above: sums.above / total,
      beside: sums.beside / total,
    },
  };
}

/** A question for an amount or a date is not answered without one; of other kinds there are only signs. */
function fitSignals({ cue }: ReadQuestion, { text }: Candidate) {
  const fits = cue !== null && readCues(text).has(cue);
  const exact = cue !== null && isExact(cue);
  return {
    fit: Number(fits && exact),
    misfit: Number(!fits && exact),
    person: Number(fits && (cue === 'person' || cue === 'name')),
    place: Number(fits && cue === 'place'),
    reason: Number(fits && cue === 'reason'),
    steps: Number(fits && cue === 'steps'),
    verdict: Number(fits && cue === 'verdict'),
  };
}

/** A word or two is no answer; a question or a lead-in answers nothing by itself. */
function isThin({ terms, text }: Candidate): boolean {
  return terms.length < MIN_TERMS || /\?["'”’)]*$/u.test(text);
}

/** The share of the question's numbers and identifiers that stand in the sentence or above it; nothing where it has none. */
function holdsNumbers(numbers: readonly string[], { terms, contextTerms }: Candidate): number {
  if (numbers.length === 0) return 0;
  const held = numbers.filter((term) => contextTerms.has(term) || terms.includes(term));
  return held.length / numbers.length - 0.5;
}
