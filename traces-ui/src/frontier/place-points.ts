import { formatEffort } from '../../../contract/format-frontier.ts';
import type { Frontier, FrontierPoint } from '../../../contract/frontier.ts';
import { isCompared } from '../../../contract/mark-dominated.ts';
import { formatPercent } from '../ui/format.ts';

const WIDTH = 480;
const HEIGHT = 180;
const MARGIN = 10;

interface Mark {
  readonly x: number;
  readonly y: number;
  readonly title: string;
  readonly kind: FrontierPoint['kind'];
  /** Or measured on too few answers to be compared. */
  readonly isDominated: boolean;
}

/** Where the points stand: effort to the right from 0, success upwards; the line is of those that nothing dominates. */
export function placePoints({ effort, points }: Frontier): {
  readonly width: number;
  readonly height: number;
  readonly marks: readonly Mark[];
  readonly line: string;
} {
  const most = Math.max(...points.map((point) => point.effort), Number.MIN_VALUE);
  const marks = points.map((point) => ({
    x: MARGIN + (point.effort / most) * (WIDTH - 2 * MARGIN),
    y: HEIGHT - MARGIN - point.quality * (HEIGHT - 2 * MARGIN),
    title: `${point.name} (${point.kind}): ${formatPercent(point.quality)}, ${formatEffort(effort, point.effort)}`,
    kind: point.kind,
    isDominated: point.dominated_by !== null || !isCompared(point),
  }));
  const kind = points.some((point) => point.kind === 'variant') ? 'variant' : 'model';
  const line = marks
    .filter((mark) => mark.kind === kind && !mark.isDominated)
    .toSorted((one, other) => one.x - other.x)
    .map(({ x, y }) => `${x},${y}`)
    .join(' ');
  return { width: WIDTH, height: HEIGHT, marks, line };
}
