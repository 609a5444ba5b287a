import { useNavigate } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { TraceSummary } from '../../../contract/trace-summary.ts';
import type { TracesSearch } from '../search/traces-search.ts';
import { useShortcuts } from '../ui/shortcuts/use-shortcuts.ts';
import { TraceRow } from './TraceRow.tsx';
import styles from './trace-table.module.css';

interface TraceTableProps {
  readonly rows: readonly TraceSummary[];
  /** The filters that the rows pass. */
  readonly list: TracesSearch;
  /** Whether there are more to be loaded. */
  readonly hasMore: boolean;
  readonly onEnd: () => void;
}

const ROW_PX = 53;
/** Rows beyond the screen on either side, so that a quick scroll shows no blank. */
const OVERSCAN = 15;
/** So many rows before the end, the next page is asked for. */
const AHEAD = 60;

const HEADINGS = [
  { name: 'Time' },
  { name: 'Question' },
  { name: 'Outcome' },
  { name: 'Verdict' },
  { name: 'Task' },
  {
    name: 'Model',
    title: 'The model that was asked for, if another one, and the one that answered',
  },
  { name: 'Cited', title: 'Cited chunks of considered candidates', isNumber: true },
  { name: 'Confidence', title: 'Confidence of retrieval' },
  { name: 'Latency', isNumber: true },
  { name: 'Cost', isNumber: true },
  { name: 'App', title: 'The app, or the key that asked' },
] as const;

/** Only the rows near the screen are in the page: twenty thousand scroll like twenty. */
export function TraceTable({ rows, list, hasMore, onEnd }: TraceTableProps) {
  const frame = useRef<HTMLTableSectionElement>(null);
  const [offset, setOffset] = useState(0);
  useLayoutEffect(() => {
    const top = frame.current?.getBoundingClientRect().top ?? 0;
    setOffset(top + scrollY);
  }, []);
  // oxlint-disable-next-line react/incompatible-library -- nothing here is compiled by the React compiler
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
    scrollMargin: offset,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const shown = virtualizer.getVirtualItems();
  const lastShown = shown.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && lastShown > rows.length - AHEAD) onEnd();
  }, [hasMore, lastShown, rows.length, onEnd]);
  const scrollTo = useCallback((index: number) => virtualizer.scrollToIndex(index), [virtualizer]);
  const move = useMoves(rows.length, scrollTo, frame);
  const above = (shown[0]?.start ?? offset) - offset;
  const below = virtualizer.getTotalSize() - ((shown.at(-1)?.end ?? offset) - offset);
  return (
    <table className={styles.table} aria-rowcount={hasMore ? -1 : rows.length + 1}>
      <thead>
        <tr>
          {HEADINGS.map((heading) => (
            <th
              key={heading.name}
              scope="col"
              title={'title' in heading ? heading.title : undefined}
              data-column={heading.name}
              data-number={'isNumber' in heading || undefined}
            >
              {heading.name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody ref={frame}>
        <Spacer height={above} />
        {shown.map(({ index, key }) => {
          const trace = rows[index];
          return (
            trace !== undefined && (
              <TraceRow
                key={key}
                trace={trace}
                index={index}
                list={list}
                measure={virtualizer.measureElement}
                onMove={move}
              />
            )
          );
        })}
        <Spacer height={below} />
      </tbody>
    </table>
  );
}

/** Stands for the rows that are not in the page. */
function Spacer({ height }: { readonly height: number }) {
  if (height <= 0) return null;
  return <tr aria-hidden="true" className={styles.spacer} style={{ height }} />;
}

/** Frames within which a row that was scrolled to has to be there. */
const MAX_FRAMES = 20;

/** Moves the focus so many rows on, and lists the keys that do; the same function until there are more rows. */
function useMoves(
  count: number,
  scrollTo: (index: number) => void,
  frame: Frame,
): (by: number) => void {
  const navigate = useNavigate();
  const move = useCallback(
    (by: number) => {
      const focusRow = (index: number, framesLeft: number) => {
        const row = rowAt(frame, index);
        if (row !== null) row.focus({ preventScroll: false });
        else if (framesLeft > 0) requestAnimationFrame(() => focusRow(index, framesLeft - 1));
      };
      const at = focusedIndex();
      const next = at === null ? 0 : Math.min(count - 1, Math.max(0, at + by));
      if (rowAt(frame, next) === null) scrollTo(next);
      focusRow(next, MAX_FRAMES);
    },
    [count, frame, scrollTo],
  );
  useShortcuts('List', [
    { keys: 'j', does: 'Next trace', run: () => move(1), repeats: true },
    { keys: 'k', does: 'Previous trace', run: () => move(-1), repeats: true },
    {
      keys: 'o',
      does: 'Open it (Enter, too)',
      run: () => {
        const link = rowAt(frame, focusedIndex() ?? 0);
        const href = link?.getAttribute('href');
        if (href !== null && href !== undefined) void navigate({ href });
      },
    },
  ]);
  return move;
}

type Frame = React.RefObject<HTMLElement | null>;

function rowAt(frame: Frame, index: number): HTMLElement | null {
  return frame.current?.querySelector<HTMLElement>(`tr[data-index="${index}"] a`) ?? null;
}

/** The row that the keyboard is in. */
function focusedIndex(): number | null {
  const row = document.activeElement?.closest<HTMLElement>('tr[data-index]');
  return row === null || row === undefined ? null : Number(row.dataset['index']);
}
