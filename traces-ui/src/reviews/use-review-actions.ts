import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { BodyInput } from '../../../contract/endpoint-types.ts';
import { call } from '../api/client.ts';
import { reviewsQuery } from '../api/queries.ts';

interface ReviewActionsOptions {
  readonly id: string;
  readonly onDecided: () => void;
}

/** The two things that can be done with a review. */
export function useReviewActions({ id, onDecided }: ReviewActionsOptions) {
  const queryClient = useQueryClient();
  const refresh = () => {
    void queryClient.invalidateQueries({ queryKey: ['review', id] });
    void queryClient.invalidateQueries({ queryKey: ['reviews'] });
  };
  // Left in the queue until it is fetched again, what was just decided would come up as the next one.
  const takeFromQueue = () => {
    queryClient.setQueryData(reviewsQuery('open').queryKey, (queue) =>
      queue === undefined
        ? undefined
        : {
            ...queue,
            pages: queue.pages.map((page) => ({
              ...page,
              data: page.data.filter((review) => review.id !== id),
            })),
          },
    );
  };
  const claim = useMutation({
    mutationFn: () => call('claimReview', { params: { id } }),
    onSuccess: takeFromQueue,
    onSettled: refresh,
  });
  const decide = useMutation({
    mutationFn: (body: BodyInput<'decideReview'>) => call('decideReview', { params: { id }, body }),
    onSuccess: () => {
      takeFromQueue();
      onDecided();
    },
    onSettled: refresh,
  });
  return { claim, decide };
}
