import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { IngestRun } from '../../../contract/ingest-run.ts';
import { ingestRunsQuery } from '../api/queries.ts';
import { describeBegin, describeDocuments } from '../runs/run-progress.ts';
import { formatCount, formatDateTime } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import table from '../ui/table.module.css';
import { TermTag } from '../ui/Tag.tsx';
import { RUN_KIND_WORDS, RUN_STATUS_TERMS } from '../ui/terms/run-terms.ts';

/** Every ingest run, the newest first. */
export function RunsPage() {
  const runs = useInfiniteQuery(ingestRunsQuery());
  const rows = runs.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <div className={page.page}>
      <div className={page.heading}>
        <div>
          <h1 className={page.title}>Runs</h1>
          <p className={page.lead}>What was ingested, synced and indexed anew, the newest first.</p>
        </div>
        <Button size="xs" variant="default" onClick={() => void runs.refetch()}>
          Refresh
        </Button>
      </div>
      <div className={table.frame}>
        {runs.isPending && <LoadingState what="runs" lines={10} />}
        {runs.isError && (
          <ErrorState
            error={runs.error}
            action="load the runs"
            onRetry={() => void runs.refetch()}
          />
        )}
        {runs.isSuccess && rows.length === 0 && (
          <EmptyState title="Nothing has been ingested yet">
            <Link to="/documents">Upload the first documents</Link>
          </EmptyState>
        )}
        {rows.length > 0 && <RunTable rows={rows} />}
      </div>
      {rows.length > 0 && (
        <div className={page.more}>
          <span>{rows.length} shown</span>
          {runs.hasNextPage && (
            <Button
              size="xs"
              variant="default"
              loading={runs.isFetchingNextPage}
              onClick={() => void runs.fetchNextPage()}
            >
              Load more
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function RunTable({ rows }: { readonly rows: readonly IngestRun[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">Run</th>
          <th scope="col">Status</th>
          <th scope="col">Documents</th>
          <th scope="col" className={table.number} title="Added, reused and withdrawn chunks">
            Chunks + / = / −
          </th>
          <th scope="col" className={table.number}>
            Stale answers
          </th>
          <th scope="col">Begun</th>
          <th scope="col">Ended</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </tbody>
    </table>
  );
}

function RunRow({ run }: { readonly run: IngestRun }) {
  const { added, reused, retired } = run.chunks;
  return (
    <tr>
      <td className={table.main}>
        <Link to="/runs/$runId" params={{ runId: run.id }}>
          {RUN_KIND_WORDS[run.kind]}, {formatDateTime(run.created_at)}
        </Link>
      </td>
      <td data-label="Status">
        <TermTag term={RUN_STATUS_TERMS[run.status]} />
      </td>
      <td data-label="Documents">{describeDocuments(run)}</td>
      <td data-label="Chunks + / = / −" className={table.number}>
        {formatCount(added)} / {formatCount(reused)} / {formatCount(retired)}
      </td>
      <td data-label="Stale answers" className={table.number}>
        {formatCount(run.stale_answers)}
      </td>
      <td data-label="Begun">{describeBegin(run)}</td>
      <td data-label="Ended">
        {run.finished_at === null ? 'not yet' : formatDateTime(run.finished_at)}
      </td>
    </tr>
  );
}
