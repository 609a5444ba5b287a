import { z } from 'zod';
import type { Endpoint } from '../endpoint.ts';
import { ReviewId } from '../ids.ts';
import { DecideReview, ListReviews, Review, ReviewDetail, ReviewPage } from '../review.ts';

const reviewParams = z.strictObject({ id: ReviewId });

export const reviewsEndpoints = {
  listReviews: {
    method: 'get',
    path: '/v1/reviews',
    access: 'review',
    tag: 'Reviews',
    summary: 'Answers that wait for a person, the first due first.',
    query: ListReviews,
    response: ReviewPage,
    status: 200,
  },
  getReview: {
    method: 'get',
    path: '/v1/reviews/:id',
    access: 'review',
    tag: 'Reviews',
    summary: 'The question, the draft that is held back, its evidence and its verdicts.',
    params: reviewParams,
    response: ReviewDetail,
    status: 200,
  },
  claimReview: {
    method: 'post',
    path: '/v1/reviews/:id/claim',
    access: 'review',
    tag: 'Reviews',
    summary: 'Take a review, so that nobody else decides it until the claim runs out.',
    params: reviewParams,
    response: Review,
    status: 200,
  },
  decideReview: {
    method: 'post',
    path: '/v1/reviews/:id/decision',
    access: 'review',
    tag: 'Reviews',
    summary: 'Approve the draft, correct it, or reject it; the asker gets what was decided.',
    params: reviewParams,
    body: DecideReview,
    response: ReviewDetail,
    status: 200,
    creates: true,
  },
} as const satisfies Record<string, Endpoint>;
