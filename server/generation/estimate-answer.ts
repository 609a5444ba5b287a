import { predictLogistic } from '../../core/statistics/predict-logistic.ts';
import { ANSWER_MODEL } from './answer-model.ts';
import { creditOf, isNamed, readVocabulary } from './hold-terms.ts';
import type { Candidate } from './list-candidates.ts';
import { weighTerms } from './measure-sentences.ts';
import type { ReadQuestion } from './read-question.ts';
import type { ScoredSentence } from './score-sentences.ts';

/** What tells whether quoted sentences answer the question; the model's coefficients are in this order. */
export const ANSWER_SIGNALS = [
  'quoted_share',
  'held_terms',
  'lead',
  'fit',
  'misfit',
  'verdict',
  'near',
  'rank',
  'confidence',
  'best_chance',
  'chosen_chance',
  'chunk_chance',
  'title_chance',
  'lead_second',
  'score',
  'unnamed',
  'terms',
  'chosen',
  'missing_quoted',
  'strict_share',
  'missing',
  'precision',
  'length',
  'grams_above',
  'best_grams',
] as const;
export type AnswerSignals = Readonly<Record<(typeof ANSWER_SIGNALS)[number], number>>;

export interface QuotedAnswer {
  readonly question: ReadQuestion;
  readonly chunks: readonly (readonly Candidate[])[];
  /** All sentences, best first. */
  readonly scored: readonly ScoredSentence[];
  /** Those that are to be quoted. */
  readonly chosen: readonly ScoredSentence[];
  /** How sure retrieval is that it found what was asked, 0 to 1. */
  readonly confidence: number | undefined;
}

/** What retrieval says on average of a question that is answered. */
const ASSUMED_CONFIDENCE = 0.7;
const FOURTH = 3;
/** Log odds have no bounds. */
const LEAST_CONFIDENCE = 0.02;

/** The probability that the sentences answer the question (`bench/answer/train-answers.ts`). */
export function estimateAnswer(quoted: QuotedAnswer): number {
  const signals = measureAnswer(quoted);
  return signals === null ? 0 : predictLogistic(ANSWER_MODEL, ANSWER_SIGNALS, signals);
}

/** Null where there is no sentence. */
export function measureAnswer(quoted: QuotedAnswer): AnswerSignals | null {
  const { question, chunks, scored, chosen, confidence = ASSUMED_CONFIDENCE } = quoted;
  const [best] = scored;
  if (best === undefined) return null;
  const { own, form, place: around } = best.signals;
  const { fit, misfit, near, rank } = own;
  const sure = Math.min(1 - LEAST_CONFIDENCE, Math.max(LEAST_CONFIDENCE, confidence));
  const place = readVocabulary([...best.candidate.terms, ...best.candidate.contextTerms]);
  const { share, strict } = shareQuoted(quoted);
  // Where there are fewer sentences, none stands in its way.
  const leadOver = (at: number) => best.score - (scored[at]?.score ?? 0);
  return {
    quoted_share: share,
    held_terms: question.terms.filter((term) => creditOf(term, place) > 0).length,
    lead: leadOver(FOURTH),
    fit,
    misfit,
    verdict: Number(question.cue === 'verdict'),
    near,
    rank,
    confidence: Math.log(sure / (1 - sure)),
    ...shareChances(scored, chosen),
    lead_second: leadOver(1),
    score: best.score,
    unnamed: shareUnnamed(question, chunks),
    terms: question.terms.length,
    chosen: chosen.length,
    missing_quoted: (1 - share) * question.terms.length,
    strict_share: strict,
    missing: around.missing,
    precision: around.precision,
    length: form.length,
    grams_above: own.grams_above,
    best_grams: Math.max(...scored.map(({ signals }) => signals.own.grams)),
  };
}

/** The chances of each sentence to be the one that answers (softmax of the scores), of some of them together. */
function shareChances(scored: readonly ScoredSentence[], chosen: readonly ScoredSentence[]) {
  const [best] = scored;
  const isChosen = new Set(chosen);
  const sums = { all: 0, chosen: 0, chunk: 0, title: 0 };
  for (const sentence of scored) {
    const { marker, title } = sentence.candidate.chunk;
    const odds = Math.exp(sentence.score - (best?.score ?? 0));
    sums.all += odds;
    if (isChosen.has(sentence)) sums.chosen += odds;
    if (marker === best?.candidate.chunk.marker) sums.chunk += odds;
    if (title === best?.candidate.chunk.title) sums.title += odds;
  }
  return {
    best_chance: 1 / sums.all,
    chosen_chance: sums.chosen / sums.all,
    chunk_chance: sums.chunk / sums.all,
    title_chance: sums.title / sums.all,
  };
}

/** How much of the question stands in what is quoted or above it, by weight; `strict`: word for word. */
function shareQuoted({ question, chunks, chosen }: QuotedAnswer) {
  const weights = weighTerms(question, chunks.flat());
  const quoted = readVocabulary(
    chosen.flatMap(({ candidate }) => [...candidate.terms, ...candidate.contextTerms]),
  );
  const sums = { held: 0, strict: 0, all: 0 };
  for (const [term, weight] of weights) {
    const credit = creditOf(term, quoted);
    sums.held += credit * weight;
    if (credit === 1) sums.strict += weight;
    sums.all += weight;
  }
  const all = sums.all || 1;
  return { share: sums.held / all, strict: sums.strict / all };
}

/** The share of the question's terms that no chunk names, neither by another word for it nor in its headings, 0 to 1. */
export function shareUnnamed(
  question: ReadQuestion,
  chunks: readonly (readonly Candidate[])[],
): number {
  const vocabulary = readVocabulary(
    chunks.flat().flatMap(({ terms, contextTerms }) => [...terms, ...contextTerms]),
  );
  const unnamed = question.terms.filter((term) => !isNamed(term, vocabulary));
  return question.terms.length === 0 ? 1 : unnamed.length / question.terms.length;
}
