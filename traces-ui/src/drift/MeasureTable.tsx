import { Link } from '@tanstack/react-router';
import type { DriftMeasure, DriftWindow } from '../../../contract/drift.ts';
import { formatDateTime } from '../ui/format.ts';
import table from '../ui/table.module.css';
import { DRIFT_MEASURE_TERMS } from '../ui/terms/drift-terms.ts';
import { valuesOf } from '../ui/terms/term.ts';
import styles from './drift.module.css';
import { followMeasure, showFigure, tracesBehind } from './follow-measure.ts';
import { Sparkline } from './Sparkline.tsx';

const SHOWN = 4;

/** A line for each measure: how it went, and its figures in the newest windows, each opening its answers. */
export function MeasureTable({ windows }: { readonly windows: readonly DriftWindow[] }) {
  const newest = windows.slice(-SHOWN);
  return (
    <table className={table.table} aria-label="Measures by window">
      <thead>
        <tr>
          <th scope="col">Measure</th>
          <th scope="col">All windows</th>
          {newest.map(({ from, to }) => (
            <th key={from} scope="col" className={table.number}>
              until {formatDateTime(to)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {valuesOf(DRIFT_MEASURE_TERMS).map((measure) => (
          <tr key={measure}>
            <th scope="row">{DRIFT_MEASURE_TERMS[measure].label}</th>
            <td data-label="All windows">
              <Sparkline
                values={windows.map((window) => followMeasure(measure, figureOf(window, measure)))}
                alarms={windows.map((window) => hasMoved(window, measure))}
              />
            </td>
            {newest.map((window) => (
              <td
                key={window.from}
                data-label={`until ${formatDateTime(window.to)}`}
                className={table.number}
              >
                <Figure window={window} measure={measure} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface FigureProps {
  readonly window: DriftWindow;
  readonly measure: DriftMeasure;
}

function Figure({ window, measure }: FigureProps) {
  const figure = figureOf(window, measure);
  if (figure === null) return <span className={table.soft}>no data</span>;
  const isMoved = hasMoved(window, measure);
  return (
    <Link
      to="/traces"
      search={tracesBehind(measure, figure, window)}
      className={isMoved ? styles.moved : undefined}
    >
      {showFigure(measure, figure)}
      {isMoved && ' moved'}
    </Link>
  );
}

function figureOf({ measures }: DriftWindow, measure: DriftMeasure) {
  return measures.find((one) => one.measure === measure)?.figure ?? null;
}

function hasMoved({ comparison }: DriftWindow, measure: DriftMeasure): boolean {
  return comparison?.alarms.some((alarm) => alarm.measure === measure) ?? false;
}
