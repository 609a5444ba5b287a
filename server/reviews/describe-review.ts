import type { Review, ReviewDetail } from '../../contract/review.ts';
import type { ReviewId } from '../../contract/ids.ts';
import type { Draft } from '../../contract/trace.ts';
import { findReview } from '../../db/queries/reviews.ts';
import { findFrozenChunks } from '../../db/queries/trace-chunks.ts';
import { findTraceRecord } from '../../db/queries/traces.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { readerFor, traceReaderFor } from '../access/reader-for.ts';
import { hasScope, type Caller } from '../caller.ts';
import { readAnswerRecord } from '../tracing/canonical-record.ts';
import { describeLabelReview } from './describe-label-review.ts';
import { readDecision } from './read-decision.ts';

/** Throws `AppError('not_found')` for a review that there is not, or whose trace the caller may not read. */
export async function requireReview(
  database: WorkspaceDatabase,
  caller: Caller,
  id: ReviewId,
): Promise<Review> {
  const review = await findReview(database, { id, by: traceReaderFor(caller) });
  if (review === null) throw new AppError('not_found', 'There is no such review.');
  return review;
}

/** A review with all that a person decides by, from the trace that it is about. */
export async function describeReview(
  database: WorkspaceDatabase,
  caller: Caller,
  review: Review,
): Promise<ReviewDetail> {
  const by = traceReaderFor(caller);
  const stored = await findTraceRecord(database, { id: review.trace_id, by });
  if (stored === null) throw new AppError('not_found', 'There is no such review.');
  const trace = readAnswerRecord(stored);
  if (trace === null) return await describeLabelReview(database, review, stored);
  const draft = trace.answer.drafts.findLast(isHeld);
  const chunks = await findFrozenChunks(database, {
    ids: trace.evidence.map((chunk) => chunk.chunk_id),
    reader: readerFor(caller),
    isAdmin: hasScope(caller, 'admin'),
  });
  const texts = new Map(
    chunks.flatMap((chunk) => (chunk.isReadable ? [[chunk.chunkId, chunk.text]] : [])),
  );
  return {
    ...review,
    draft:
      draft?.checked === undefined
        ? null
        : { text: draft.text, model: draft.model, ...draft.checked },
    evidence: trace.evidence.map((chunk) => ({
      ...chunk,
      text: texts.get(chunk.chunk_id) ?? null,
    })),
    classified: null,
    record: await readDecision(database, review.id),
  };
}

/** In records from before decisions were kept, only a draft that is held was checked. */
function isHeld({ decision, checked }: Draft): boolean {
  return decision === undefined ? checked !== undefined : decision === 'review';
}
