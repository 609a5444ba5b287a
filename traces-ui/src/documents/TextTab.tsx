import { useQuery } from '@tanstack/react-query';
import type { DocumentVersion } from '../../../contract/document-version.ts';
import { documentVersionQuery } from '../api/queries.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { formatBytes, formatCount, formatHash, formatQuantity } from '../ui/format.ts';
import { ErrorState, LoadingState } from '../ui/list-states.tsx';
import type { MarkKind } from '../ui/mark-kind.ts';
import { SourceView } from '../source-view/SourceView.tsx';
import type { SourceSearch } from '../search/source-search.ts';
import { Panel } from '../ui/Panel.tsx';
import type { TextRange } from '../ui/split-text.ts';
import { ChunkList } from './ChunkList.tsx';
import { chunkRanges } from './chunk-ranges.ts';
import styles from './document.module.css';
import { FindingList } from './FindingList.tsx';
import { findingRanges } from './finding-ranges.ts';

interface StoredTextProps {
  readonly documentId: string;
  readonly version: number;
  readonly picker: React.ReactNode;
  readonly search: SourceSearch;
  readonly onChange: (change: SourceSearch) => void;
}

interface TextTabProps extends StoredTextProps {
  readonly chunk: string | undefined;
  readonly onChunk: (chunk: string) => void;
}

/** The stored text of a version beside the chunks that were cut from it. */
export function TextTab({ chunk, onChunk, ...stored }: TextTabProps) {
  return (
    <LoadedVersion documentId={stored.documentId} version={stored.version}>
      {(version) => (
        <div className={styles.columns}>
          <StoredText {...stored} version={version} ranges={chunkRanges(version.chunks, chunk)} />
          <Panel title="Chunks" aside={`${formatCount(version.chunks.length)} in this version`}>
            <div className={styles.flush}>
              <ChunkList
                title={version.title}
                chunks={version.chunks}
                selected={chunk}
                onSelect={onChunk}
              />
            </div>
          </Panel>
        </div>
      )}
    </LoadedVersion>
  );
}

interface FindingsTabProps extends StoredTextProps {
  readonly finding: number | undefined;
  readonly onFinding: (finding: number) => void;
}

/** The stored text of a version beside what was found in it. */
export function FindingsTab({ finding, onFinding, ...stored }: FindingsTabProps) {
  return (
    <LoadedVersion documentId={stored.documentId} version={stored.version}>
      {(version) => (
        <div className={styles.columns}>
          <StoredText
            {...stored}
            version={version}
            ranges={findingRanges(version.findings, finding)}
          />
          <Panel title="Findings" aside={`${formatCount(version.findings.length)} in this version`}>
            <div className={styles.flush}>
              <FindingList findings={version.findings} selected={finding} onSelect={onFinding} />
            </div>
          </Panel>
        </div>
      )}
    </LoadedVersion>
  );
}

interface LoadedVersionProps {
  readonly documentId: string;
  readonly version: number;
  readonly children: (version: DocumentVersion) => React.ReactNode;
}

function LoadedVersion({ documentId, version, children }: LoadedVersionProps) {
  const stored = useQuery(documentVersionQuery(documentId, version));
  if (stored.isPending) return <LoadingState what="the text" lines={12} />;
  if (stored.isError) {
    const retry = () => void stored.refetch();
    return <ErrorState error={stored.error} action="load the text" onRetry={retry} />;
  }
  return children(stored.data);
}

interface StoredTextPanelProps extends Omit<StoredTextProps, 'documentId' | 'version'> {
  readonly version: DocumentVersion;
  readonly ranges: readonly TextRange<MarkKind>[];
}

function StoredText({ version, ranges, picker, search, onChange }: StoredTextPanelProps) {
  return (
    <Panel
      title="Stored text"
      aside={
        <>
          {formatQuantity(version.char_count, 'character')}
          {version.page_count !== null && `, ${formatQuantity(version.page_count, 'page')}`},{' '}
          {formatBytes(version.byte_size)}
          {picker}
        </>
      }
    >
      <div className={styles.flush}>
        <SourceView
          version={version}
          ranges={ranges}
          label={`Text of version ${version.version}`}
          search={search}
          onChange={onChange}
        />
      </div>
      <p className={styles.source}>
        Parsed by {version.parser}, cut by {version.chunker}. SHA-256 of the file{' '}
        <span className={styles.mono}>{formatHash(version.content_sha256)}</span>{' '}
        <CopyButton text={version.content_sha256} what="SHA-256 of the file" />
      </p>
    </Panel>
  );
}
