import { Button, NumberInput, Select, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { DistilledVersion } from '../../../contract/classifier.ts';
import { call } from '../api/client.ts';
import { modelsQuery } from '../api/queries.ts';
import { useMay } from '../api/use-session.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { formatCost, formatCount, formatDuration, formatPercent } from '../ui/format.ts';
import page from '../ui/page.module.css';
import { Fact, Facts, Panel } from '../ui/Panel.tsx';
import styles from './classifiers.module.css';
import { formatPoints } from './format-points.ts';

const MAX_TEXTS = 500;
const DEFAULT_COMPARED = 20;
const MAX_COMPARED = 200;

/** Lets a model label texts, and the next version learn from its labels; nothing where no model could. */
export function DistilPanel({ name }: { readonly name: string }) {
  const [model, setModel] = useState<string | null>(null);
  const [lines, setLines] = useState('');
  const [compared, setCompared] = useState<string | number>(DEFAULT_COMPARED);
  const models = useQuery(modelsQuery());
  const distil = useDistil(name);
  const mayAsk = useMay('ask');
  const names = (models.data?.data ?? [])
    .map(({ id }) => id)
    .filter((id) => id !== 'auto' && !id.startsWith('builtin'));
  if (!mayAsk || names.length === 0) return null;
  const texts = lines.split('\n').filter((line) => line.trim() !== '');
  return (
    <Panel title="Learn from a model" aside="The new version waits until it is activated">
      <div className={page.toolbar}>
        <Select label="Model" data={names} value={model} onChange={setModel} />
        <NumberInput
          label="Compared on"
          description="Examples that people labelled"
          min={0}
          max={MAX_COMPARED}
          allowDecimal={false}
          value={compared}
          onChange={setCompared}
        />
      </div>
      <Textarea
        label="Texts, one a line"
        autosize
        minRows={3}
        maxRows={12}
        value={lines}
        error={texts.length > MAX_TEXTS ? `At most ${formatCount(MAX_TEXTS)} texts.` : null}
        onChange={(event) => setLines(event.currentTarget.value)}
      />
      <Button
        mt="xs"
        loading={distil.isPending}
        disabled={model === null || texts.length === 0 || texts.length > MAX_TEXTS}
        onClick={() => {
          if (model !== null) distil.mutate({ model, texts, compare_on: Number(compared) });
        }}
      >
        Label {formatCount(texts.length)} and train
      </Button>
      <ActionError error={distil.error} />
      {distil.data !== undefined && <Outcome made={distil.data} />}
    </Panel>
  );
}

function useDistil(name: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: { model: string; texts: string[]; compare_on: number }) =>
      call('distilClassifier', { params: { name }, body }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: ['classifiers'] }),
  });
}

function Outcome({ made }: { readonly made: DistilledVersion }) {
  const { texts, agreement, compared, saving } = made.distillation;
  return (
    <output className={styles.outcome}>
      <Facts>
        <Fact name="Made">version {made.version}</Fact>
        <Fact name="Labelled">
          {formatCount(texts.labelled)} of {formatCount(texts.given)}
        </Fact>
        <Fact name="Agrees with the model">
          {agreement === null ? 'no data' : formatPercent(agreement)}
        </Fact>
        <Fact name="The model is better by">
          {compared === null
            ? 'no data'
            : `${formatPoints(compared.gap)}, on ${formatCount(compared.examples)} examples`}
        </Fact>
        <Fact name="The model costs">{formatCost(saving.model_usd_per_1000)} per 1,000 texts</Fact>
        <Fact name="Time per text">
          {formatDuration(saving.model_ms_per_text)}, here{' '}
          {formatDuration(saving.classifier_ms_per_text)}
        </Fact>
        <Fact name="Labelling cost">{formatCost(saving.spent_usd)}</Fact>
      </Facts>
    </output>
  );
}
