import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { call } from '../api/client.ts';
import { ActionError } from '../ui/ActionError.tsx';

/** Where one click puts what it is clicked on. */
const GOLD_SET = 'from-traces';

interface Props {
  readonly from:
    | { readonly kind: 'trace'; readonly traceId: string }
    | { readonly kind: 'review'; readonly reviewId: string };
}

/** Takes an answer, or what was decided on it, into the set `from-traces`; clicked again, it takes its place. */
export function AddToGoldSet({ from }: Props) {
  const queryClient = useQueryClient();
  const add = useMutation({
    mutationFn: () => {
      const body = { gold_set: GOLD_SET };
      return from.kind === 'trace'
        ? call('addTraceToGoldSet', { params: { id: from.traceId }, body })
        : call('addReviewToGoldSet', { params: { id: from.reviewId }, body });
    },
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ['gold-sets'] });
      await queryClient.invalidateQueries({ queryKey: ['gold-set', GOLD_SET] });
    },
  });
  return (
    <>
      {add.isSuccess ? (
        <Link to="/gold-sets/$name" params={{ name: GOLD_SET }}>
          In {GOLD_SET}, version {add.data.gold_set.version}
        </Link>
      ) : (
        <Button size="xs" variant="default" loading={add.isPending} onClick={() => add.mutate()}>
          To gold set
        </Button>
      )}
      <ActionError error={add.error} />
    </>
  );
}
