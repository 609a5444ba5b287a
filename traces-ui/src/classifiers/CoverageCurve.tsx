import type { ClassifierReport } from '../../../contract/classifier.ts';
import { formatPercent } from '../ui/format.ts';
import styles from './classifiers.module.css';
import { placeCurve } from './place-curve.ts';

/** How accurate the classifier is on the share of the texts of which it is surest. */
export function CoverageCurve({ coverage }: { readonly coverage: ClassifierReport['coverage'] }) {
  const { points, width, height, lowest } = placeCurve(coverage);
  const [first] = coverage;
  const last = coverage.at(-1);
  const sentence =
    first === undefined || last === undefined
      ? 'Accuracy by coverage'
      : `Accuracy falls from ${formatPercent(first.accuracy)} of the surest ` +
        `${formatPercent(first.coverage)} to ${formatPercent(last.accuracy)} of all texts.`;
  return (
    <figure className={styles.curve}>
      <svg viewBox={`0 0 ${width} ${height}`}>
        <title>{sentence}</title>
        <polyline
          className={styles.line}
          points={points.map(({ x, y }) => `${x},${y}`).join(' ')}
        />
        {points.map(({ x, y, title }) => (
          <circle key={x} className={styles.point} cx={x} cy={y} r={3}>
            <title>{title}</title>
          </circle>
        ))}
      </svg>
      <figcaption className={styles.caption}>
        From left to right: the surest {first === undefined ? '' : formatPercent(first.coverage)} up
        to all texts. From bottom to top: accuracy from {formatPercent(lowest)} to 100%.
      </figcaption>
    </figure>
  );
}
