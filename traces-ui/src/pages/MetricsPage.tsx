import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { metricsQuery } from '../api/queries.ts';
import { FrontierPanel } from '../frontier/FrontierPanel.tsx';
import { frontiersOfModels } from '../frontier/frontiers-of-groups.ts';
import { FigureCards } from '../metrics/FigureCards.tsx';
import { GroupTable } from '../metrics/GroupTable.tsx';
import { RecoveryPanel } from '../metrics/RecoveryPanel.tsx';
import styles from '../metrics/metrics.module.css';
import { ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import table from '../ui/table.module.css';
import { METRIC_GROUP_WORDS, METRIC_PERIODS } from '../ui/terms/metric-terms.ts';
import { valueIn, valuesOf } from '../ui/terms/term.ts';

const route = getRouteApi('/app/quality');

/** What the service is worth: success, cost, latency and what people think of it, over a time. */
export function MetricsPage() {
  const { period = 'month', by = 'day' } = route.useSearch();
  const navigate = route.useNavigate();
  const summary = useQuery(metricsQuery(METRIC_PERIODS[period].days, by));
  return (
    <div className={page.page}>
      <div className={page.heading}>
        <div>
          <h1 className={page.title}>Metrics</h1>
          <p className={page.lead}>
            Of all answers but those of evaluations and replays. What nobody has measured is “no
            data”, never 0. Precision, recall and the frontiers of variants stand in{' '}
            <Link to="/evaluations">evaluations</Link>; <code>npm run footnote -- load</code>{' '}
            measures p95 at a stated load.
          </p>
        </div>
        <div className={styles.controls}>
          <SegmentedControl
            size="xs"
            aria-label="Time"
            data={valuesOf(METRIC_PERIODS).map((value) => ({
              value,
              label: METRIC_PERIODS[value].label,
            }))}
            value={period}
            onChange={(value) =>
              void navigate({ search: { period: valueIn(METRIC_PERIODS, value), by } })
            }
          />
          <SegmentedControl
            size="xs"
            aria-label="By"
            data={valuesOf(METRIC_GROUP_WORDS).map((value) => ({
              value,
              label: METRIC_GROUP_WORDS[value],
            }))}
            value={by}
            onChange={(value) =>
              void navigate({ search: { period, by: valueIn(METRIC_GROUP_WORDS, value) } })
            }
          />
        </div>
      </div>
      {summary.isPending && <LoadingState what="the metrics" lines={8} />}
      {summary.isError && (
        <ErrorState
          error={summary.error}
          action="load the metrics"
          onRetry={() => void summary.refetch()}
        />
      )}
      {summary.data !== undefined && (
        <>
          <FigureCards summary={summary.data} />
          <RecoveryPanel recovery={summary.data.recovery} />
          {summary.data.groups.length > 0 && (
            <div className={table.frame}>
              <GroupTable summary={summary.data} />
            </div>
          )}
          {by === 'model' &&
            frontiersOfModels(summary.data).map((frontier) => (
              <FrontierPanel key={frontier.effort} frontier={frontier} />
            ))}
        </>
      )}
    </div>
  );
}
