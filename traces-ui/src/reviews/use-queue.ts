import { useInfiniteQuery } from '@tanstack/react-query';
import type { Review } from '../../../contract/review.ts';
import { reviewsQuery } from '../api/queries.ts';

export interface ReviewQueue {
  /** Open reviews beside this one, the first due first. */
  readonly waiting: readonly Review[];
  readonly hasMore: boolean;
}

/** What waits for a person beside the given review. */
export function useQueue(besides: string): ReviewQueue {
  const { data, hasNextPage } = useInfiniteQuery(reviewsQuery('open'));
  const open = data?.pages.flatMap((loaded) => loaded.data) ?? [];
  return { waiting: open.filter(({ id }) => id !== besides), hasMore: hasNextPage };
}
