import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { CitingAnswerItem } from '../answers/CitingAnswerItem.tsx';
import { StaleAnswerList } from '../answers/StaleAnswerList.tsx';
import { documentAnswersQuery } from '../api/queries.ts';
import { formatCount } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { Panel } from '../ui/Panel.tsx';
import styles from './document.module.css';

interface AnswersTabProps {
  readonly documentId: string;
  readonly compared: string | undefined;
  readonly onCompare: (traceId: string | undefined) => void;
}

/** The past answers that cite a document: the stale ones first, then those that still stand. */
export function AnswersTab({ documentId, compared, onCompare }: AnswersTabProps) {
  const stale = useInfiniteQuery(documentAnswersQuery(documentId, 'true'));
  const current = useInfiniteQuery(documentAnswersQuery(documentId, 'false'));
  if (stale.isPending || current.isPending) return <LoadingState what="the answers" lines={8} />;
  const failed = stale.error ?? current.error;
  if (failed !== null) {
    const retry = () => void Promise.all([stale.refetch(), current.refetch()]);
    return <ErrorState error={failed} action="load the answers" onRetry={retry} />;
  }
  const staleAnswers = stale.data?.pages.flatMap((one) => one.data) ?? [];
  const currentAnswers = current.data?.pages.flatMap((one) => one.data) ?? [];
  return (
    <div className={styles.sections}>
      <Panel title="Stale answers" aside={`${formatCount(staleAnswers.length)} shown`}>
        {staleAnswers.length === 0 ? (
          <EmptyState title="No answer is stale">
            What past answers cite of this document still stands.
          </EmptyState>
        ) : (
          <StaleAnswerList
            scope={{ document_id: documentId }}
            answers={staleAnswers}
            compared={compared}
            onCompare={onCompare}
          />
        )}
        {stale.hasNextPage && <MoreButton query={stale} />}
      </Panel>
      <Panel title="Answers that still stand" aside={`${formatCount(currentAnswers.length)} shown`}>
        {currentAnswers.length === 0 ? (
          <EmptyState title="No other answer cites this document" />
        ) : (
          <ul>
            {currentAnswers.map((answer) => (
              <CitingAnswerItem
                key={answer.trace_id}
                answer={answer}
                choice={null}
                isCompared={compared === answer.trace_id}
                onCompare={(isCompared) => onCompare(isCompared ? answer.trace_id : undefined)}
              />
            ))}
          </ul>
        )}
        {current.hasNextPage && <MoreButton query={current} />}
      </Panel>
    </div>
  );
}

interface MoreButtonProps {
  readonly query: {
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => Promise<unknown>;
  };
}

function MoreButton({ query }: MoreButtonProps) {
  return (
    <div className={page.more}>
      <Button
        size="xs"
        variant="default"
        loading={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage()}
      >
        Load more
      </Button>
    </div>
  );
}
