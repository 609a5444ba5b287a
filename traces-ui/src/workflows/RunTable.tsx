import { Button } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { WorkflowRun } from '../../../contract/workflow.ts';
import { formatCost, formatCount, formatDateTime } from '../ui/format.ts';
import { EmptyState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { Panel } from '../ui/Panel.tsx';
import table from '../ui/table.module.css';
import { TermTag } from '../ui/Tag.tsx';
import { WORKFLOW_RUN_TERMS } from '../ui/terms/workflow-terms.ts';
import { WorkflowRunActions } from './WorkflowRunActions.tsx';

const route = getRouteApi('/app/workflows/$name');

interface RunTableProps {
  readonly runs: readonly WorkflowRun[];
  /** Null when all are shown. */
  readonly onMore: (() => void) | null;
}

/** The runs of a workflow; the figures above are those of the chosen one. */
export function RunTable({ runs, onMore }: RunTableProps) {
  return (
    <Panel title="Runs" aside="Choose one to see its figures alone">
      {runs.length === 0 ? (
        <EmptyState title="No ticket has been sent yet">
          <code>npm run footnote -- workflow run &lt;name&gt; tickets.jsonl</code>
        </EmptyState>
      ) : (
        <div className={table.bare}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">Run</th>
                <th scope="col">Status</th>
                <th scope="col">Tickets</th>
                <th scope="col">Refused lines</th>
                <th scope="col" className={table.number}>
                  Cost
                </th>
                <th scope="col">Steer</th>
              </tr>
            </thead>
            <tbody>
              {runs.map((run) => (
                <RunRow key={run.id} run={run} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {onMore !== null && (
        <div className={page.more}>
          <Button size="xs" variant="default" onClick={onMore}>
            Load more
          </Button>
        </div>
      )}
    </Panel>
  );
}

function RunRow({ run }: { readonly run: WorkflowRun }) {
  const { name } = route.useParams();
  const search = route.useSearch();
  const { items, refused } = run;
  const ended = items.done + items.failed + items.cancelled;
  return (
    <tr data-active={search.run === run.id || undefined}>
      <td className={table.main}>
        <Link to="/workflows/$name" params={{ name }} search={{ run: run.id }}>
          {formatDateTime(run.created_at)}
        </Link>
      </td>
      <td data-label="Status">
        <TermTag term={WORKFLOW_RUN_TERMS[run.status]} />
      </td>
      <td data-label="Tickets">
        {formatCount(ended)} of {formatCount(items.total)}
        {items.failed > 0 && `, ${formatCount(items.failed)} failed`}
        {run.finished_at === null && (
          <div>
            <progress max={items.total} value={ended} aria-label="Progress of the run" />
          </div>
        )}
      </td>
      <td data-label="Refused lines" title={refused.lines.map(describeLine).join('\n')}>
        {formatCount(refused.count)}
      </td>
      <td data-label="Cost" className={table.number}>
        {formatCost(run.usage.cost_usd)}
      </td>
      <td data-label="Steer">
        <WorkflowRunActions run={run} />
      </td>
    </tr>
  );
}

function describeLine({ line, detail }: WorkflowRun['refused']['lines'][number]): string {
  return `line ${line}: ${detail}`;
}
