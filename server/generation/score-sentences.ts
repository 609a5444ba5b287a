import { PAIRS_WITHIN, nearPairs } from './near-pairs.ts';
import { synonymsOf } from '../../core/text/everyday-synonyms.ts';
import type { Candidate } from './list-candidates.ts';
import { fitsCue } from './read-question.ts';
import type { ReadQuestion } from './read-question.ts';

export interface ScoredSentence {
  readonly candidate: Candidate;
  /** 0 to about 1.2: how much of the question it answers, by itself and where it stands. */
  readonly score: number;
  /** The share of the question's weight that the sentence itself holds, 0 to 1. */
  readonly coverage: number;
  /** The question's terms that it holds. */
  readonly matched: ReadonlySet<string>;
}

/** Set by hand; a random search over the demo's questions and a part of COVID-QA found nothing better. */
const WEIGHTS = {
  synonym: 0.7,
  prefix: 0.6,
  context: 0.6,
  neighbour: 0.4,
  chunk: 0.25,
  cue: 0.15,
  misfit: 0.1,
  near: 0.1,
  rank: 0.015,
  asked: 0.25,
} as const;
const PREFIX_LENGTH = 5;
const MIN_TERMS = 2;

/** Scores every sentence for the question, best first; ties go to the better chunk, then to the earlier sentence. */
export function scoreSentences(
  question: ReadQuestion,
  chunks: readonly (readonly Candidate[])[],
): readonly ScoredSentence[] {
  const weights = weighTerms(question, chunks.flat());
  return chunks
    .flatMap((candidates) => scoreChunk(question, candidates, weights))
    .toSorted(compareScored);
}

/** The share of the question's terms that no chunk has, neither in other words nor in its headings, 0 to 1. */
export function shareUnknown(
  question: ReadQuestion,
  chunks: readonly (readonly Candidate[])[],
): number {
  const candidates = chunks.flat();
  const vocabulary = readVocabulary(
    candidates.flatMap(({ terms, contextTerms }) => [...terms, ...contextTerms]),
  );
  const unknown = question.terms.filter((term) => creditOf(term, vocabulary) === 0);
  return question.terms.length === 0 ? 1 : unknown.length / question.terms.length;
}

function compareScored(left: ScoredSentence, right: ScoredSentence): number {
  return (
    right.score - left.score ||
    left.candidate.chunk.marker - right.candidate.chunk.marker ||
    left.candidate.start - right.candidate.start
  );
}

/** The rarer a term is among the sentences, the more it counts; one that is nowhere counts most. */
function weighTerms(
  question: ReadQuestion,
  candidates: readonly Candidate[],
): ReadonlyMap<string, number> {
  const sentences = candidates.map(({ terms }) => new Set(terms));
  return new Map(
    question.terms.map((term) => {
      const count = sentences.filter((terms) => terms.has(term)).length;
      return [term, Math.log(1 + (sentences.length + 0.5) / (count + 0.5))];
    }),
  );
}

function scoreChunk(
  question: ReadQuestion,
  candidates: readonly Candidate[],
  weights: ReadonlyMap<string, number>,
): readonly ScoredSentence[] {
  const vocabularies = candidates.map(({ terms }) => readVocabulary(terms));
  const whole = readVocabulary(candidates.flatMap(({ terms }) => terms));
  const context = candidates.map(({ contextTerms }) => readVocabulary([...contextTerms]));
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0) || 1;
  return candidates.map((candidate, at) => {
    let coverage = 0;
    let placed = 0;
    const matched = new Set<string>();
    for (const [term, weight] of weights) {
      const own = creditOf(term, vocabularies[at]);
      const before = creditOf(term, vocabularies[at - 1]);
      const after = creditOf(term, vocabularies[at + 1]);
      const around = Math.max(before, after) * WEIGHTS.neighbour;
      const above = creditOf(term, context[at]) * WEIGHTS.context;
      coverage += own * weight;
      placed += Math.max(own, above, around, creditOf(term, whole) * WEIGHTS.chunk) * weight;
      if (own > 0) matched.add(term);
    }
    const score =
      placed / total +
      cueBonus(question, candidate) +
      (answersSameQuestion(question, candidate) ? WEIGHTS.asked : 0) +
      (WEIGHTS.near * nearPairs(question.terms, candidate.terms)) / PAIRS_WITHIN -
      WEIGHTS.rank * (candidate.chunk.marker - 1);
    return {
      candidate,
      score: isThin(candidate) ? score / 2 : score,
      coverage: coverage / total,
      matched,
    };
  });
}

/** A question for an amount, a date or a name is not answered without one. */
function cueBonus({ cue }: ReadQuestion, candidate: Candidate): number {
  if (cue === null) return 0;
  if (fitsCue(cue, candidate.text)) return WEIGHTS.cue;
  return cue === 'person' || cue === 'place' ? 0 : -WEIGHTS.misfit;
}

const QUANTITIES: ReadonlySet<string> = new Set(['amount', 'money', 'duration']);

/** What stands below a heading that asks the same of the same answers it, whatever its own words are. */
function answersSameQuestion(question: ReadQuestion, { asked }: Candidate): boolean {
  if (asked === null || asked.cue === null || question.cue === null || asked.terms.length === 0) {
    return false;
  }
  const isSameKind =
    asked.cue === question.cue || (QUANTITIES.has(asked.cue) && QUANTITIES.has(question.cue));
  return isSameKind && asked.terms.every((term) => question.terms.includes(term));
}

/** A word or two is no answer; a question or a lead-in answers nothing by itself. */
function isThin({ terms, text }: Candidate): boolean {
  return terms.length < MIN_TERMS || /\?["'”’)]*$/u.test(text);
}

interface Vocabulary {
  readonly terms: ReadonlySet<string>;
  readonly prefixes: ReadonlySet<string>;
}

function readVocabulary(terms: readonly string[]): Vocabulary {
  const long = terms.filter((term) => term.length >= PREFIX_LENGTH);
  return {
    terms: new Set(terms),
    prefixes: new Set(long.map((term) => term.slice(0, PREFIX_LENGTH))),
  };
}

function creditOf(term: string, vocabulary: Vocabulary | undefined): number {
  if (vocabulary === undefined) return 0;
  if (vocabulary.terms.has(term)) return 1;
  for (const synonym of synonymsOf(term)) if (vocabulary.terms.has(synonym)) return WEIGHTS.synonym;
  const isLong = term.length >= PREFIX_LENGTH && !/\d/u.test(term);
  return isLong && vocabulary.prefixes.has(term.slice(0, PREFIX_LENGTH)) ? WEIGHTS.prefix : 0;
}
