import type { DecideReview, ReviewDecision, ReviewDetail } from '../../contract/review.ts';
import { decideReview } from '../../db/queries/reviews.ts';
import { inTransaction, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import type { Caller } from '../caller.ts';
import { canonicalizeRecord } from '../tracing/canonical-record.ts';
import { verifyAnswer } from '../verification/verify-answer.ts';

/**
 * Stores what a person decided as a record of its own. A corrected answer is checked against the same evidence as the
 * draft was. Throws `AppError('conflict')` when the review is decided already, or somebody else has claimed it, or when
 * there is no draft to approve.
 */
export async function decide(
  database: WorkspaceDatabase,
  review: ReviewDetail,
  by: { readonly caller: Caller; readonly request: DecideReview; readonly decidedAt: Date },
): Promise<void> {
  const { caller, request, decidedAt } = by;
  const reviewer = { apiKeyId: caller.apiKeyId, name: caller.keyName };
  const record: ReviewDecision = {
    review_id: review.id,
    trace_id: review.trace_id,
    decision: request.decision,
    note: request.note,
    decided_by: { api_key_id: reviewer.apiKeyId, name: reviewer.name },
    decided_at: decidedAt.toISOString(),
    ...settleAnswer(review, request),
  };
  const isDecided = await inTransaction(database, (transaction) =>
    decideReview(transaction, {
      id: review.id,
      reviewer,
      decision: request.decision,
      decidedAt,
      record: canonicalizeRecord(record),
    }),
  );
  if (!isDecided) throw new AppError('conflict', describeConflict(review));
}

type SettledAnswer = Pick<ReviewDecision, 'answer' | 'citations' | 'claims' | 'verification'>;

function settleAnswer(review: ReviewDetail, { decision, answer }: DecideReview): SettledAnswer {
  switch (decision) {
    case 'approve': {
      if (review.draft === null) {
        throw new AppError('conflict', 'There is no draft to approve: correct it, or reject it.');
      }
      const { text, citations, claims, verification } = review.draft;
      return { answer: text, citations, claims, verification };
    }
    case 'correct': {
      if (review.classified !== null) return settleLabel(answer ?? '', review.classified.labels);
      const evidence = review.evidence.flatMap(({ text, ...chunk }) =>
        text === null ? [] : [{ ...chunk, text }],
      );
      return { answer: answer ?? '', ...verifyAnswer({ answer: answer ?? '', evidence }) };
    }
    case 'reject':
      return { answer: '', ...verifyAnswer({ answer: '', evidence: [] }) };
    default:
      return decision satisfies never;
  }
}

function settleLabel(label: string, labels: readonly string[]): SettledAnswer {
  if (labels.includes(label)) {
    return { answer: label, ...verifyAnswer({ answer: '', evidence: [] }) };
  }
  throw new AppError('invalid_value', 'The body has fields that are not valid.', {
    fields: [{ path: '/answer', message: `must be one of the labels ${labels.join(', ')}` }],
  });
}

export function describeConflict({
  status,
  claimed_by: holder,
}: Pick<ReviewDetail, 'status' | 'claimed_by'>): string {
  if (status === 'decided') return 'The review is decided already.';
  return `The review is claimed by ${holder?.name ?? 'somebody else'}.`;
}
