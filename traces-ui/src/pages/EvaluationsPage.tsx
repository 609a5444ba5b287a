import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Evaluation } from '../../../contract/evaluation.ts';
import type { GoldSet } from '../../../contract/gold-set.ts';
import { evaluationsQuery, goldSetsQuery } from '../api/evaluation-queries.ts';
import { StartForm } from '../evaluations/StartForm.tsx';
import { UploadForm } from '../gold-sets/UploadForm.tsx';
import { formatCount, formatDateTime } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { PlainTag, TermTag } from '../ui/Tag.tsx';
import { EVALUATION_STATUS_TERMS } from '../ui/terms/evaluation-terms.ts';

/** Gold sets, and the runs in which answers were held against them. */
export function EvaluationsPage() {
  const sets = useQuery(goldSetsQuery());
  const runs = useQuery(evaluationsQuery());
  return (
    <div className={page.page}>
      <div>
        <h1 className={page.title}>Evaluations</h1>
        <p className={page.lead}>
          Questions with what is expected of their answers, and how the service did on them.
        </p>
      </div>
      {sets.isSuccess && sets.data.data.length > 0 && <StartForm sets={sets.data.data} />}
      <div className={table.frame}>
        {runs.isPending && <LoadingState what="evaluation runs" />}
        {runs.isError && (
          <ErrorState
            error={runs.error}
            action="load the evaluation runs"
            onRetry={() => void runs.refetch()}
          />
        )}
        {runs.isSuccess && runs.data.data.length === 0 && (
          <EmptyState title="Nothing was evaluated yet">
            Store a gold set below, then start a run.
          </EmptyState>
        )}
        {runs.isSuccess && runs.data.data.length > 0 && <RunTable runs={runs.data.data} />}
      </div>
      <Panel title="Gold sets">
        {sets.isPending && <LoadingState what="gold sets" lines={2} />}
        {sets.isError && (
          <ErrorState
            error={sets.error}
            action="load the gold sets"
            onRetry={() => void sets.refetch()}
          />
        )}
        {sets.isSuccess && sets.data.data.length > 0 && <SetTable sets={sets.data.data} />}
        <UploadForm />
      </Panel>
    </div>
  );
}

function RunTable({ runs }: { readonly runs: readonly Evaluation[] }) {
  return (
    <table className={table.table} aria-label="Evaluation runs">
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col">Status</th>
          <th scope="col">Variants</th>
          <th scope="col" className={table.number}>
            Results
          </th>
          <th scope="col">Started by</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <td className={table.main}>
              <Link to="/evaluations/$evaluationId" params={{ evaluationId: run.id }}>
                {run.gold_set.name}, version {run.gold_set.version}
              </Link>{' '}
              {run.simulated && <PlainTag>simulated</PlainTag>}
              <div className={table.soft}>{formatDateTime(run.created_at)}</div>
            </td>
            <td data-label="Status">
              <TermTag term={EVALUATION_STATUS_TERMS[run.status]} />
            </td>
            <td data-label="Variants">{run.variants.map(({ name }) => name).join(', ')}</td>
            <td data-label="Results" className={table.number}>
              {formatCount(run.progress.done)} of {formatCount(run.progress.total)}
            </td>
            <td data-label="Started by">
              <RevealedText text={run.created_by} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function SetTable({ sets }: { readonly sets: readonly GoldSet[] }) {
  return (
    <table className={table.table} aria-label="Gold sets">
      <thead>
        <tr>
          <th scope="col">Name</th>
          <th scope="col" className={table.number}>
            Version
          </th>
          <th scope="col" className={table.number}>
            Items
          </th>
          <th scope="col">Note</th>
        </tr>
      </thead>
      <tbody>
        {sets.map((set) => (
          <tr key={set.name}>
            <td className={table.main}>
              <Link to="/gold-sets/$name" params={{ name: set.name }}>
                {set.name}
              </Link>
              <div className={table.soft}>{formatDateTime(set.created_at)}</div>
            </td>
            <td data-label="Version" className={table.number}>
              {set.version}
            </td>
            <td data-label="Items" className={table.number}>
              {formatCount(set.items)}
            </td>
            <td data-label="Note">
              <RevealedText text={set.note} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
