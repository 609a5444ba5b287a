import { Button, Progress, SegmentedControl } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Ban } from 'lucide-react';
import type { VerificationRun } from '../../../contract/verification-run.ts';
import { call } from '../api/client.ts';
import { verificationResultsQuery, verificationRunQuery } from '../api/verification-queries.ts';
import {
  readVerificationSearch,
  VERIFICATION_VIEWS,
  type VerificationView,
} from '../search/verification-search.ts';
import { BackLink } from '../ui/BackLink.tsx';
import { ConfirmButton } from '../ui/ConfirmButton.tsx';
import { formatCount, formatDateTime } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import { Notice } from '../ui/Notice.tsx';
import page from '../ui/page.module.css';
import { Fact, Facts, Panel } from '../ui/Panel.tsx';
import { TermTag } from '../ui/Tag.tsx';
import { wordOptionsOf } from '../ui/terms/term-options.ts';
import { VERIFICATION_RUN_TERMS, VERIFIER_TIER_WORDS } from '../ui/terms/verification-run-terms.ts';
import { describeScope } from '../verifications/describe-scope.ts';
import { ResultTable } from '../verifications/ResultTable.tsx';

const route = getRouteApi('/app/verifications/$runId');

const CHANGED = { all: undefined, changed: 'true', same: 'false' } as const satisfies Readonly<
  Record<VerificationView, 'true' | 'false' | undefined>
>;

/** One run: how far it is, and which verdicts are others now. */
export function VerificationPage() {
  const { runId } = route.useParams();
  const run = useQuery(verificationRunQuery(runId));
  if (run.isPending) return <LoadingState what="the run" lines={8} />;
  if (run.isError) {
    return (
      <ErrorState error={run.error} action="load the run" onRetry={() => void run.refetch()} />
    );
  }
  return <RunView run={run.data} />;
}

function RunView({ run }: { readonly run: VerificationRun }) {
  return (
    <div className={page.page}>
      <div className={page.heading}>
        <div>
          <BackLink to="/verifications">Verifications</BackLink>
          <h1 className={page.title}>Checked once more, {formatDateTime(run.created_at)}</h1>
          <p className={page.lead}>
            <TermTag term={VERIFICATION_RUN_TERMS[run.status]} /> {describeScope(run)}
          </p>
        </div>
        {run.status === 'running' && <CancelButton run={run} />}
      </div>
      {run.failure !== null && <Notice tone="bad">{run.failure}</Notice>}
      <Panel title="What was found">
        {run.status === 'running' && (
          <Progress
            value={share(run)}
            aria-label="Answers checked"
            aria-valuetext={`${run.checked_answers} of ${run.total_answers}`}
          />
        )}
        <Facts>
          <Fact name="Answers checked">
            {formatCount(run.checked_answers)} of {formatCount(run.total_answers)}
          </Fact>
          <Fact name="Could not be checked">{formatCount(run.failed_answers)}</Fact>
          <Fact name="Answers that differ">{formatCount(run.changed_answers)}</Fact>
          <Fact name="Claims that differ">{formatCount(run.changed_claims)}</Fact>
          <Fact name="Who was asked">{VERIFIER_TIER_WORDS[run.up_to]}</Fact>
          <Fact name="Ended">
            {run.finished_at === null ? 'not yet' : formatDateTime(run.finished_at)}
          </Fact>
        </Facts>
      </Panel>
      <Results run={run} />
    </div>
  );
}

function CancelButton({ run }: { readonly run: VerificationRun }) {
  const queryClient = useQueryClient();
  return (
    <ConfirmButton
      label="Cancel run"
      icon={<Ban size={14} aria-hidden="true" />}
      title="Cancel this run?"
      isDestructive
      action={async () => {
        const cancelled = await call('cancelVerificationRun', { params: { id: run.id } });
        queryClient.setQueryData(verificationRunQuery(run.id).queryKey, cancelled);
      }}
    >
      What has been checked stays; the other answers keep the verdicts that are on record.
    </ConfirmButton>
  );
}

function Results({ run }: { readonly run: VerificationRun }) {
  const { view = 'all' } = route.useSearch();
  const navigate = route.useNavigate();
  const checked = run.checked_answers + run.failed_answers;
  const results = useInfiniteQuery(
    verificationResultsQuery(run.id, { changed: CHANGED[view], checked }),
  );
  const rows = results.data?.pages.flatMap((part) => part.data) ?? [];
  return (
    <Panel
      title="Answers"
      aside={
        <SegmentedControl
          size="xs"
          aria-label="Which answers"
          data={wordOptionsOf(VERIFICATION_VIEWS)}
          value={view}
          onChange={(value) =>
            void navigate({
              search: readVerificationSearch({ view: value === 'all' ? undefined : value }),
              replace: true,
            })
          }
        />
      }
    >
      {results.isPending && <LoadingState what="the results" lines={6} />}
      {results.isError && (
        <ErrorState
          error={results.error}
          action="load the results"
          onRetry={() => void results.refetch()}
        />
      )}
      {results.isSuccess && rows.length === 0 && (
        <EmptyState title={view === 'changed' ? 'No verdict differs' : 'There is none'}>
          {view === 'changed'
            ? 'Every claim that was checked has the verdict that is on record.'
            : 'No answer of the run matches.'}
        </EmptyState>
      )}
      {rows.length > 0 && <ResultTable results={rows} />}
      {results.hasNextPage && (
        <div className={page.more}>
          <Button
            size="xs"
            variant="default"
            loading={results.isFetchingNextPage}
            onClick={() => void results.fetchNextPage()}
          >
            Load more
          </Button>
        </div>
      )}
    </Panel>
  );
}

/** Percent of the answers that have a result. */
function share({
  checked_answers: checked,
  failed_answers: failed,
  total_answers: total,
}: VerificationRun) {
  return total === 0 ? 100 : ((checked + failed) / total) * 100;
}
