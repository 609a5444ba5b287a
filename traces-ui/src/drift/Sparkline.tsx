import styles from './drift.module.css';

const WIDTH = 120;
const HEIGHT = 28;
const MARGIN = 4;

interface SparklineProps {
  /** Null where there is no data: the line breaks. */
  readonly values: readonly (number | null)[];
  /** Whether the measure moved there. */
  readonly alarms: readonly boolean[];
}

/** How a measure went from window to window; the table beside it says the same in numbers. */
export function Sparkline({ values, alarms }: SparklineProps) {
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const points = values.flatMap((value, index) => {
    if (value === null) return [];
    const share = high === low ? 0.5 : (value - low) / (high - low);
    const x = MARGIN + (index / Math.max(1, values.length - 1)) * (WIDTH - 2 * MARGIN);
    return [{ x, y: HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN), isAlarm: alarms[index] }];
  });
  return (
    <svg
      className={styles.sparkline}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
    >
      <polyline points={points.map(({ x, y }) => `${x},${y}`).join(' ')} />
      {points.map(({ x, y, isAlarm }) =>
        isAlarm === true ? <circle key={x} cx={x} cy={y} r={3} /> : null,
      )}
    </svg>
  );
}
