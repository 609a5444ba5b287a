import styles from './score-bar.module.css';
import type { Tone } from './terms/term.ts';

interface ScoreBarProps {
  /** The number with its unit, as text: the bar only repeats it. */
  readonly label: string;
  /** From 0 to 1. */
  readonly share: number;
  readonly tone?: Tone;
  readonly title?: string;
}

/** A number and, under it, how it compares. */
export function ScoreBar({ label, share, tone = 'info', title }: ScoreBarProps) {
  const width = `${Math.round(Math.min(1, Math.max(0, share)) * 100)}%`;
  return (
    <span className={styles.score} title={title}>
      <span className={styles.number}>{label}</span>
      <span className={styles.track} aria-hidden="true">
        <span className={styles.fill} data-tone={tone} style={{ width }} />
      </span>
    </span>
  );
}
