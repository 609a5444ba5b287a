import { findCitationMarkers, leavesCodeOpen } from '../../core/text/citation-markers.ts';
import { LIST_MARKER } from '../../core/text/lines.ts';
import { wholePercent } from '../../core/text/percent.ts';
import type { Span } from '../../core/text/spans.ts';
import { chooseSentences } from './choose-sentences.ts';
import { estimateAnswer, shareUnnamed } from './estimate-answer.ts';
import { listCandidates } from './list-candidates.ts';
import type { Candidate, QuotableChunk } from './list-candidates.ts';
import { readQuestion } from './read-question.ts';
import { scoreSentences } from './score-sentences.ts';
import type { ScoredSentence } from './score-sentences.ts';

/** One thing that is asked. */
export interface PartToAnswer {
  readonly question: string;
  /** How sure retrieval is that it found what was asked, 0 to 1. */
  readonly confidence?: number;
  /** How telling each of its terms is in all that was searched. */
  readonly rarity?: ReadonlyMap<string, number>;
}

interface QuestionToAnswer {
  /** A question that asks one thing is its own only part. */
  readonly parts: readonly PartToAnswer[];
  /** The chunks that may be quoted; a lower `marker` is a better rank. */
  readonly evidence: readonly QuotableChunk[];
}

/** A sentence of the answer: `span` indexes the answer, `quoted` the text of the chunk, both without marker. */
interface QuotedSentence {
  readonly marker: number;
  readonly text: string;
  readonly span: Span;
  readonly quoted: Span;
  readonly score: number;
}

/** Sentences of the chunks, each cited; or why there are none. */
export type ExtractedAnswer =
  | {
      readonly kind: 'answered';
      readonly text: string;
      readonly sentences: readonly QuotedSentence[];
      readonly reason: string;
    }
  | { readonly kind: 'abstained'; readonly text: string; readonly reason: string };

export const ABSTENTION = 'I could not find an answer to this in the documents.';

interface QuotingLimits {
  /** Less probable answers are not given. */
  readonly answerFrom: number;
  /** Chunks that do not name more than this share of what was asked are about something else. */
  readonly maxUnnamedShare: number;
}

/** Chosen on the tuning questions about the demo, cross-validated. */
const QUOTING: QuotingLimits = { answerFrom: 0.475, maxUnnamedShare: 0.34 };
/** A ticket tells a story in many words, few of which an article has: that the article is the right one is known otherwise. */
export const QUOTING_FROM_CHOSEN: QuotingLimits = { answerFrom: 0, maxUnnamedShare: 1 };

/**
 * Answers with sentences of the chunks, word for word, each followed by its marker; without one that
 * answers enough of any part of the question it abstains. The order of the evidence changes nothing.
 */
export function extractAnswer(
  { parts, evidence }: QuestionToAnswer,
  limits: QuotingLimits = QUOTING,
): ExtractedAnswer {
  const chunks = evidence.toSorted((left, right) => left.marker - right.marker).map(listCandidates);
  return composeQuotes(
    parts,
    parts.map((part) => quoteFor(part, { chunks, limits })),
  );
}

/** The sentences that answer one part, and why these; none where it is doubtful that any does. */
export interface PartQuote {
  readonly sentences: readonly Pick<ScoredSentence, 'candidate' | 'score'>[];
  readonly reason: string;
}

/** The answer that quotes these sentences, given for each part; it says which parts have none. */
export function composeQuotes(
  parts: readonly Pick<PartToAnswer, 'question'>[],
  quotes: readonly PartQuote[],
): ExtractedAnswer {
  const reason = [...new Set(quotes.map((quote) => quote.reason))].join(' ');
  const sentences = quotes.flatMap((quote) => quote.sentences);
  if (sentences.length === 0) return { kind: 'abstained', text: ABSTENTION, reason };
  const composed = compose(eachOnce(sentences));
  const unanswered = parts.filter((_, index) => quotes[index]?.sentences.length === 0);
  const text = [composed.text, ...unanswered.map(describeUnanswered)].join('\n\n');
  return { kind: 'answered', ...composed, text, reason };
}

/** Two parts may be answered by one sentence. */
function eachOnce(sentences: PartQuote['sentences']): PartQuote['sentences'] {
  const byCandidate = new Map(sentences.map((sentence) => [sentence.candidate, sentence]));
  return [...byCandidate.values()];
}

/** Words of the question that would read as a citation are not repeated. */
function describeUnanswered({ question }: Pick<PartToAnswer, 'question'>): string {
  if (findCitationMarkers(question).length > 0 || leavesCodeOpen(question)) {
    return 'I could not find an answer to the rest of the question in the documents.';
  }
  const asked = question.replace(/[\s?.!]+$/u, '');
  return `I could not find an answer to “${asked}” in the documents.`;
}

function quoteFor(
  { question, confidence, rarity }: PartToAnswer,
  {
    chunks,
    limits,
  }: {
    readonly chunks: readonly (readonly Candidate[])[];
    readonly limits: QuotingLimits;
  },
): PartQuote {
  const read = readQuestion(question, rarity);
  const scored = scoreSentences(read, chunks);
  const [best] = scored;
  if (best === undefined) {
    return { sentences: [], reason: 'No retrieved text has a sentence to quote.' };
  }
  const chosen = chooseSentences(scored, chunks);
  const probability = estimateAnswer({ question: read, chunks, scored, chosen, confidence });
  const isAbout = chosen.some(({ matched }) => matched.size > 0);
  const unnamedShare = shareUnnamed(read, chunks);
  const doubt = findDoubt({ confidence, isAbout, unnamedShare, probability }, limits);
  if (doubt !== null) return { sentences: [], reason: doubt };
  return { sentences: chosen, reason: describeChoice(best, { chosen, probability }) };
}

interface Judged {
  readonly confidence: number | undefined;
  /** Whether what would be quoted holds a word of the question. */
  readonly isAbout: boolean;
  readonly unnamedShare: number;
  readonly probability: number;
}

/** Why the sentences are not good enough, in words; null when they are. */
function findDoubt(
  { confidence, isAbout, unnamedShare, probability }: Judged,
  { answerFrom, maxUnnamedShare }: QuotingLimits,
): string | null {
  if (confidence === 0) return 'Retrieval found nothing that speaks of the question.';
  if (!isAbout) return 'No sentence has a word of the question.';
  if (unnamedShare > maxUnnamedShare) {
    return `${wholePercent(unnamedShare)} of what was asked is named nowhere in the retrieved text.`;
  }
  if (probability >= answerFrom) return null;
  return `The best quote answers the question with a probability of ${wholePercent(probability)}; an answer needs ${wholePercent(answerFrom)}.`;
}

function describeChoice(
  best: ScoredSentence,
  {
    chosen,
    probability,
  }: { readonly chosen: readonly ScoredSentence[]; readonly probability: number },
): string {
  const count = chosen.length === 1 ? 'One sentence' : `${String(chosen.length)} sentences`;
  return `${count}, the best of [${String(best.candidate.chunk.marker)}]; the probability that they answer is ${wholePercent(probability)}.`;
}

function compose(sentences: PartQuote['sentences']): {
  readonly text: string;
  readonly sentences: readonly QuotedSentence[];
} {
  const isList = sentences.filter(({ candidate }) => candidate.kind === 'list_item').length > 1;
  const quoted: QuotedSentence[] = [];
  let answer = '';
  for (const { candidate, score } of sentences) {
    const listMarker = isList ? null : LIST_MARKER.exec(candidate.text);
    const start = candidate.start + (listMarker?.[0].length ?? 0);
    const text = candidate.chunk.text.slice(start, candidate.end);
    answer += separator(answer, candidate.kind);
    const span = { start: answer.length, end: answer.length + text.length };
    answer += `${text} [${String(candidate.chunk.marker)}]`;
    quoted.push({
      marker: candidate.chunk.marker,
      text,
      span,
      quoted: { start, end: candidate.end },
      score,
    });
  }
  return { text: answer, sentences: quoted };
}

/** What has no full stop of its own stands on a line of its own, so that it reads, and is checked, alone. */
function separator(answer: string, kind: string): string {
  if (answer === '') return '';
  const isClosed = /[.!?…。！？]["'”’)\]]* \[\d+\]$/u.test(answer);
  if (kind === 'list_item') return '\n';
  return isClosed && kind === 'prose' ? ' ' : '\n\n';
}
