import type { Answer } from '../../contract/answer.ts';
import type { AnswerNow } from '../../contract/review.ts';
import { findReview } from '../../db/queries/reviews.ts';
import type { TraceReader } from '../../db/queries/visible-traces.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { readDecision } from './read-decision.ts';

/** An answer as it stands now: what was given, or what a person has decided since. */
export async function readAnswerNow(
  database: WorkspaceDatabase,
  given: Answer,
  by: TraceReader,
): Promise<AnswerNow> {
  const review = await findReview(database, { traceId: given.id, by });
  if (review === null) return { ...given, review: null };
  const decision = (await readDecision(database, review.id))?.decision ?? null;
  const summary = {
    id: review.id,
    status: review.status,
    decision: review.decision,
    note: decision?.note ?? null,
    due_at: review.due_at,
    decided_at: review.decided_at,
  };
  if (decision === null) return { ...given, review: summary };
  const { answer, citations, claims, verification } = decision;
  const status = decision.decision === 'reject' ? 'rejected' : 'answered';
  return { ...given, status, answer, citations, claims, verification, review: summary };
}
