import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { DocumentVersion } from '../../../contract/document-version.ts';
import { markedPageQuery } from '../api/source-queries.ts';
import { type SourceSearch, SOURCE_VIEWS } from '../search/source-search.ts';
import { LoadingState } from '../ui/list-states.tsx';
import type { MarkKind } from '../ui/mark-kind.ts';
import { MarkedText } from '../ui/MarkedText.tsx';
import type { TextRange } from '../ui/split-text.ts';
import { valueIn, valuesOf } from '../ui/terms/term.ts';
import { PdfPage } from './PdfPage.tsx';
import styles from './source-view.module.css';

interface SourceViewProps {
  readonly version: DocumentVersion;
  readonly ranges: readonly TextRange<MarkKind>[];
  readonly label: string;
  readonly search: SourceSearch;
  readonly onChange: (change: SourceSearch) => void;
}

/** What a version says with some of it marked: its stored text or, of a PDF, the page as it is printed. */
export function SourceView({ version, ranges, label, search, onChange }: SourceViewProps) {
  const hasPages = version.mime === 'application/pdf' && version.page_count !== null;
  const view = hasPages ? (search.view ?? 'text') : 'text';
  return (
    <>
      {hasPages && (
        <div className={styles.bar}>
          <SegmentedControl
            size="xs"
            aria-label="View"
            data={valuesOf(SOURCE_VIEWS).map((value) => ({ value, label: SOURCE_VIEWS[value] }))}
            value={view}
            onChange={(value) => onChange({ view: valueIn(SOURCE_VIEWS, value), page: undefined })}
          />
        </div>
      )}
      {view === 'text' ? (
        <MarkedText text={version.text} ranges={ranges} label={label} />
      ) : (
        <MarkedPage
          version={version}
          ranges={ranges}
          label={label}
          page={search.page}
          onPage={(page) => onChange({ page })}
        />
      )}
    </>
  );
}

interface MarkedPageProps extends Pick<SourceViewProps, 'version' | 'ranges' | 'label'> {
  readonly page: number | undefined;
  readonly onPage: (page: number) => void;
}

/** The chosen page, else the one on which the first marked words stand. */
function MarkedPage({ version, ranges, label, page, onPage }: MarkedPageProps) {
  const { document_id: documentId, version: number } = version;
  const pageCount = version.page_count ?? 1;
  const mark = ranges.find((range) => range.label === 'strong');
  const found = useQuery({
    ...markedPageQuery(documentId, number, {
      from: mark === undefined ? 1 : pageOf(version, mark.start),
      pageCount,
      start: mark?.start ?? 0,
      end: mark?.end ?? 1,
    }),
    enabled: page === undefined,
  });
  const shown = page === undefined ? found.data : Math.min(page, pageCount);
  if (shown === undefined) return <LoadingState what="the page" lines={14} />;
  return (
    <PdfPage
      documentId={documentId}
      version={number}
      page={shown}
      pageCount={pageCount}
      ranges={ranges}
      label={label}
      onPage={onPage}
    />
  );
}

/** The page on which the chunk begins that holds the place, or the last one that begins before it. */
function pageOf({ chunks }: DocumentVersion, start: number): number {
  return chunks.findLast((chunk) => chunk.char_start <= start)?.page ?? 1;
}
