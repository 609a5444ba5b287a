import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Classifier } from '../../../contract/classifier.ts';
import { classifiersQuery } from '../api/classifier-queries.ts';
import { formatCount, formatPercent } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { ScoreBar } from '../ui/ScoreBar.tsx';
import table from '../ui/table.module.css';

/** Classifiers by name, each with the version that serves. */
export function ClassifiersPage() {
  const classifiers = useInfiniteQuery(classifiersQuery());
  const rows = classifiers.data?.pages.flatMap((loaded) => loaded.data) ?? [];
  return (
    <div className={page.page}>
      <div>
        <h1 className={page.title}>Classifiers</h1>
        <p className={page.lead}>What labels texts, learnt from examples.</p>
      </div>
      <div className={table.frame}>
        {classifiers.isPending && <LoadingState what="classifiers" />}
        {classifiers.isError && (
          <ErrorState
            error={classifiers.error}
            action="load the classifiers"
            onRetry={() => void classifiers.refetch()}
          />
        )}
        {classifiers.isSuccess && rows.length === 0 && (
          <EmptyState title="There is no classifier yet">
            POST /v1/classifiers trains one from labelled texts.
          </EmptyState>
        )}
        {rows.length > 0 && <ClassifierTable rows={rows} />}
      </div>
      {classifiers.hasNextPage && (
        <div className={page.more}>
          <Button
            size="xs"
            variant="default"
            loading={classifiers.isFetchingNextPage}
            onClick={() => void classifiers.fetchNextPage()}
          >
            Load more
          </Button>
        </div>
      )}
    </div>
  );
}

function ClassifierTable({ rows }: { readonly rows: readonly Classifier[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">Classifier</th>
          <th scope="col">Version</th>
          <th scope="col">Labels</th>
          <th scope="col">Examples</th>
          <th scope="col">Accuracy</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.name}>
            <td className={table.main}>
              <Link to="/classifiers/$name" params={{ name: row.name }}>
                {row.name}
              </Link>
            </td>
            <td data-label="Version">
              {row.version} of {formatCount(row.version_count)}
            </td>
            <td data-label="Labels">{formatCount(row.label_count)}</td>
            <td data-label="Examples">{formatCount(row.example_count)}</td>
            <td data-label="Accuracy">
              <ScoreBar label={formatPercent(row.accuracy)} share={row.accuracy} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
