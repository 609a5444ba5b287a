import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Collection } from '../../../contract/collection.ts';
import { collectionsQuery } from '../api/queries.ts';
import { useMay } from '../api/use-session.ts';
import styles from '../collections/collections.module.css';
import { ReindexButton } from '../collections/ReindexButton.tsx';
import { describeReasons } from '../collections/stale-reasons.ts';
import runs from '../runs/runs.module.css';
import { formatCount, formatLanguage, formatQuantity } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import table from '../ui/table.module.css';
import { TermTag } from '../ui/Tag.tsx';
import type { Term } from '../ui/terms/term.ts';

const FRESH: Term = {
  label: 'Up to date',
  tone: 'good',
  icon: 'check',
  meaning: 'The index is what it would be if it were built today.',
};
const STALE: Term = {
  label: 'Stale index',
  tone: 'warn',
  icon: 'alert',
  meaning: 'Built today, some documents would be read, cut or embedded otherwise.',
};

/** How each collection is cut and embedded, and whether its index is what it would be today. */
export function CollectionsPage() {
  const collections = useQuery(collectionsQuery());
  const rows = collections.data?.data ?? [];
  return (
    <div className={page.page}>
      <div>
        <h1 className={page.title}>Collections</h1>
        <p className={page.lead}>How documents are cut and embedded, and what is stale of it.</p>
      </div>
      <div className={table.frame}>
        {collections.isPending && <LoadingState what="collections" />}
        {collections.isError && (
          <ErrorState
            error={collections.error}
            action="load the collections"
            onRetry={() => void collections.refetch()}
          />
        )}
        {collections.isSuccess && rows.length === 0 && (
          <EmptyState title="There is no collection yet">
            <Link to="/documents">Upload the first documents</Link>
          </EmptyState>
        )}
        {rows.length > 0 && <CollectionTable rows={rows} />}
      </div>
    </div>
  );
}

function CollectionTable({ rows }: { readonly rows: readonly Collection[] }) {
  const mayReindex = useMay('ingest');
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th scope="col">Collection</th>
          <th scope="col" className={table.number}>
            Documents
          </th>
          <th scope="col" className={table.number}>
            Chunks
          </th>
          <th scope="col">Language</th>
          <th scope="col">Cut into</th>
          <th scope="col">Embedded by</th>
          <th scope="col">Index</th>
          <th scope="col">
            <span className="visually-hidden">Re-index</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((collection) => (
          <tr key={collection.name}>
            <td className={table.main}>
              <Link to="/documents" search={{ collection: collection.name }}>
                {collection.name}
              </Link>
            </td>
            <td data-label="Documents" className={table.number}>
              {formatCount(collection.document_count)}
            </td>
            <td data-label="Chunks" className={table.number}>
              {formatCount(collection.chunk_count)}
            </td>
            <td data-label="Language">{formatLanguage(collection.language)}</td>
            <td data-label="Cut into">
              at most {formatQuantity(collection.chunking.max_tokens, 'token')}
              {collection.chunking.overlap_tokens > 0 &&
                `, ${formatCount(collection.chunking.overlap_tokens)} of them shared`}
            </td>
            <td data-label="Embedded by">
              {collection.embedding_profile.name}
              <div className={table.soft}>
                version {collection.embedding_profile.version},{' '}
                {formatQuantity(collection.embedding_profile.dimensions, 'dimension')}
              </div>
            </td>
            <td data-label="Index" data-wide>
              <IndexState collection={collection} />
            </td>
            <td className={table.number}>
              {mayReindex && collection.reindexing === null && collection.reembedding === null && (
                <ReindexButton collection={collection} />
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function IndexState({ collection }: { readonly collection: Collection }) {
  const { stale_index: stale, reindexing, reembedding } = collection;
  const isStale = stale.documents > 0;
  return (
    <>
      <TermTag term={isStale ? STALE : FRESH} />
      {isStale && (
        <ul className={`${styles.reasons} ${table.soft}`}>
          <li>{formatQuantity(stale.chunks, 'chunk')} in all</li>
          {describeReasons(stale.reasons).map((reason) => (
            <li key={reason}>{reason}</li>
          ))}
        </ul>
      )}
      {reindexing !== null && (
        <Progress {...reindexing} label={`Re-indexing ${collection.name}`}>
          <Link to="/runs/$runId" params={{ runId: reindexing.run_id }}>
            Reading again: {formatCount(reindexing.done)} of{' '}
            {formatQuantity(reindexing.total, 'document')}
          </Link>
        </Progress>
      )}
      {reembedding !== null && (
        <Progress {...reembedding} label={`Embedding ${collection.name} anew`}>
          Embedding by {reembedding.embedding_profile.name}: {formatCount(reembedding.done)} of{' '}
          {formatQuantity(reembedding.total, 'chunk')}
        </Progress>
      )}
    </>
  );
}

interface ProgressProps {
  readonly done: number;
  readonly total: number;
  readonly label: string;
  readonly children: React.ReactNode;
}

function Progress({ done, total, label, children }: ProgressProps) {
  return (
    <div className={styles.progress}>
      <progress className={runs.track} max={Math.max(1, total)} value={done} aria-label={label} />
      <span>{children}</span>
    </div>
  );
}
