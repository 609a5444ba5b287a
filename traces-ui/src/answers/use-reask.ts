import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import type { ResponseOf } from '../../../contract/endpoint-types.ts';

/** What stale answers belong to: a run that changed something, or a document that they cite. */
export type AnswerScope = { readonly run_id: string } | { readonly document_id: string };

/** Asks stale answers anew; the lists that show them are asked for again behind it. */
export function useReask(scope: AnswerScope) {
  const queryClient = useQueryClient();
  return useMutation<ResponseOf<'reaskAnswers'>, Error, readonly string[]>({
    mutationFn: (traceIds) =>
      call('reaskAnswers', { body: { ...scope, trace_ids: [...traceIds] } }),
    onSettled: async () => {
      await Promise.all(
        [['citing-answers'], ['traces'], ['trace']].map((queryKey) =>
          queryClient.invalidateQueries({ queryKey }),
        ),
      );
    },
  });
}
