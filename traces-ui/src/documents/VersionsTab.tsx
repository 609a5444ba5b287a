import { Button } from '@mantine/core';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { History } from 'lucide-react';
import type { Document } from '../../../contract/document.ts';
import type { DocumentVersionSummary } from '../../../contract/document-version.ts';
import { call } from '../api/client.ts';
import { documentVersionListQuery } from '../api/queries.ts';
import { useMay } from '../api/use-session.ts';
import { ConfirmButton } from '../ui/ConfirmButton.tsx';
import { formatCount, formatDateTime } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import table from '../ui/table.module.css';
import { TermTag } from '../ui/Tag.tsx';
import styles from './document.module.css';
import { refreshDocument } from './refresh-document.ts';
import { versionTerm } from './version-term.ts';

/** Every version of a document: when it served, how it was made, and the way back to it. */
export function VersionsTab({ document }: { readonly document: Document }) {
  const versions = useInfiniteQuery(documentVersionListQuery(document.id));
  const rows = versions.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <div className={table.frame}>
        {versions.isPending && <LoadingState what="the versions" />}
        {versions.isError && (
          <ErrorState
            error={versions.error}
            action="load the versions"
            onRetry={() => void versions.refetch()}
          />
        )}
        {versions.isSuccess && rows.length === 0 && (
          <EmptyState title="There is no version yet">The document is still being read.</EmptyState>
        )}
        {rows.length > 0 && <VersionTable document={document} rows={rows} />}
      </div>
      {versions.hasNextPage && (
        <div className={page.more}>
          <Button
            size="xs"
            variant="default"
            loading={versions.isFetchingNextPage}
            onClick={() => void versions.fetchNextPage()}
          >
            Load more
          </Button>
        </div>
      )}
    </>
  );
}

interface VersionTableProps {
  readonly document: Document;
  readonly rows: readonly DocumentVersionSummary[];
}

function VersionTable({ document, rows }: VersionTableProps) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">Version</th>
          <th scope="col">Served</th>
          <th scope="col">Made by</th>
          <th scope="col" className={table.number}>
            Chunks
          </th>
          <th scope="col" className={table.number}>
            Findings
          </th>
          <th scope="col">Compare and restore</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((version) => (
          <VersionRow key={version.version} document={document} version={version} />
        ))}
      </tbody>
    </table>
  );
}

interface VersionRowProps {
  readonly document: Document;
  readonly version: DocumentVersionSummary;
}

function VersionRow({ document, version }: VersionRowProps) {
  const params = { documentId: document.id };
  const number = version.version;
  return (
    <tr>
      <td data-label="Version">
        <div className={styles.versionActions}>
          <Link to="/documents/$documentId" params={params} search={{ version: number }}>
            Version {number}
          </Link>
          <TermTag term={versionTerm(version, document.version)} />
        </div>
        {version.restored_from !== null && (
          <div className={table.soft}>Restored from version {version.restored_from}</div>
        )}
      </td>
      <td data-label="Served">{describeService(version)}</td>
      <td data-label="Made by">
        <div>{version.parser}</div>
        <div className={table.soft}>{version.chunker}</div>
      </td>
      <td data-label="Chunks" className={table.number}>
        {formatCount(version.chunk_count)}
      </td>
      <td data-label="Findings" className={table.number}>
        {version.finding_count === 0 ? (
          '0'
        ) : (
          <Link
            to="/documents/$documentId"
            params={params}
            search={{ tab: 'findings', version: number }}
            aria-label={`${version.finding_count} in version ${number}`}
          >
            {formatCount(version.finding_count)}
          </Link>
        )}
      </td>
      <td data-label="Compare and restore">
        <div className={styles.versionActions}>
          {number > 1 && (
            <Link
              to="/documents/$documentId/diff"
              params={params}
              search={{ from: number - 1, to: number }}
            >
              Compare with {number - 1}
            </Link>
          )}
          <RestoreButton document={document} version={version} />
        </div>
      </td>
    </tr>
  );
}

function RestoreButton({ document, version }: VersionRowProps) {
  const queryClient = useQueryClient();
  const mayRestore = useMay('ingest');
  if (!mayRestore || version.served_from === null || version.version === document.version) {
    return null;
  }
  const restore = async () => {
    const restored = await call('restoreDocumentVersion', {
      params: { id: document.id, version: version.version },
    });
    await refreshDocument(queryClient, restored);
  };
  return (
    <ConfirmButton
      label="Restore"
      icon={<History size={14} aria-hidden="true" />}
      title={`Restore version ${version.version}?`}
      action={restore}
    >
      A new version with its content serves at once, with nothing embedded again. Answers that cite
      what it changes become stale.
      {document.held_version !== null && ` Version ${document.held_version} is withdrawn.`}
    </ConfirmButton>
  );
}

function describeService(version: DocumentVersionSummary): React.ReactNode {
  const { served_from: from, served_until: until } = version;
  if (from === null) {
    return (
      <span className={table.soft}>{version.withdrawn_at === null ? 'not yet' : 'never'}</span>
    );
  }
  return (
    <>
      <time dateTime={from} className={table.nowrap}>
        {formatDateTime(from)}
      </time>{' '}
      –{' '}
      {until === null ? (
        'now'
      ) : (
        <time dateTime={until} className={table.nowrap}>
          {formatDateTime(until)}
        </time>
      )}
    </>
  );
}
