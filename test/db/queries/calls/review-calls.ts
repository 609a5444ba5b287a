import { sql } from 'drizzle-orm';
import * as reviews from '../../../../db/queries/reviews.ts';
import { ReviewId } from '../../../../contract/ids.ts';
import { v7 as uuidv7 } from 'uuid';
import { sha256 } from '../../../../platform/hash.ts';
import { EVERYONE } from '../seed-workspace.ts';
import type { QueryCalls } from './query-call.ts';

const ADMIN = { reader: EVERYONE, isAdmin: true, onlyApiKeyId: null };
const RECORD = { canonical: Buffer.from('{}'), sha256: sha256('{}') };
const REVIEWER_NAME = 'reviewer';

export const REVIEW_CALLS: QueryCalls = {
  openReview: (database, { pendingTraceId }) =>
    reviews.openReview(database, pendingTraceId, {
      id: ReviewId.parse(uuidv7()),
      reason: 'a rule',
      createdAt: new Date(),
      dueAt: new Date(),
    }),
  listReviews: (database) =>
    reviews.listReviews(database, { status: 'open', by: ADMIN, limit: 100, after: null }),
  findReview: (database, { reviewId: id }) => reviews.findReview(database, { id, by: ADMIN }),
  claimReview: (database, { reviewId: id, apiKeyId }) =>
    reviews.claimReview(database, {
      id,
      reviewer: { apiKeyId, name: REVIEWER_NAME },
      lockSeconds: 60,
    }),
  decideReview: (database, { reviewId: id, apiKeyId }) =>
    reviews.decideReview(database, {
      id,
      reviewer: { apiKeyId, name: REVIEWER_NAME },
      decision: 'approve',
      decidedAt: new Date(),
      record: RECORD,
    }),
  findDecision: async (database, { reviewId: id, apiKeyId }) => {
    await reviews.decideReview(database, {
      id,
      reviewer: { apiKeyId, name: REVIEWER_NAME },
      decision: 'reject',
      decidedAt: new Date(),
      record: RECORD,
    });
    return reviews.findDecision(database, id);
  },
  listDecidedLabels: async (database, { reviewId: id, apiKeyId, traceId }) => {
    await database.executor.execute(sql`
      update traces set kind = 'classification', model = 'seeded@1'
      where workspace_id = ${database.workspaceId} and id = ${traceId}`);
    await reviews.decideReview(database, {
      id,
      reviewer: { apiKeyId, name: REVIEWER_NAME },
      decision: 'approve',
      decidedAt: new Date(),
      record: RECORD,
    });
    const wanted = { classifier: 'seeded', ids: [id], by: ADMIN, limit: 100 };
    return reviews.listDecidedLabels(database, wanted);
  },
};
