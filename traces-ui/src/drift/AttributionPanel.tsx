import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { DriftAttribution } from '../../../contract/drift-attribution.ts';
import { call } from '../api/client.ts';
import { driftAttributionsQuery } from '../api/queries.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { formatCost, formatDateTime, formatScore } from '../ui/format.ts';
import { Panel } from '../ui/Panel.tsx';
import table from '../ui/table.module.css';
import { DRIFT_FACTOR_WORDS, DRIFT_MEASURE_TERMS } from '../ui/terms/drift-terms.ts';
import styles from './drift.module.css';

/** Which change did it: the newest attribution, and the button that starts another. */
export function AttributionPanel({ window }: { readonly window: number }) {
  const attributions = useQuery(driftAttributionsQuery());
  const queryClient = useQueryClient();
  const start = useMutation({
    mutationFn: () => call('createDriftAttribution', { body: { window } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['drift-attributions'] }),
  });
  const newest = attributions.data?.data[0];
  return (
    <Panel
      title="Which change did it"
      aside={
        <Button
          size="xs"
          variant="default"
          loading={start.isPending || newest?.status === 'running'}
          onClick={() => start.mutate()}
        >
          Replay 20 questions
        </Button>
      }
    >
      <p className={table.soft}>
        Recent questions are asked once more with one thing as it was: documents, settings, prompt
        or model. Replays cost what answers cost.
      </p>
      <ActionError error={start.error} />
      {newest === undefined ? <p>Nothing was attributed yet.</p> : <Attribution of={newest} />}
    </Panel>
  );
}

function Attribution({
  of: { created_at: at, status, result, failure, replays },
}: AttributionProps) {
  if (status === 'running') {
    return (
      <output>
        {replays.done} of {replays.total} replays are done.
      </output>
    );
  }
  if (result === null) return <p>It failed: {failure}</p>;
  return (
    <>
      <div className={styles.scroll}>
        <EffectTable factors={result.factors} />
      </div>
      {result.not_replayed.map(({ what, why }) => (
        <p key={what} className={table.soft}>
          Not replayed: {what}. {why}
        </p>
      ))}
      <p className={table.soft}>
        Of {formatDateTime(at)}: {replays.done} replays, {result.failed_replays} refused,{' '}
        {formatCost(result.cost_usd)}.
      </p>
    </>
  );
}

interface AttributionProps {
  readonly of: DriftAttribution;
}

type Factors = NonNullable<DriftAttribution['result']>['factors'];

function EffectTable({ factors }: { readonly factors: Factors }) {
  return (
    <table className={table.table} aria-label="Effects of changes">
      <thead>
        <tr>
          <th scope="col">Change</th>
          <th scope="col">Measure</th>
          <th scope="col" className={table.number}>
            Moved
          </th>
          <th scope="col" className={table.number}>
            By this change
          </th>
          <th scope="col">95 % interval</th>
          <th scope="col">Verdict</th>
          <th scope="col">Replays</th>
        </tr>
      </thead>
      <tbody>
        {factors.flatMap(({ factor, before, after, effects, replays }) =>
          effects.map((effect) => (
            <tr key={`${factor} ${effect.measure}`}>
              <th scope="row" title={`${before} → ${after}`}>
                {DRIFT_FACTOR_WORDS[factor]}
              </th>
              <td data-label="Measure">
                {DRIFT_MEASURE_TERMS[effect.measure].label}
                {effect.value !== null && ` (${effect.value})`}
              </td>
              <td data-label="Moved" className={table.number}>
                {formatScore(effect.moved)}
              </td>
              <td data-label="By this change" className={table.number}>
                {formatScore(effect.effect)}
              </td>
              <td data-label="95 % interval" className={table.nowrap}>
                {formatScore(effect.low)} to {formatScore(effect.high)}
              </td>
              <td data-label="Verdict" className={effect.is_cause ? styles.cause : undefined}>
                {effect.is_cause ? 'A cause' : 'Not shown'} (p {effect.p.toFixed(3)})
              </td>
              <td data-label="Replays">
                <Replays replays={replays} />
              </td>
            </tr>
          )),
        )}
      </tbody>
    </table>
  );
}

function Replays({ replays }: { readonly replays: Factors[number]['replays'] }) {
  const [first] = replays;
  if (first === undefined) return null;
  return (
    <Link
      to="/traces/$traceId/compare/$otherId"
      params={{ traceId: first.before, otherId: first.now }}
    >
      Compare the first of {replays.length}
    </Link>
  );
}
