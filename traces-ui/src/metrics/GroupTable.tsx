import { Link } from '@tanstack/react-router';
import type { MetricsSummary } from '../../../contract/metrics.ts';
import { readTracesSearch } from '../search/traces-search.ts';
import { formatCost, formatCount, formatDuration, formatPercent } from '../ui/format.ts';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { METRIC_GROUP_WORDS } from '../ui/terms/metric-terms.ts';
import { orNoData } from './FigureCards.tsx';

/** The same figures for each group, a line each. */
export function GroupTable({ summary }: { readonly summary: MetricsSummary }) {
  return (
    <table className={table.table} aria-label={`Figures by ${summary.group_by}`}>
      <thead>
        <tr>
          <th scope="col">{METRIC_GROUP_WORDS[summary.group_by]}</th>
          {[
            'Answers',
            'Success',
            'Cost per success',
            'p95',
            'Tokens',
            'Unsupported',
            'Larger model',
            'Held',
          ].map((name) => (
            <th key={name} scope="col" className={table.number}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {summary.groups.map((group) => (
          <tr key={group.key ?? ''}>
            <th scope="row">
              {group.key === null ? 'none' : <GroupLink summary={summary} name={group.key} />}
            </th>
            <td data-label="Answers" className={table.number}>
              {formatCount(group.requests)}
            </td>
            <td data-label="Success" className={table.number}>
              {orNoData(group.success?.rate ?? null, formatPercent)}
            </td>
            <td data-label="Cost per success" className={table.number}>
              {orNoData(group.cost_usd.per_success, formatCost)}
            </td>
            <td data-label="p95" className={table.number}>
              {orNoData(group.latency_ms?.p95 ?? null, formatDuration)}
            </td>
            <td data-label="Tokens" className={table.number}>
              {orNoData(group.tokens.per_request, (tokens) => formatCount(Math.round(tokens)))}
            </td>
            <td data-label="Unsupported" className={table.number}>
              {orNoData(group.hallucination.claims?.rate ?? null, formatPercent)}
            </td>
            <td data-label="Larger model" className={table.number}>
              {orNoData(group.escalation?.rate ?? null, formatPercent)}
            </td>
            <td data-label="Held" className={table.number}>
              {orNoData(group.review.opened?.rate ?? null, formatPercent)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The group's name, with its traces where the list of traces knows the group. */
function GroupLink(props: { readonly summary: MetricsSummary; readonly name: string }) {
  const { summary, name } = props;
  const { from, to, group_by: by } = summary;
  const filter = readTracesSearch({ [by]: name, kind: 'answer', from, to });
  if (by !== 'app' && by !== 'model' && by !== 'task') return <RevealedText text={name} />;
  return (
    <Link to="/traces" search={filter}>
      <RevealedText text={name} />
    </Link>
  );
}
