import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { WorkflowSummary } from '../../../contract/workflow.ts';
import { workflowsQuery } from '../api/workflow-queries.ts';
import { formatCount } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';

/** The configured workflows. */
export function WorkflowsPage() {
  const workflows = useQuery(workflowsQuery());
  const rows = workflows.data?.data ?? [];
  return (
    <div className={page.page}>
      <div className={page.heading}>
        <div>
          <h1 className={page.title}>Workflows</h1>
          <p className={page.lead}>
            Tickets that are classified, answered and verified: resolved, or brought to a person.
          </p>
        </div>
      </div>
      <div className={table.frame}>
        {workflows.isPending && <LoadingState what="workflows" />}
        {workflows.isError && (
          <ErrorState
            error={workflows.error}
            action="load the workflows"
            onRetry={() => void workflows.refetch()}
          />
        )}
        {workflows.isSuccess && rows.length === 0 && (
          <EmptyState title="No workflow is configured">
            The section “workflows” of footnote.config.yaml names them.
          </EmptyState>
        )}
        {rows.length > 0 && <WorkflowTable rows={rows} />}
      </div>
    </div>
  );
}

function WorkflowTable({ rows }: { readonly rows: readonly WorkflowSummary[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">Workflow</th>
          <th scope="col">Steps</th>
          <th scope="col" className={table.number}>
            Runs
          </th>
          <th scope="col" className={table.number}>
            Open tickets
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, description, steps, ...counts }) => (
          <tr key={name}>
            <td className={table.main}>
              <Link to="/workflows/$name" params={{ name }}>
                {name}
              </Link>
              <div className={table.soft}>
                <RevealedText text={description} />
              </div>
            </td>
            <td data-label="Steps" data-wide>
              {steps.map((step) => step.name ?? step.kind).join(' → ')}
            </td>
            <td data-label="Runs" className={table.number}>
              {formatCount(counts.runs)}
            </td>
            <td data-label="Open tickets" className={table.number}>
              {formatCount(counts.open_items)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
