import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { originalQuery, versionPageQuery } from '../api/source-queries.ts';
import { ErrorState, LoadingState } from '../ui/list-states.tsx';
import type { MarkKind } from '../ui/mark-kind.ts';
import { ScrollBox } from '../ui/ScrollBox.tsx';
import type { TextRange } from '../ui/split-text.ts';
import type { OpenPdf } from './open-pdf.ts';
import { type PageBox, placeBoxes } from './place-boxes.ts';
import styles from './source-view.module.css';
import { usePdf } from './use-pdf.ts';

interface PdfPageProps {
  readonly documentId: string;
  readonly version: number;
  readonly page: number;
  readonly pageCount: number;
  readonly ranges: readonly TextRange<MarkKind>[];
  readonly label: string;
  readonly onPage: (page: number) => void;
}

/** A page of the original as it is printed, with boxes over the marked words. */
export function PdfPage(props: PdfPageProps) {
  const { documentId, version, page, pageCount, onPage } = props;
  return (
    <div>
      <div className={styles.pager}>
        <Button
          size="compact-xs"
          variant="default"
          aria-label="Previous page"
          disabled={page <= 1}
          onClick={() => onPage(page - 1)}
        >
          <ChevronLeft size={14} aria-hidden="true" />
        </Button>
        <span aria-live="polite">
          Page {page} of {pageCount}
        </span>
        <Button
          size="compact-xs"
          variant="default"
          aria-label="Next page"
          disabled={page >= pageCount}
          onClick={() => onPage(page + 1)}
        >
          <ChevronRight size={14} aria-hidden="true" />
        </Button>
        <a href={`/v1/documents/${documentId}/original?version=${version}`} download>
          Download the original
        </a>
      </div>
      <PageWithBoxes {...props} />
    </div>
  );
}

function PageWithBoxes({ documentId, version, page, ranges, label }: PdfPageProps) {
  const original = useQuery(originalQuery(documentId, version));
  const layout = useQuery(versionPageQuery(documentId, version, page));
  const opened = usePdf(original.data);
  const error = original.error ?? layout.error ?? (opened.kind === 'failed' ? opened.error : null);
  if (error !== null) return <ErrorState error={error} action="show the page" />;
  if (layout.data === undefined) return <LoadingState what="the page" lines={14} />;
  const boxes = placeBoxes(layout.data, ranges);
  const strong = boxes.filter(({ kind }) => kind === 'strong').length;
  const { width, height } = layout.data;
  return (
    <ScrollBox className={styles.scroller} label={`Page ${page} of ${label}`}>
      <div className={styles.sheet} style={{ aspectRatio: `${width} / ${height}` }}>
        {opened.kind === 'open' && (
          <PageCanvas
            pdf={opened.pdf}
            page={page}
            label={`Page ${page} as it is printed; ${strong === 0 ? 'nothing on it is marked' : `${strong} lines are marked`}. The view Text has its words.`}
          />
        )}
        {boxes.map((box) => (
          <Box
            key={`${box.kind} ${box.left} ${box.top} ${box.width}`}
            box={box}
            isFirst={box === boxes.find(({ kind }) => kind === 'strong')}
          />
        ))}
      </div>
    </ScrollBox>
  );
}

function Box({ box, isFirst }: { readonly box: PageBox; readonly isFirst: boolean }) {
  return (
    <span
      ref={isFirst ? scrollToBox : null}
      className={styles.box}
      data-kind={box.kind}
      style={{
        left: `${box.left}%`,
        top: `${box.top}%`,
        width: `${box.width}%`,
        height: `${box.height}%`,
      }}
    />
  );
}

/** Runs when the first marked box appears. Scrolls the page's own frame alone. */
function scrollToBox(box: HTMLElement | null): void {
  const frame = box?.closest('[data-scroll-box]');
  if (box && frame) frame.scrollTop = box.offsetTop - frame.clientHeight / 3;
}

const SHARPEST = 2;

interface PageCanvasProps {
  readonly pdf: OpenPdf;
  readonly page: number;
  readonly label: string;
}

function PageCanvas({ pdf, page, label }: PageCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [error, setError] = useState<unknown>(null);
  useEffect(() => {
    if (canvas.current === null) return;
    const drawing = new AbortController();
    drawPage(pdf, page, { canvas: canvas.current, signal: drawing.signal }).catch(
      (failure: unknown) => {
        if (!drawing.signal.aborted) setError(failure);
      },
    );
    return () => drawing.abort();
  }, [pdf, page]);
  if (error !== null) return <ErrorState error={error} action="draw the page" />;
  // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- the page is drawn, and an img cannot be drawn on
  return <canvas ref={canvas} className={styles.canvas} role="img" aria-label={label} />;
}

interface DrawOptions {
  readonly canvas: HTMLCanvasElement;
  readonly signal: AbortSignal;
}

async function drawPage(pdf: OpenPdf, number: number, options: DrawOptions): Promise<void> {
  const { canvas, signal } = options;
  const page = await pdf.getPage(number);
  if (signal.aborted) return;
  const natural = page.getViewport({ scale: 1 });
  const sharpness = Math.min(SHARPEST, Math.max(1, devicePixelRatio));
  const scale = (canvas.clientWidth * sharpness) / natural.width;
  const viewport = page.getViewport({ scale });
  canvas.width = Math.round(viewport.width);
  canvas.height = Math.round(viewport.height);
  const task = page.render({ canvas, viewport });
  signal.addEventListener('abort', () => task.cancel());
  await task.promise;
}
