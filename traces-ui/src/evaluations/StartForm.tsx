import { Button, MultiSelect, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { BodyInput } from '../../../contract/endpoint-types.ts';
import type { GoldSet } from '../../../contract/gold-set.ts';
import { call } from '../api/client.ts';
import { modelsQuery } from '../api/queries.ts';
import { ActionError } from '../ui/ActionError.tsx';
import page from '../ui/page.module.css';
import { Panel } from '../ui/Panel.tsx';
import { CONFIGURED, variantOf } from './variant-of.ts';

/** Starts a run: a gold set, and the configuration as it is or with one model named. */
export function StartForm({ sets }: { readonly sets: readonly GoldSet[] }) {
  const [goldSet, setGoldSet] = useState<string | null>(sets[0]?.name ?? null);
  const [variants, setVariants] = useState<string[]>([CONFIGURED]);
  const models = useQuery(modelsQuery());
  const names = models.data?.data.map(({ id }) => id).filter((id) => id !== 'auto') ?? [];
  const start = useStart();
  return (
    <Panel title="Start a run">
      <div className={page.toolbar}>
        <Select
          label="Gold set"
          data={sets.map(({ name }) => name)}
          value={goldSet}
          onChange={setGoldSet}
          allowDeselect={false}
        />
        <MultiSelect
          label="Variants"
          description="The others are compared with the first."
          data={[CONFIGURED, ...names]}
          value={variants}
          onChange={setVariants}
          data-grow
        />
        <Button
          data-fit
          loading={start.isPending}
          disabled={goldSet === null || variants.length === 0}
          onClick={() => {
            if (goldSet === null) return;
            start.mutate({ gold_set: goldSet, variants: variants.map(variantOf) });
          }}
        >
          Start
        </Button>
      </div>
      <ActionError error={start.error} />
    </Panel>
  );
}

function useStart() {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: BodyInput<'createEvaluation'>) => call('createEvaluation', { body }),
    onSuccess: async ({ id }) => {
      await queryClient.invalidateQueries({ queryKey: ['evaluations'] });
      await navigate({ to: '/evaluations/$evaluationId', params: { evaluationId: id } });
    },
  });
}
