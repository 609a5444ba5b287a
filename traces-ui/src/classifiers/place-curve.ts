import type { ClassifierReport } from '../../../contract/classifier.ts';
import { formatPercent } from '../ui/format.ts';

const WIDTH = 480;
const HEIGHT = 160;
const MARGIN = 8;
/** The axis begins at a whole tenth. */
const STEP = 0.1;

export interface CurvePoint {
  readonly x: number;
  readonly y: number;
  readonly title: string;
}

/** Where the points of the curve stand: coverage to the right, accuracy upwards, from a tenth below the lowest. */
export function placeCurve(coverage: ClassifierReport['coverage']): {
  readonly points: readonly CurvePoint[];
  readonly width: number;
  readonly height: number;
  readonly lowest: number;
} {
  const least = Math.min(1, ...coverage.map(({ accuracy }) => accuracy));
  const lowest = Math.max(0, Math.floor(least / STEP) * STEP - (least === 1 ? STEP : 0));
  const points = coverage.map(({ coverage: share, accuracy, min_probability: probability }) => ({
    x: MARGIN + share * (WIDTH - 2 * MARGIN),
    y: HEIGHT - MARGIN - ((accuracy - lowest) / (1 - lowest)) * (HEIGHT - 2 * MARGIN),
    title:
      `${formatPercent(accuracy)} of the surest ${formatPercent(share)}, ` +
      `with probabilities from ${formatPercent(probability)}`,
  }));
  return { points, width: WIDTH, height: HEIGHT, lowest };
}
