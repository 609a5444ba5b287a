import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { workflowQuery, workflowRunsQuery } from '../api/workflow-queries.ts';
import document from '../documents/document.module.css';
import { BackLink } from '../ui/BackLink.tsx';
import { formatDateTime } from '../ui/format.ts';
import { ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { RevealedText } from '../ui/RevealedText.tsx';
import { Funnel } from '../workflows/Funnel.tsx';
import { LabelFigures } from '../workflows/LabelFigures.tsx';
import { RunTable } from '../workflows/RunTable.tsx';
import { StepFigures } from '../workflows/StepFigures.tsx';
import { TicketTable } from '../workflows/TicketTable.tsx';

const route = getRouteApi('/app/workflows/$name');

/** What became of a workflow's tickets, of all runs or of one, with the tickets behind every number. */
export function WorkflowPage() {
  const { name } = route.useParams();
  const { run: runId } = route.useSearch();
  const runs = useInfiniteQuery(workflowRunsQuery(name));
  const known = runs.data?.pages.flatMap((loaded) => loaded.data) ?? [];
  const isOpen = known.some((run) => run.finished_at === null);
  const workflow = useQuery(workflowQuery(name, runId, isOpen));
  if (workflow.isPending) return <LoadingState what="the workflow" lines={12} />;
  if (workflow.data === undefined) {
    return (
      <>
        <h1 className="visually-hidden">Workflow</h1>
        <ErrorState
          error={workflow.error}
          action="load the workflow"
          onRetry={() => void workflow.refetch()}
        />
      </>
    );
  }
  const { description, steps, figures } = workflow.data;
  const chosen = known.find((run) => run.id === runId);
  return (
    <div className={page.page}>
      <header className={document.header}>
        <BackLink to="/workflows">Workflows</BackLink>
        <div className={page.heading}>
          <div>
            <h1 className={page.title}>{name}</h1>
            <p className={page.lead}>
              <RevealedText text={description} />{' '}
              {steps.map((step) => step.name ?? step.kind).join(' → ')}
            </p>
          </div>
          {runId !== undefined && (
            <p className={page.lead}>
              One run
              {chosen === undefined ? '' : ` of ${formatDateTime(chosen.created_at)}`}.{' '}
              <Link to="/workflows/$name" params={{ name }} search={{}}>
                Show all runs
              </Link>
            </p>
          )}
        </div>
      </header>
      <Funnel figures={figures} />
      {figures.steps.length > 0 && <StepFigures steps={figures.steps} />}
      {figures.labels.length > 0 && <LabelFigures labels={figures.labels} />}
      <RunTable runs={known} onMore={runs.hasNextPage ? () => void runs.fetchNextPage() : null} />
      <TicketTable isOpen={isOpen} />
    </div>
  );
}
