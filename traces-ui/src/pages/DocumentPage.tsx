import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ArrowLeft, Download } from 'lucide-react';
import type { Document } from '../../../contract/document.ts';
import { documentQuery, documentVersionQuery, documentVersionsQuery } from '../api/queries.ts';
import { ChunkList } from '../documents/ChunkList.tsx';
import { chunkRanges } from '../documents/chunk-ranges.ts';
import styles from '../documents/document.module.css';
import { RetireButton } from '../documents/RetireButton.tsx';
import { VersionPicker } from '../documents/VersionPicker.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import {
  formatBytes,
  formatCount,
  formatDateTime,
  formatHash,
  formatQuantity,
} from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import { MarkedText } from '../ui/MarkedText.tsx';
import page from '../ui/page.module.css';
import { Fact, Facts, Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { PlainTag, TermTag } from '../ui/Tag.tsx';
import { DOCUMENT_STATUS_TERMS, MIME_WORDS } from '../ui/terms/document-terms.ts';
import { CLASSIFICATION_TONES } from '../ui/terms/route-terms.ts';

const route = getRouteApi('/app/documents/$documentId');

/** One document: its facts, its versions, and its text beside the chunks that were cut from it. */
export function DocumentPage() {
  const { documentId } = route.useParams();
  const search = route.useSearch();
  const document = useQuery(documentQuery(documentId));
  if (document.isPending) return <LoadingState what="the document" lines={12} />;
  if (document.isError) {
    return (
      <>
        <h1 className="visually-hidden">Document</h1>
        <ErrorState
          error={document.error}
          action="load the document"
          onRetry={() => void document.refetch()}
        />
      </>
    );
  }
  const version = search.version ?? document.data.version;
  return (
    <div className={page.page}>
      <DocumentHeader document={document.data} version={version} />
      {version === null ? (
        <Panel title="Text">
          <EmptyState title="No version has been published">
            {document.data.error === null
              ? 'The document is still being read.'
              : document.data.error.detail}
          </EmptyState>
        </Panel>
      ) : (
        <VersionView documentId={documentId} version={version} chunk={search.chunk} />
      )}
    </div>
  );
}

interface DocumentHeaderProps {
  readonly document: Document;
  readonly version: number | null;
}

function DocumentHeader({ document, version }: DocumentHeaderProps) {
  const { session } = route.useRouteContext();
  const mayRetire = session.scopes.includes('ingest') || session.scopes.includes('admin');
  return (
    <header className={styles.header}>
      <Link to="/documents" className={styles.back}>
        <ArrowLeft size={13} aria-hidden="true" /> Documents
      </Link>
      <div className={page.heading}>
        <div>
          <h1 className={page.title}>
            <RevealedText text={document.title} />
          </h1>
          <p className={page.lead}>
            <RevealedText text={document.source} />
          </p>
        </div>
        <div className={styles.actions}>
          {version !== null && (
            <a
              className={styles.download}
              href={`/v1/documents/${document.id}/original?version=${version}`}
              download
            >
              <Download size={14} aria-hidden="true" /> Original
            </a>
          )}
          {mayRetire && document.status !== 'retired' && <RetireButton document={document} />}
        </div>
      </div>
      <Facts>
        <Fact name="Status">
          <TermTag term={DOCUMENT_STATUS_TERMS[document.status]} />
        </Fact>
        <Fact name="Collection">{document.collection}</Fact>
        <Fact name="Kind">{document.mime === null ? 'not known' : MIME_WORDS[document.mime]}</Fact>
        <Fact name="Classification">
          <PlainTag tone={CLASSIFICATION_TONES[document.classification]}>
            {document.classification}
          </PlainTag>
        </Fact>
        <Fact name="May be read by">
          {document.acl.length === 0 ? 'everyone in the workspace' : document.acl.join(', ')}
        </Fact>
        <Fact name="Tags">{document.tags.length === 0 ? 'none' : document.tags.join(', ')}</Fact>
        <Fact name="Changed">{formatDateTime(document.updated_at)}</Fact>
        <Fact name="Document id">
          <span className={styles.mono}>{formatHash(document.id)}</span>
          <CopyButton text={document.id} what="document id" />
        </Fact>
      </Facts>
      {document.error !== null && (
        <p className={styles.error}>
          The last ingest failed ({document.error.code}):{' '}
          <RevealedText text={document.error.detail} />
        </p>
      )}
    </header>
  );
}

interface VersionViewProps {
  readonly documentId: string;
  readonly version: number;
  readonly chunk: string | undefined;
}

function VersionView({ documentId, version, chunk }: VersionViewProps) {
  const navigate = route.useNavigate();
  const stored = useQuery(documentVersionQuery(documentId, version));
  const versions = useQuery(documentVersionsQuery(documentId));
  if (stored.isPending) return <LoadingState what="the text" lines={12} />;
  if (stored.isError) {
    return (
      <ErrorState
        error={stored.error}
        action="load the text"
        onRetry={() => void stored.refetch()}
      />
    );
  }
  const { data } = stored;
  const selectChunk = (chosen: string) =>
    void navigate({
      search: (current) => ({ ...current, chunk: chosen }),
      replace: true,
      resetScroll: false,
    });
  return (
    <div className={styles.columns}>
      <Panel
        title="Stored text"
        aside={
          <>
            {formatQuantity(data.char_count, 'character')}
            {data.page_count !== null && `, ${formatQuantity(data.page_count, 'page')}`},{' '}
            {formatBytes(data.byte_size)}
            <VersionPicker
              versions={versions.data?.data ?? []}
              version={version}
              onVersion={(chosen) => void navigate({ search: { version: chosen } })}
            />
          </>
        }
      >
        <div className={styles.flush}>
          <MarkedText
            text={data.text}
            ranges={chunkRanges(data.chunks, chunk)}
            label={`Text of version ${version}`}
          />
        </div>
        <p className={styles.source}>
          Parsed by {data.parser}, cut by {data.chunker}. SHA-256 of the file{' '}
          <span className={styles.mono}>{formatHash(data.content_sha256)}</span>{' '}
          <CopyButton text={data.content_sha256} what="SHA-256 of the file" />
        </p>
      </Panel>
      <Panel title="Chunks" aside={`${formatCount(data.chunks.length)} in this version`}>
        <div className={styles.flush}>
          <ChunkList
            title={data.title}
            chunks={data.chunks}
            selected={chunk}
            onSelect={selectChunk}
          />
        </div>
      </Panel>
    </div>
  );
}
