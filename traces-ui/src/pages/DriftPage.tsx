import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { DriftLedger } from '../../../contract/drift.ts';
import { driftQuery } from '../api/queries.ts';
import { AttributionPanel } from '../drift/AttributionPanel.tsx';
import styles from '../drift/drift.module.css';
import { EventTable } from '../drift/EventTable.tsx';
import { MeasureTable } from '../drift/MeasureTable.tsx';
import controls from '../metrics/metrics.module.css';
import { formatCount, formatDateTime } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import table from '../ui/table.module.css';
import { DRIFT_MEASURE_TERMS, DRIFT_WINDOWS } from '../ui/terms/drift-terms.ts';
import { METRIC_PERIODS } from '../ui/terms/metric-terms.ts';
import { valueIn, valuesOf } from '../ui/terms/term.ts';

const route = getRouteApi('/app/quality/drift');

/** What changed, what moved since, and which change did it. */
export function DriftPage() {
  const { period = 'month', window = '500' } = route.useSearch();
  const navigate = route.useNavigate();
  const size = Number(window);
  const ledger = useQuery(driftQuery(METRIC_PERIODS[period].days, size));
  return (
    <div className={page.page}>
      <div className={page.heading}>
        <div>
          <h1 className={page.title}>Drift</h1>
          <p className={page.lead}>
            Each window of answers is compared with those before it. Windows that are alike are said
            to differ in 1 of 100 comparisons at most, over all measures together.
          </p>
        </div>
        <div className={controls.controls}>
          <SegmentedControl
            size="xs"
            aria-label="Time"
            data={valuesOf(METRIC_PERIODS).map((value) => ({
              value,
              label: METRIC_PERIODS[value].label,
            }))}
            value={period}
            onChange={(value) =>
              void navigate({ search: { period: valueIn(METRIC_PERIODS, value), window } })
            }
          />
          <SegmentedControl
            size="xs"
            aria-label="Answers in a window"
            data={valuesOf(DRIFT_WINDOWS).map((value) => ({ value, label: DRIFT_WINDOWS[value] }))}
            value={window}
            onChange={(value) =>
              void navigate({ search: { period, window: valueIn(DRIFT_WINDOWS, value) } })
            }
          />
        </div>
      </div>
      {ledger.isPending && <LoadingState what="the drift" lines={8} />}
      {ledger.isError && (
        <ErrorState
          error={ledger.error}
          action="load the drift"
          onRetry={() => void ledger.refetch()}
        />
      )}
      {ledger.data !== undefined && <Ledger ledger={ledger.data} />}
    </div>
  );
}

/** Leads to the largest windows of which there are two, so that there is something to compare. */
function SmallerWindow({ answers }: { readonly answers: number }) {
  const fitting = valuesOf(DRIFT_WINDOWS).findLast((size) => 2 * Number(size) <= answers);
  if (fitting === undefined) return null;
  return (
    <>
      {' '}
      <Link to="/quality/drift" search={(current) => ({ ...current, window: fitting })}>
        Compare windows of {DRIFT_WINDOWS[fitting]}
      </Link>
    </>
  );
}

function Ledger({ ledger }: { readonly ledger: DriftLedger }) {
  const { windows, events, answers, window } = ledger;
  return (
    <div className={styles.stack}>
      <p aria-live="polite">{describeNewest(ledger)}</p>
      {windows.length === 0 ? (
        <EmptyState title="There is no whole window of answers">
          {formatCount(answers)} answers in this time; a window has {formatCount(window)}.
          <SmallerWindow answers={answers} />
        </EmptyState>
      ) : (
        <div className={table.frame}>
          <MeasureTable windows={windows} />
        </div>
      )}
      <AttributionPanel window={window} />
      {events.length === 0 ? (
        <EmptyState title="Nothing changed in this time" />
      ) : (
        <div className={table.frame}>
          <EventTable events={events} />
        </div>
      )}
    </div>
  );
}

function describeNewest({ windows, answers }: DriftLedger): string {
  const newest = windows.at(-1);
  if (newest === undefined) return `${formatCount(answers)} answers.`;
  const { comparison } = newest;
  const when = `the newest window, until ${formatDateTime(newest.to)}`;
  if (comparison === null) return `There are too few answers to compare ${when}, with.`;
  if (comparison.alarms.length === 0) {
    return `Nothing has moved in ${when} (p ${comparison.p.toFixed(3)}).`;
  }
  const names = comparison.alarms.map(({ measure }) => DRIFT_MEASURE_TERMS[measure].label);
  return `Moved in ${when}: ${names.join(', ')}.`;
}
