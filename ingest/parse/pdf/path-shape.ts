import { type Matrix, transformPoint } from './page-frame.ts';

/** The outline of a path in the reader's form: an instruction, then its coordinates. */
export interface Shape {
  readonly outline: ArrayLike<number>;
  readonly toPage: Matrix;
}

/** Number of coordinates behind each drawing instruction: move, line, curve, quadratic curve, close. */
const COORDINATES = [2, 2, 6, 4, 0];

/** Whether a ray from the point crosses the outline an odd number of times; curves count as their chord. */
export function isInside(shape: Shape, x: number, y: number): boolean {
  let isIn = false;
  let start: readonly [number, number] = [0, 0];
  let from = start;
  const { outline, toPage } = shape;
  for (let index = 0; index < outline.length;) {
    const instruction = outline[index] ?? 4;
    const count = COORDINATES[instruction] ?? 0;
    const to =
      instruction === 4
        ? start
        : transformPoint(toPage, outline[index + count - 1] ?? 0, outline[index + count] ?? 0);
    if (instruction === 0) start = to;
    else if (from[1] > y !== to[1] > y) {
      const crossing = from[0] + ((y - from[1]) / (to[1] - from[1])) * (to[0] - from[0]);
      if (x < crossing) isIn = !isIn;
    }
    from = to;
    index += 1 + count;
  }
  return isIn;
}

/** Four straight sides along the axes, which is what most areas are. */
export function isRectangle(outline: ArrayLike<number>): boolean {
  if (outline.length !== 13 || outline[12] !== 4) return false;
  const [x0, y0, x1, y1, x2, y2, x3, y3] = [1, 2, 4, 5, 7, 8, 10, 11].map((at) => outline[at]);
  const startsAcross = y0 === y1 && x1 === x2 && y2 === y3 && x3 === x0;
  const startsDown = x0 === x1 && y1 === y2 && x2 === x3 && y3 === y0;
  return startsAcross || startsDown;
}
