import { findCitationMarkers, leavesCodeOpen } from '../../core/text/citation-markers.ts';
import { LIST_MARKER } from '../../core/text/lines.ts';
import type { Span } from '../../core/text/spans.ts';
import { chooseSentences } from './choose-sentences.ts';
import { listCandidates } from './list-candidates.ts';
import type { Candidate, QuotableChunk } from './list-candidates.ts';
import { readQuestion } from './read-question.ts';
import { scoreSentences, shareUnknown } from './score-sentences.ts';
import type { ScoredSentence } from './score-sentences.ts';

/** One thing that is asked. */
export interface PartToAnswer {
  readonly question: string;
  /** How sure retrieval is that it found what was asked, 0 to 1. */
  readonly confidence?: number;
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

/** Below this a quote was wrong more often than right on the demo questions; measured end to end. */
const ANSWER_FROM = 0.44;
/** More likely than not, what answers the question is not among the chunks. */
const MIN_CONFIDENCE = 0.5;
/** Chunks that never name a third of what was asked are about something else. */
const MAX_UNKNOWN_SHARE = 0.34;

/**
 * Answers with sentences of the chunks, word for word, each followed by its marker; without one that
 * answers enough of any part of the question it abstains. The order of the evidence changes nothing.
 */
export function extractAnswer({ parts, evidence }: QuestionToAnswer): ExtractedAnswer {
  const chunks = evidence.toSorted((left, right) => left.marker - right.marker).map(listCandidates);
  const quotes = parts.map((part) => quoteFor(part, chunks));
  const reason = [...new Set(quotes.map((quote) => quote.reason))].join(' ');
  const sentences = quotes.flatMap((quote) => quote.sentences);
  if (sentences.length === 0) return { kind: 'abstained', text: ABSTENTION, reason };
  const composed = compose(eachOnce(sentences));
  const unanswered = parts.filter((_, index) => quotes[index]?.sentences.length === 0);
  const text = [composed.text, ...unanswered.map(describeUnanswered)].join('\n\n');
  return { kind: 'answered', ...composed, text, reason };
}

/** Two parts may be answered by one sentence. */
function eachOnce(sentences: readonly ScoredSentence[]): readonly ScoredSentence[] {
  const byCandidate = new Map(sentences.map((sentence) => [sentence.candidate, sentence]));
  return [...byCandidate.values()];
}

/** Words of the question that would read as a citation are not repeated. */
function describeUnanswered({ question }: PartToAnswer): string {
  if (findCitationMarkers(question).length > 0 || leavesCodeOpen(question)) {
    return 'I could not find an answer to the rest of the question in the documents.';
  }
  const asked = question.replace(/[\s?.!]+$/u, '');
  return `I could not find an answer to “${asked}” in the documents.`;
}

/** What answers one part, and why; no sentence where it is doubtful that any does. */
function quoteFor(
  { question, confidence }: PartToAnswer,
  chunks: readonly (readonly Candidate[])[],
): { readonly sentences: readonly ScoredSentence[]; readonly reason: string } {
  const read = readQuestion(question);
  const scored = scoreSentences(read, chunks);
  const [best] = scored;
  if (best === undefined) {
    return { sentences: [], reason: 'No retrieved text has a sentence to quote.' };
  }
  const doubt = findDoubt(best, { unknown: shareUnknown(read, chunks), confidence });
  if (doubt !== null) return { sentences: [], reason: doubt };
  const sentences = chooseSentences(scored, chunks);
  return { sentences, reason: reasonOf(best, sentences) };
}

interface Surroundings {
  readonly unknown: number;
  readonly confidence: number | undefined;
}

/** Why the best sentence is not good enough, in words; null when it is. */
function findDoubt(best: ScoredSentence, { unknown, confidence }: Surroundings): string | null {
  if (confidence === 0) return 'Retrieval found nothing that speaks of the question.';
  if (best.matched.size === 0) return 'No sentence has a word of the question.';
  if (confidence !== undefined && confidence < MIN_CONFIDENCE) {
    return `Retrieval is only ${String(Math.round(confidence * 100))} % sure that what it found answers the question.`;
  }
  if (best.score < ANSWER_FROM) {
    const score = best.score.toFixed(2);
    return `The nearest sentence scores ${score}; an answer needs ${ANSWER_FROM.toFixed(2)}.`;
  }
  if (unknown <= MAX_UNKNOWN_SHARE) return null;
  return `${String(Math.round(unknown * 100))} % of what was asked is named nowhere in the retrieved text.`;
}

function reasonOf(best: ScoredSentence, sentences: readonly ScoredSentence[]): string {
  const share = String(Math.round(best.coverage * 100));
  const count = sentences.length === 1 ? 'One sentence' : `${String(sentences.length)} sentences`;
  return `${count}; the best, of [${String(best.candidate.chunk.marker)}], holds ${share} % of what was asked and scores ${best.score.toFixed(2)}.`;
}

function compose(sentences: readonly ScoredSentence[]): {
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
