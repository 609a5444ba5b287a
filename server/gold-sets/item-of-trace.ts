import { GoldItem, type GoldSource, type ToGoldSet } from '../../contract/gold-set.ts';
import type { AnswerTraceRecord } from '../../contract/trace.ts';
import type { Citation } from '../../contract/verification.ts';
import type { ReviewDecision } from '../../contract/review.ts';
import { withoutMarkers } from '../../core/text/without-markers.ts';
import { AppError } from '../../platform/errors.ts';

const MAX_QUOTE = 4_000;
const MAX_SOURCES = 50;

/**
 * A gold item from an answer on record, or from what a person decided on it: its question, what it says, and what it
 * cites. What the request gives goes before what the record says. Throws `AppError('conflict')` for an answer within
 * a conversation, which an item cannot repeat.
 */
export function itemOfTrace(
  record: AnswerTraceRecord,
  decision: ReviewDecision | null,
  request: ToGoldSet,
): GoldItem {
  if (record.question.history.length > 0) {
    throw new AppError(
      'conflict',
      'The question goes on from earlier turns, which an item cannot hold.',
    );
  }
  const { status } = record.outcome;
  const text = decision?.answer ?? record.answer.text;
  const isAnswer = decision === null ? status === 'answered' : decision.decision !== 'reject';
  const unanswerable =
    request.unanswerable ?? (request.accepted_answers === undefined && status === 'abstained');
  const accepted = request.accepted_answers ?? (isAnswer ? [withoutMarkers(text).trim()] : []);
  return GoldItem.parse({
    id: `trace-${record.identity.id}`,
    input: record.question.text,
    expected: unanswerable || accepted.length === 0 ? {} : { accepted_answers: accepted },
    sources: unanswerable ? [] : citedSources(decision?.citations ?? record.answer.citations),
    classification: record.routing.data_ceiling,
    must_review: request.must_review ?? status === 'needs_review',
    unanswerable,
    part: request.part,
    tags: [decision === null ? 'from-trace' : 'from-review'],
  });
}

/** Each document once, with the first of its quotes. */
function citedSources(citations: readonly Citation[]): readonly GoldSource[] {
  const quotes = new Map<string, string | null>();
  for (const { source, quote, status } of citations) {
    const isNeeded = status !== 'irrelevant' && status !== 'misattributed';
    if (source !== null && isNeeded && !quotes.has(source)) quotes.set(source, quote);
  }
  return [...quotes].slice(0, MAX_SOURCES).map(([path, quote]) => ({
    path,
    ...(quote === null || quote.trim() === ''
      ? {}
      : { quote: quote.slice(0, MAX_QUOTE).toWellFormed() }),
  }));
}
