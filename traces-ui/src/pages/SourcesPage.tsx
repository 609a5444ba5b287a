import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import type { Source } from '../../../contract/source.ts';
import { sourcesQuery } from '../api/queries.ts';
import { describeInterval, describePlaceOf } from '../sources/describe-source.ts';
import { SourceForm } from '../sources/SourceForm.tsx';
import styles from '../sources/sources.module.css';
import { SyncButton } from '../sources/SyncButton.tsx';
import { formatDateTime } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { TermTag } from '../ui/Tag.tsx';
import { RUN_STATUS_TERMS } from '../ui/terms/run-terms.ts';
import { SOURCE_KIND_WORDS } from '../ui/terms/source-terms.ts';

const route = getRouteApi('/app/sources');

/** The places that documents are followed from, and the way to add one. */
export function SourcesPage() {
  const { add } = route.useSearch();
  const navigate = route.useNavigate();
  const sources = useInfiniteQuery(sourcesQuery());
  const rows = sources.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <div className={page.page}>
      <div className={page.heading}>
        <div>
          <h1 className={page.title}>Sources</h1>
          <p className={page.lead}>
            Places that documents are followed from: what changes there changes here.
          </p>
        </div>
        {add === undefined && (
          <Button
            size="xs"
            leftSection={<Plus size={14} aria-hidden="true" />}
            onClick={() => void navigate({ search: { add: 'folder' } })}
          >
            Add a source
          </Button>
        )}
      </div>
      {add !== undefined && (
        <SourceForm
          kind={add}
          onKind={(kind) => void navigate({ search: { add: kind }, replace: true })}
          onClose={() => void navigate({ search: {} })}
        />
      )}
      <div className={table.frame}>
        {sources.isPending && <LoadingState what="sources" />}
        {sources.isError && (
          <ErrorState
            error={sources.error}
            action="load the sources"
            onRetry={() => void sources.refetch()}
          />
        )}
        {sources.isSuccess && rows.length === 0 && (
          <EmptyState title="No source is followed yet">
            Add a folder, web pages, a sitemap, a Git repository or a bucket.
          </EmptyState>
        )}
        {rows.length > 0 && <SourceTable rows={rows} />}
      </div>
      {sources.hasNextPage && (
        <div className={page.more}>
          <Button
            size="xs"
            variant="default"
            loading={sources.isFetchingNextPage}
            onClick={() => void sources.fetchNextPage()}
          >
            Load more
          </Button>
        </div>
      )}
    </div>
  );
}

function SourceTable({ rows }: { readonly rows: readonly Source[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">Source</th>
          <th scope="col">Kind</th>
          <th scope="col">Collection</th>
          <th scope="col">Last sync</th>
          <th scope="col">Next sync</th>
          <th scope="col">
            <span className="visually-hidden">Sync</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((source) => (
          <tr key={source.id}>
            <td className={table.main}>
              <strong>{source.name}</strong>
              <div className={`${table.soft} ${styles.place}`}>
                <RevealedText text={describePlaceOf(source.settings)} />
              </div>
              {source.error !== null && (
                <div className={styles.error}>
                  <RevealedText text={source.error} />
                </div>
              )}
            </td>
            <td data-label="Kind">{SOURCE_KIND_WORDS[source.settings.kind]}</td>
            <td data-label="Collection">{source.collection}</td>
            <td data-label="Last sync">
              <LastSync sync={source.last_sync} />
            </td>
            <td data-label="Next sync">
              <div>{source.next_sync_at === null ? '–' : formatDateTime(source.next_sync_at)}</div>
              <div className={table.soft}>{describeInterval(source.interval_seconds)}</div>
            </td>
            <td className={table.number}>
              <SyncButton source={source} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function LastSync({ sync }: { readonly sync: Source['last_sync'] }) {
  if (sync === null) return 'never';
  return (
    <>
      <div>
        <TermTag term={RUN_STATUS_TERMS[sync.status]} />{' '}
        <Link to="/runs/$runId" params={{ runId: sync.run_id }}>
          {sync.finished_at === null ? 'Follow it' : formatDateTime(sync.finished_at)}
        </Link>
      </div>
      <div className={table.soft}>
        {sync.added} added, {sync.changed} changed, {sync.unchanged} unchanged, {sync.gone} gone
      </div>
    </>
  );
}
