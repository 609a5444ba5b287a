import { z } from 'zod';
import { ReviewId } from '../../contract/ids.ts';
import type { Review, ReviewStatus } from '../../contract/review.ts';
import { claimReview, listReviews } from '../../db/queries/reviews.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { traceReaderFor } from '../access/reader-for.ts';
import type { Caller } from '../caller.ts';
import type { Handlers } from '../http/handlers.ts';
import { decide, describeConflict } from '../reviews/decide.ts';
import { describeReview, requireReview } from '../reviews/describe-review.ts';
import type { Services } from '../services.ts';
import { decodeCursor, toPage } from './cursor.ts';

type ReviewHandlers = Pick<Handlers, 'listReviews' | 'getReview' | 'claimReview' | 'decideReview'>;

const ReviewPlace = z.object({ at: z.iso.datetime(), id: ReviewId });

export function createReviewHandlers(services: Services): ReviewHandlers {
  const scoped = (caller: Caller) => inWorkspace(services.database, caller.workspaceId);
  return {
    async listReviews({ caller, query }) {
      const { status, limit, cursor } = query;
      const reviews = await listReviews(scoped(caller), {
        status,
        by: traceReaderFor(caller),
        limit: limit + 1,
        after: decodeCursor(cursor, ReviewPlace),
      });
      return { body: toPage(reviews, limit, (review) => placeOf(review, status)) };
    },

    async getReview({ caller, params }) {
      const review = await requireReview(scoped(caller), caller, params.id);
      return { body: await describeReview(scoped(caller), caller, review) };
    },

    async claimReview({ caller, params }) {
      const database = scoped(caller);
      const review = await requireReview(database, caller, params.id);
      const isClaimed = await claimReview(database, {
        id: review.id,
        reviewer: { apiKeyId: caller.apiKeyId, name: caller.keyName },
        lockSeconds: services.config.reviews.claim_minutes * 60,
      });
      const latest = await requireReview(database, caller, params.id);
      if (!isClaimed) throw new AppError('conflict', describeConflict(latest));
      return { body: latest };
    },

    async decideReview({ caller, params, body }) {
      const database = scoped(caller);
      const review = await requireReview(database, caller, params.id);
      const detail = await describeReview(database, caller, review);
      await decide(database, detail, { caller, request: body, decidedAt: services.clock() });
      const decided = await requireReview(database, caller, params.id);
      return { body: await describeReview(database, caller, decided) };
    },
  };
}

function placeOf({ id, due_at: dueAt, decided_at: decidedAt }: Review, status: ReviewStatus) {
  return { id, at: status === 'decided' ? (decidedAt ?? dueAt) : dueAt };
}
