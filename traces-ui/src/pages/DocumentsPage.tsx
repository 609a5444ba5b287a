import { Button, Select } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import type { Document } from '../../../contract/document.ts';
import { collectionsQuery, documentsQuery } from '../api/queries.ts';
import { useMay } from '../api/use-session.ts';
import { UploadPanel } from '../documents/UploadPanel.tsx';
import { type DocumentsSearch, readDocumentsSearch } from '../search/documents-search.ts';
import { DebouncedInput } from '../ui/DebouncedInput.tsx';
import { formatBytes, formatCount, formatDateTime, formatQuantity } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { PlainTag, TermTag } from '../ui/Tag.tsx';
import { DOCUMENT_STATUS_TERMS, MIME_WORDS } from '../ui/terms/document-terms.ts';
import { CLASSIFICATION_TONES } from '../ui/terms/route-terms.ts';
import { optionsOf } from '../ui/terms/term-options.ts';

const route = getRouteApi('/app/documents');

/** What can be searched, and the way to add to it. */
export function DocumentsPage() {
  const search = route.useSearch();
  const documents = useInfiniteQuery(documentsQuery(search));
  const rows = documents.data?.pages.flatMap((page) => page.data) ?? [];
  const mayIngest = useMay('ingest');
  const isFiltered = search.q ?? search.collection ?? search.status;
  return (
    <div className={page.page}>
      <div className={page.heading}>
        <div>
          <h1 className={page.title}>Documents</h1>
          <p className={page.lead}>What answers are made from, the last changed first.</p>
        </div>
      </div>
      {mayIngest && <UploadPanel />}
      <DocumentFilters search={search} />
      <div className={table.frame}>
        {documents.isPending && <LoadingState what="documents" lines={10} />}
        {documents.isError && (
          <ErrorState
            error={documents.error}
            action="load the documents"
            onRetry={() => void documents.refetch()}
          />
        )}
        {documents.isSuccess && rows.length === 0 && (
          <EmptyState
            title={isFiltered === undefined ? 'There are no documents yet' : 'No document matches'}
          >
            {isFiltered === undefined ? (
              'Upload the first ones above.'
            ) : (
              <Link to="/documents">Clear the filters</Link>
            )}
          </EmptyState>
        )}
        {rows.length > 0 && <DocumentTable rows={rows} />}
      </div>
      {rows.length > 0 && (
        <div className={page.more}>
          <span>{rows.length} shown</span>
          {documents.hasNextPage && (
            <Button
              size="xs"
              variant="default"
              loading={documents.isFetchingNextPage}
              onClick={() => void documents.fetchNextPage()}
            >
              Load more
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function DocumentFilters({ search }: { readonly search: DocumentsSearch }) {
  const navigate = route.useNavigate();
  const { data: collections } = useQuery(collectionsQuery());
  const set = (name: keyof DocumentsSearch, value: string | null) =>
    void navigate({
      search: (current) => readDocumentsSearch({ ...current, [name]: value ?? undefined }),
      replace: true,
    });
  return (
    <search className={page.toolbar} aria-label="Filters">
      <div data-grow>
        <DebouncedInput
          label="Title or source"
          placeholder="Words in the title or the source"
          leftSection={<Search size={14} aria-hidden="true" />}
          value={search.q ?? ''}
          onValue={(value) => set('q', value)}
        />
      </div>
      <Select
        size="xs"
        label="Collection"
        placeholder="Any"
        clearable
        searchable
        data={(collections?.data ?? []).map((collection) => collection.name)}
        value={search.collection ?? null}
        onChange={(value) => set('collection', value)}
      />
      <Select
        size="xs"
        label="Status"
        placeholder="Any"
        clearable
        data={optionsOf(DOCUMENT_STATUS_TERMS)}
        value={search.status ?? null}
        onChange={(value) => set('status', value)}
      />
    </search>
  );
}

function DocumentTable({ rows }: { readonly rows: readonly Document[] }) {
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">Document</th>
          <th scope="col">Status</th>
          <th scope="col">Collection</th>
          <th scope="col">Kind</th>
          <th scope="col">Classification</th>
          <th scope="col" className={table.number}>
            Version
          </th>
          <th scope="col" className={table.number}>
            Chunks
          </th>
          <th scope="col" className={table.number}>
            Size
          </th>
          <th scope="col">Changed</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((document) => (
          <DocumentRow key={document.id} document={document} />
        ))}
      </tbody>
    </table>
  );
}

function DocumentRow({ document }: { readonly document: Document }) {
  const navigate = useNavigate();
  const target = { to: '/documents/$documentId', params: { documentId: document.id } } as const;
  return (
    <tr data-clickable onClick={() => void navigate(target)}>
      <td className={table.main}>
        <Link {...target} onClick={(event) => event.stopPropagation()}>
          <RevealedText text={document.title} />
        </Link>
        <div className={table.soft}>
          <RevealedText text={document.source} />
        </div>
      </td>
      <td data-label="Status">
        <TermTag term={DOCUMENT_STATUS_TERMS[document.status]} />
        <WaitingFor document={document} />
        {document.error !== null && (
          <div className={table.soft}>
            <RevealedText text={document.error.detail} />
          </div>
        )}
      </td>
      <td data-label="Collection">{document.collection}</td>
      <td data-label="Kind">{document.mime === null ? '–' : MIME_WORDS[document.mime]}</td>
      <td data-label="Classification">
        <PlainTag tone={CLASSIFICATION_TONES[document.classification]}>
          {document.classification}
        </PlainTag>
        {document.acl.length > 0 && (
          <div className={table.soft}>Groups: {document.acl.join(', ')}</div>
        )}
      </td>
      <td data-label="Version" className={table.number}>
        {document.version ?? '–'}
      </td>
      <td data-label="Chunks" className={table.number}>
        {formatCount(document.chunk_count)}
      </td>
      <td data-label="Size" className={table.number}>
        {document.byte_size === null ? '–' : formatBytes(document.byte_size)}
      </td>
      <td data-label="Changed">
        <time dateTime={document.updated_at} title={document.updated_at} className={table.nowrap}>
          {formatDateTime(document.updated_at)}
        </time>
      </td>
    </tr>
  );
}

/** What somebody should look at: a newer version that is held, and what was found. */
function WaitingFor({ document }: { readonly document: Document }) {
  const { held_version: held, finding_count: findings } = document;
  return (
    <>
      {held !== null && document.version !== null && (
        <div className={table.soft}>Version {held} held for approval</div>
      )}
      {findings > 0 && <div className={table.soft}>{formatQuantity(findings, 'finding')}</div>}
    </>
  );
}
