import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Alert, AlertStanding } from '../../../contract/alert.ts';
import { alertsQuery } from '../api/watch-queries.ts';
import { formatDateTime, formatDuration } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { Panel } from '../ui/Panel.tsx';
import table from '../ui/table.module.css';
import { PlainTag, TermTag } from '../ui/Tag.tsx';
import { ALERT_STATE_TERMS } from '../ui/terms/alert-terms.ts';

/** What the service watches in its own figures: how each rule stands, and when it was open. */
export function AlertsPage() {
  const alerts = useInfiniteQuery(alertsQuery());
  return (
    <div className={page.page}>
      <div>
        <h1 className={page.title}>Alerts</h1>
        <p className={page.lead}>
          Rules of the configuration over the figures of this workspace. What has too few answers is
          “no data”: it neither opens nor closes.
        </p>
      </div>
      {alerts.isPending && <LoadingState what="the alerts" />}
      {alerts.isError && (
        <ErrorState
          error={alerts.error}
          action="load the alerts"
          onRetry={() => void alerts.refetch()}
        />
      )}
      {alerts.isSuccess && (
        <>
          <RuleFrame rules={alerts.data.pages[0]?.rules ?? []} />
          <Panel title="History">
            <HistoryTable alerts={alerts.data.pages.flatMap(({ data }) => data)} />
            {alerts.hasNextPage && (
              <Button
                size="xs"
                variant="default"
                loading={alerts.isFetchingNextPage}
                onClick={() => void alerts.fetchNextPage()}
              >
                Show more
              </Button>
            )}
          </Panel>
        </>
      )}
    </div>
  );
}

function RuleFrame({ rules }: { readonly rules: readonly AlertStanding[] }) {
  if (rules.length === 0) {
    return (
      <div className={table.frame}>
        <EmptyState title="Nothing is watched">
          The section alerts of the configuration says what is.
        </EmptyState>
      </div>
    );
  }
  return (
    <div className={table.frame}>
      <table className={table.table} aria-label="Rules">
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">State</th>
            <th scope="col">Seen last</th>
          </tr>
        </thead>
        <tbody>
          {rules.map((rule) => (
            <tr key={rule.name}>
              <td className={table.main}>
                <strong>{rule.name}</strong>
                <div className={table.soft}>{rule.says}</div>
              </td>
              <td data-label="State">
                {rule.state === null ? (
                  <PlainTag>not looked at yet</PlainTag>
                ) : (
                  <TermTag term={ALERT_STATE_TERMS[rule.state]} />
                )}
                {rule.since !== null && (
                  <div className={table.soft}>since {formatDateTime(rule.since)}</div>
                )}
              </td>
              <td data-label="Seen last" data-wide>
                {rule.value === null && 'No data. '}
                {rule.detail}
                {rule.kind === 'drift' && (
                  <>
                    {' '}
                    <Link to="/quality/drift">Show the windows</Link>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function HistoryTable({ alerts }: { readonly alerts: readonly Alert[] }) {
  if (alerts.length === 0) return <EmptyState title="No alert was ever open" />;
  return (
    <table className={table.table} aria-label="History">
      <thead>
        <tr>
          <th scope="col">Alert</th>
          <th scope="col">Opened</th>
          <th scope="col">Closed</th>
        </tr>
      </thead>
      <tbody>
        {alerts.map((alert) => (
          <tr key={alert.id}>
            <td className={table.main}>
              <strong>{alert.name}</strong>
              <div className={table.soft}>{alert.detail}</div>
            </td>
            <td data-label="Opened">{formatDateTime(alert.opened_at)}</td>
            <td data-label="Closed">
              {alert.closed_at === null ? (
                <TermTag term={ALERT_STATE_TERMS.open} />
              ) : (
                `after ${formatDuration(Date.parse(alert.closed_at) - Date.parse(alert.opened_at))}`
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
