import { formatDuration } from '../ui/format.ts';
import {
  buildAnswerTimeline,
  buildRetrievalTimeline,
  type TimelineBar,
  timelineSourceOf,
} from './timeline.ts';
import styles from './timeline.module.css';
import type { TraceShape } from './trace-shape.ts';

interface TimelineTabProps {
  readonly shape: Extract<TraceShape, { kind: 'answer' | 'retrieval' }>;
}

/** The steps of the answer as a waterfall. */
export function TimelineTab({ shape }: TimelineTabProps) {
  const timeline =
    shape.kind === 'answer'
      ? buildAnswerTimeline(timelineSourceOf(shape.trace))
      : buildRetrievalTimeline(shape.trace);
  return (
    <div className={styles.timeline}>
      <p className={styles.total}>
        {formatDuration(timeline.totalMs)} in all, without writing the record.
      </p>
      <ol className={styles.bars} aria-label="Steps and how long they took">
        {timeline.bars.map((bar) => (
          <Bar key={bar.id} bar={bar} totalMs={timeline.totalMs} />
        ))}
      </ol>
      <p className={styles.total}>
        Steps run one after another; the legs of retrieval are drawn from the start of their step.
      </p>
    </div>
  );
}

function Bar({ bar, totalMs }: { readonly bar: TimelineBar; readonly totalMs: number }) {
  const scale = totalMs === 0 ? 0 : 100 / totalMs;
  const left = Math.min(99.5, bar.startMs * scale);
  const width = Math.max(0.5, Math.min(100 - left, bar.durationMs * scale));
  return (
    <li className={styles.bar} data-depth={bar.depth}>
      <span className={styles.label}>{bar.label}</span>
      <span className={styles.track} aria-hidden="true">
        <span
          className={styles.fill}
          data-tone={bar.tone}
          style={{ left: `${left}%`, width: `${width}%` }}
        />
      </span>
      <span className={styles.duration}>{formatDuration(bar.durationMs)}</span>
      <span className={styles.detail}>{bar.detail}</span>
    </li>
  );
}
