import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { BodyInput } from '../../../contract/endpoint-types.ts';
import { call } from '../api/client.ts';

interface ReviewActionsOptions {
  readonly id: string;
  /** After a decision is stored and the queue is fresh again. */
  readonly onDecided: () => void;
}

/** The two things that can be done with a review. */
export function useReviewActions({ id, onDecided }: ReviewActionsOptions) {
  const queryClient = useQueryClient();
  const refresh = async () => {
    await queryClient.invalidateQueries({ queryKey: ['review', id] });
    await queryClient.invalidateQueries({ queryKey: ['reviews'] });
  };
  const claim = useMutation({
    mutationFn: () => call('claimReview', { params: { id } }),
    onSettled: refresh,
  });
  const decide = useMutation({
    mutationFn: (body: BodyInput<'decideReview'>) => call('decideReview', { params: { id }, body }),
    onSuccess: async () => {
      await refresh();
      onDecided();
    },
    onError: refresh,
  });
  return { claim, decide };
}
