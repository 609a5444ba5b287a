import { useRef, useState } from 'react';
import type { TraceOverview, VolumeBar } from '../../../contract/trace-overview.ts';
import { formatCount, formatDateTime, formatDuration, formatQuantity } from '../ui/format.ts';
import { barAt, type Brush, rangeOfBrush, type TimeRange } from './brush.ts';
import styles from './volume-strip.module.css';

interface VolumeStripProps {
  readonly overview: TraceOverview | undefined;
  readonly onRange: (range: TimeRange) => void;
}

const HEIGHT = 40;

/** How many traces there are over time and how long they took; a range is chosen by drawing over it. */
export function VolumeStrip({ overview, onRange }: VolumeStripProps) {
  const [brush, setBrush] = useState<Brush | null>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const strip = useRef<HTMLElement>(null);
  const volume = overview?.volume ?? [];
  const shareAt = (x: number) => {
    const box = strip.current?.getBoundingClientRect();
    return box === undefined ? 0 : Math.min(1, Math.max(0, (x - box.left) / box.width));
  };
  const finish = () => {
    setBrush(null);
    if (brush === null || overview === undefined) return;
    const range = rangeOfBrush(overview, brush);
    if (range !== null) onRange(range);
  };
  return (
    <div className={styles.frame}>
      <figure
        ref={strip}
        className={styles.strip}
        aria-label={summarize(overview)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const share = shareAt(event.clientX);
          setBrush({ start: share, end: share });
        }}
        onPointerMove={(event) => {
          const share = shareAt(event.clientX);
          setHovered(barAt(volume.length, share));
          if (brush !== null) setBrush({ ...brush, end: share });
        }}
        onPointerUp={finish}
        onPointerCancel={() => setBrush(null)}
        onPointerLeave={() => setHovered(null)}
      >
        {volume.length > 0 && <Bars volume={volume} />}
        {brush !== null && <BrushMark brush={brush} />}
      </figure>
      <p className={styles.caption}>
        <span>{volume[0] === undefined ? '' : formatDateTime(volume[0].from)}</span>
        <span className={styles.middle}>{describeBar(overview, hovered)}</span>
        <span>{endOf(overview)}</span>
      </p>
    </div>
  );
}

function Bars({ volume }: { readonly volume: readonly VolumeBar[] }) {
  const most = Math.max(1, ...volume.map(({ count }) => count));
  const slowest = Math.max(1, ...volume.map(({ p95_ms: ms }) => ms ?? 0));
  const dots = volume.flatMap(({ p95_ms: ms }, index) =>
    ms === null ? [] : [{ x: index + 0.5, y: HEIGHT - (ms / slowest) * (HEIGHT - 3) }],
  );
  return (
    <svg
      className={styles.chart}
      viewBox={`0 0 ${volume.length} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {volume.map(({ from, count }, index) => (
        <rect
          key={from}
          className={styles.bar}
          x={index + 0.1}
          width={0.8}
          y={HEIGHT - barHeight(count, most)}
          height={barHeight(count, most)}
        />
      ))}
      <polyline
        className={styles.latency}
        points={dots.map(({ x, y }) => `${x},${y}`).join(' ')}
        vectorEffect="non-scaling-stroke"
      />
    </svg>
  );
}

/** One trace among thousands still shows. */
function barHeight(count: number, most: number): number {
  return count === 0 ? 0 : Math.max(1.5, (count / most) * (HEIGHT - 2));
}

function BrushMark({ brush }: { readonly brush: Brush }) {
  const left = Math.min(brush.start, brush.end);
  const width = Math.abs(brush.end - brush.start);
  return (
    <span className={styles.brush} style={{ left: `${left * 100}%`, width: `${width * 100}%` }} />
  );
}

function describeBar(overview: TraceOverview | undefined, hovered: number | null): string {
  if (overview === undefined) return '';
  const bar = hovered === null ? undefined : overview.volume[hovered];
  if (bar === undefined) {
    if (overview.volume.length === 0) return 'No traces in this time';
    return `Bars: traces per ${formatSpan(overview.bar_ms)}, line: p95 latency. Draw over a part to zoom in.`;
  }
  const took =
    bar.p50_ms === null || bar.p95_ms === null
      ? 'no latency'
      : `p50 ${formatDuration(bar.p50_ms)}, p95 ${formatDuration(bar.p95_ms)}`;
  return `${formatDateTime(bar.from)}: ${formatQuantity(bar.count, 'trace')}, ${took}`;
}

function formatSpan(ms: number): string {
  if (ms >= 86_400_000) return formatQuantity(Math.round(ms / 86_400_000), 'day');
  if (ms >= 3_600_000) return formatQuantity(Math.round(ms / 3_600_000), 'hour');
  return ms >= 60_000
    ? formatQuantity(Math.round(ms / 60_000), 'minute')
    : formatQuantity(Math.round(ms / 1_000), 'second');
}

function endOf(overview: TraceOverview | undefined): string {
  const last = overview?.volume.at(-1);
  if (overview === undefined || last === undefined) return '';
  return formatDateTime(new Date(Date.parse(last.from) + overview.bar_ms).toISOString());
}

function summarize(overview: TraceOverview | undefined): string {
  const first = overview?.volume[0];
  if (overview === undefined) return 'Volume and latency over time, loading';
  if (first === undefined) return 'No traces in this time';
  const slow = Math.max(...overview.volume.map(({ p95_ms: ms }) => ms ?? 0));
  return `${formatCount(overview.count)} traces from ${formatDateTime(first.from)} to ${endOf(overview)}; slowest p95 ${formatDuration(slow)}`;
}
