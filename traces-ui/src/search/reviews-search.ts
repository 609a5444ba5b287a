import type { ReviewStatus } from '../../../contract/review.ts';
import { REVIEW_STATUS_TERMS } from '../ui/terms/review-terms.ts';
import { valueIn } from '../ui/terms/term.ts';
import type { RawSearch } from './url-search.ts';

export interface ReviewsSearch {
  /** Open ones when not given. */
  readonly status?: ReviewStatus | undefined;
}

export function readReviewsSearch(search: RawSearch): ReviewsSearch {
  return { status: valueIn(REVIEW_STATUS_TERMS, search['status']) };
}
