import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { VerificationRun } from '../../../contract/verification-run.ts';
import { verificationRunsQuery } from '../api/verification-queries.ts';
import { formatCount, formatDateTime } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import table from '../ui/table.module.css';
import { TermTag } from '../ui/Tag.tsx';
import { VERIFICATION_RUN_TERMS } from '../ui/terms/verification-run-terms.ts';
import { describeScope } from '../verifications/describe-scope.ts';
import { StartForm } from '../verifications/StartForm.tsx';

/** Stored answers that were checked once more, run by run. */
export function VerificationsPage() {
  const runs = useInfiniteQuery(verificationRunsQuery());
  const rows = runs.data?.pages.flatMap((part) => part.data) ?? [];
  return (
    <div className={page.page}>
      <div>
        <h1 className={page.title}>Verifications</h1>
        <p className={page.lead}>
          Stored answers, checked once more with the verifier of now. What is on record stays; each
          check leaves a trace of its own.
        </p>
      </div>
      <StartForm />
      <div className={table.frame}>
        {runs.isPending && <LoadingState what="the runs" lines={6} />}
        {runs.isError && rows.length === 0 && (
          <ErrorState
            error={runs.error}
            action="load the runs"
            onRetry={() => void runs.refetch()}
          />
        )}
        {runs.isSuccess && rows.length === 0 && (
          <EmptyState title="No answer has been checked again yet">
            A run over all answers shows whether their verdicts still hold.
          </EmptyState>
        )}
        {rows.length > 0 && <RunTable rows={rows} />}
      </div>
      {runs.hasNextPage && (
        <div className={page.more}>
          <Button
            size="xs"
            variant="default"
            loading={runs.isFetchingNextPage}
            onClick={() => void runs.fetchNextPage()}
          >
            Load more
          </Button>
        </div>
      )}
    </div>
  );
}

function RunTable({ rows }: { readonly rows: readonly VerificationRun[] }) {
  return (
    <table className={table.table} aria-label="Verification runs">
      <thead>
        <tr>
          <th scope="col">Begun</th>
          <th scope="col">Status</th>
          <th scope="col" className={table.number}>
            Checked
          </th>
          <th scope="col" className={table.number}>
            Answers that differ
          </th>
          <th scope="col">About</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((run) => (
          <tr key={run.id}>
            <td className={table.main}>
              <Link to="/verifications/$runId" params={{ runId: run.id }}>
                {formatDateTime(run.created_at)}
              </Link>
            </td>
            <td data-label="Status">
              <TermTag term={VERIFICATION_RUN_TERMS[run.status]} />
            </td>
            <td data-label="Checked" className={table.number}>
              {formatCount(run.checked_answers)} of {formatCount(run.total_answers)}
            </td>
            <td data-label="Answers that differ" className={table.number}>
              {formatCount(run.changed_answers)}
            </td>
            <td data-label="About">{describeScope(run)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
