import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { StaleAnswerList } from '../answers/StaleAnswerList.tsx';
import { runStaleAnswersQuery } from '../api/queries.ts';
import { formatCount } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { Panel } from '../ui/Panel.tsx';

interface RunStaleAnswersProps {
  readonly runId: string;
  /** How many there are by the run itself. */
  readonly count: number;
  readonly compared: string | undefined;
  readonly onCompare: (traceId: string | undefined) => void;
}

/** The past answers that cite what a run changed. */
export function RunStaleAnswers({ runId, count, compared, onCompare }: RunStaleAnswersProps) {
  const stale = useInfiniteQuery(runStaleAnswersQuery(runId, count));
  const answers = stale.data?.pages.flatMap((one) => one.data) ?? [];
  return (
    <Panel
      title="Stale answers"
      aside={`${formatCount(answers.length)} of ${formatCount(count)} shown`}
    >
      {stale.isPending && <LoadingState what="the stale answers" lines={4} />}
      {stale.isError && (
        <ErrorState
          error={stale.error}
          action="load the stale answers"
          onRetry={() => void stale.refetch()}
        />
      )}
      {stale.isSuccess && answers.length === 0 && (
        <EmptyState title="No answer went stale">
          No past answer cites what this run changed.
        </EmptyState>
      )}
      {answers.length > 0 && (
        <StaleAnswerList
          scope={{ run_id: runId }}
          answers={answers}
          compared={compared}
          onCompare={onCompare}
        />
      )}
      {stale.hasNextPage && (
        <div className={page.more}>
          <Button
            size="xs"
            variant="default"
            loading={stale.isFetchingNextPage}
            onClick={() => void stale.fetchNextPage()}
          >
            Load more
          </Button>
        </div>
      )}
    </Panel>
  );
}
