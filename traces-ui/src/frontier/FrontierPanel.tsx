import {
  formatEffort,
  formatQualityPerEffort,
  FRONTIER_TITLES,
} from '../../../contract/format-frontier.ts';
import type { Frontier, FrontierPoint } from '../../../contract/frontier.ts';
import { isCompared } from '../../../contract/mark-dominated.ts';
import { formatCount, formatPercent } from '../ui/format.ts';
import { Panel } from '../ui/Panel.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { PlainTag } from '../ui/Tag.tsx';
import styles from './frontier.module.css';
import { placePoints } from './place-points.ts';

/** Quality against what it takes: a plot, and the same as a table with what is dominated marked. */
export function FrontierPanel({ frontier }: { readonly frontier: Frontier }) {
  const { effort, points } = frontier;
  if (points.length === 0) return null;
  return (
    <Panel title={FRONTIER_TITLES[effort]}>
      <FrontierPlot frontier={frontier} />
      <div className={table.bare}>
        <table className={table.table} aria-label={FRONTIER_TITLES[effort]}>
          <thead>
            <tr>
              <th scope="col">Name</th>
              <th scope="col" className={table.number}>
                Answers
              </th>
              <th scope="col" className={table.number}>
                Success
              </th>
              <th scope="col" className={table.number}>
                Takes
              </th>
              <th scope="col" className={table.number}>
                Success for it
              </th>
              <th scope="col">Dominated by</th>
            </tr>
          </thead>
          <tbody>
            {points.map((point) => (
              <PointRow key={`${point.kind} ${point.name}`} point={point} effort={effort} />
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}

interface PointRowProps {
  readonly point: FrontierPoint;
  readonly effort: Frontier['effort'];
}

function PointRow({ point, effort }: PointRowProps) {
  return (
    <tr>
      <td className={table.main}>
        <RevealedText text={point.name} /> <PlainTag>{point.kind}</PlainTag>
      </td>
      <td data-label="Answers" className={table.number}>
        {formatCount(point.n)}
      </td>
      <td data-label="Success" className={table.number}>
        {formatPercent(point.quality)}
      </td>
      <td data-label="Takes" className={table.number}>
        {formatEffort(effort, point.effort)}
      </td>
      <td data-label="Success for it" className={table.number}>
        {formatQualityPerEffort(effort, point.quality_per_effort)}
      </td>
      <td data-label="Dominated by">
        {point.dominated_by === null ? (
          isCompared(point) ? (
            'on the frontier'
          ) : (
            'too few answers'
          )
        ) : (
          <RevealedText text={point.dominated_by} />
        )}
      </td>
    </tr>
  );
}

function FrontierPlot({ frontier }: { readonly frontier: Frontier }) {
  const { width, height, marks, line } = placePoints(frontier);
  return (
    <figure className={styles.plot}>
      <svg viewBox={`0 0 ${width} ${height}`}>
        <title>{`${FRONTIER_TITLES[frontier.effort]}; the table below says the same.`}</title>
        <polyline className={styles.line} points={line} />
        {marks.map(({ x, y, title, isDominated, kind }) => (
          <g key={title} className={styles.mark} data-dominated={isDominated}>
            <title>{title}</title>
            {kind === 'variant' ? (
              <circle cx={x} cy={y} r={5} />
            ) : (
              <rect x={x - 4} y={y - 4} width={8} height={8} />
            )}
          </g>
        ))}
      </svg>
      <figcaption className={styles.caption}>
        From left to right: what it takes, from nothing to the most. From bottom to top: success
        from 0 to 100 %. Discs are variants and squares models; hollow ones are dominated, and the
        line joins those that are not.
      </figcaption>
    </figure>
  );
}
