import { Button, Group, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Collection, ReindexPlan } from '../../../contract/collection.ts';
import { call } from '../api/client.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { formatCost, formatCount, formatDuration, formatQuantity } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import { Fact, Facts } from '../ui/Panel.tsx';
import styles from './collections.module.css';
import { describeReasons } from './stale-reasons.ts';

/** Says what building an index anew would change and cost, and builds it when that was confirmed. */
export function ReindexButton({ collection }: { readonly collection: Collection }) {
  const [isOpen, { open, close }] = useDisclosure(false);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const params = { name: collection.name };
  const plan = useMutation({
    mutationFn: () => call('reindexCollection', { params, body: { dry_run: true } }),
  });
  const start = useMutation({
    mutationFn: () => call('reindexCollection', { params, body: {} }),
    onSuccess: async ({ run_id: runId }) => {
      await queryClient.invalidateQueries({ queryKey: ['collections'] });
      close();
      if (runId !== null) await navigate({ to: '/runs/$runId', params: { runId } });
    },
  });
  const ask = () => {
    start.reset();
    plan.mutate();
    open();
  };
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        aria-label={`Re-index… ${collection.name}`}
        onClick={ask}
      >
        Re-index…
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={`Re-index ${collection.name}?`}
        size="lg"
        centered
        lockScroll={false}
        closeButtonProps={{ 'aria-label': 'Close' }}
      >
        {plan.isPending && <LoadingState what="what it would change" lines={4} />}
        {plan.isError && (
          <ErrorState
            error={plan.error}
            action="work out what it would change"
            onRetry={() => plan.mutate()}
          />
        )}
        {plan.isSuccess && <Plan plan={plan.data.plan} />}
        <ActionError error={start.error} />
        <Group justify="flex-end" mt="lg">
          <Button size="xs" variant="default" onClick={close}>
            Cancel
          </Button>
          <Button
            size="xs"
            disabled={!plan.isSuccess || isNothing(plan.data.plan)}
            loading={start.isPending}
            onClick={() => start.mutate()}
          >
            Start
          </Button>
        </Group>
      </Modal>
    </>
  );
}

function Plan({ plan }: { readonly plan: ReindexPlan }) {
  if (isNothing(plan)) {
    return (
      <EmptyState title="Nothing is stale">
        The index is what it would be if it were built today.
      </EmptyState>
    );
  }
  return (
    <div className={styles.plan}>
      <ul className={styles.reasons}>
        {describeReasons(plan.reasons).map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <Facts>
        <Fact name="Documents read again">{formatCount(plan.documents)}</Fact>
        <Fact name="Chunks made anew">{formatCount(plan.chunks.affected)}</Fact>
        <Fact name="Of these kept as they are">{formatCount(plan.chunks.kept)}</Fact>
        <Fact name="To embed">{formatQuantity(plan.tokens_to_embed, 'token')}</Fact>
        <Fact name="Cost">{plan.cost_usd === null ? 'not known' : formatCost(plan.cost_usd)}</Fact>
        <Fact name="Time">
          {plan.seconds === null
            ? 'not known before a first run'
            : `about ${formatDuration(plan.seconds * 1_000)}`}
        </Fact>
      </Facts>
      <p className={styles.soft}>
        The old index serves until the new one is complete.
        {plan.estimate && ' Figures about chunks that are yet to be cut are estimates.'}
      </p>
    </div>
  );
}

function isNothing(plan: ReindexPlan): boolean {
  return plan.documents === 0 && plan.chunks.affected === 0;
}
