import { ReviewId } from '../../contract/ids.ts';
import type { NewReview } from '../../db/queries/reviews.ts';
import type { Services } from '../services.ts';
import type { AnswerOutcome } from './answer-outcome.ts';

/** The review that an answer opens; null where it needs none. */
export function describeNewReview(
  { status, question, generation }: AnswerOutcome,
  { config, newId }: Services,
): NewReview | null {
  // Nobody waits for an answer that is measured: no person is asked to decide on it.
  if (status !== 'needs_review' || question.origin?.kind === 'evaluation') return null;
  const dueInMs = config.reviews.due_in_hours * 3_600_000;
  return {
    id: ReviewId.parse(newId()),
    reason: generation.reason,
    createdAt: question.askedAt,
    dueAt: new Date(question.askedAt.getTime() + dueInMs),
  };
}
