/** a, b, c, d, e, f of the PDF specification: x' = a·x + c·y + e, y' = b·x + d·y + f. */
export type Matrix = readonly [number, number, number, number, number, number];

/** A rectangle in points, `bottom` below `top`. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Clockwise quarter turns that bring a page's text upright. */
export type QuarterTurns = 0 | 1 | 2 | 3;

/** A page as it is shown: points from its top left corner. */
export interface PageFrame {
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly turns: QuarterTurns;
}

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** Applies `inner` first. */
export function multiply(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [p, q, r, s, t, u] = inner;
  return [
    a * p + c * q,
    b * p + d * q,
    a * r + c * s,
    b * r + d * s,
    a * t + c * u + e,
    b * t + d * u + f,
  ];
}

export function asMatrix(values: Iterable<unknown>): Matrix {
  const [a, b, c, d, e, f] = Array.from(values, Number);
  return [a ?? 1, b ?? 0, c ?? 0, d ?? 1, e ?? 0, f ?? 0];
}

export function transformPoint(matrix: Matrix, x: number, y: number): readonly [number, number] {
  const [a, b, c, d, e, f] = matrix;
  return [a * x + c * y + e, b * x + d * y + f];
}

/** The smallest upright rectangle around a transformed one. */
export function transformRectangle(matrix: Matrix, rectangle: Rectangle): Rectangle {
  const { left, top, right, bottom } = rectangle;
  const corners = [
    transformPoint(matrix, left, top),
    transformPoint(matrix, right, top),
    transformPoint(matrix, right, bottom),
    transformPoint(matrix, left, bottom),
  ];
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  return {
    left: Math.min(...xs),
    top: Math.min(...ys),
    right: Math.max(...xs),
    bottom: Math.max(...ys),
  };
}

/** Turns a page as it is shown so that its text is upright. */
export function turnMatrix(frame: PageFrame): Matrix {
  const { width, height } = frame;
  if (frame.turns === 1) return [0, 1, -1, 0, height, 0];
  if (frame.turns === 2) return [-1, 0, 0, -1, width, height];
  if (frame.turns === 3) return [0, -1, 1, 0, 0, width];
  return IDENTITY;
}

/** From the upright text back to the page as it is shown. */
export function turnBack(frame: PageFrame, rectangle: Rectangle): Rectangle {
  const { width, height } = frame;
  if (frame.turns === 1) return transformRectangle([0, -1, 1, 0, 0, height], rectangle);
  if (frame.turns === 2) return transformRectangle([-1, 0, 0, -1, width, height], rectangle);
  if (frame.turns === 3) return transformRectangle([0, 1, -1, 0, width, 0], rectangle);
  return rectangle;
}

/** Of the values' largest; a page can hold more of them than a call takes arguments. */
export function largest(values: Iterable<number>): number {
  let best = -Infinity;
  for (const value of values) if (value > best) best = value;
  return best;
}

export function smallest(values: Iterable<number>): number {
  let best = Infinity;
  for (const value of values) if (value < best) best = value;
  return best;
}
