import { IDENTITY, type Matrix, multiply, type Rectangle } from './page-frame.ts';

/** Red, green and blue from 0 to 255. */
export type Colour = readonly [number, number, number];

/** What of a page's graphics state decides whether text can be seen. Colours are null where a pattern paints. */
export interface GraphicsState {
  readonly toPage: Matrix;
  readonly clip: Rectangle | null;
  readonly fill: Colour | null;
  readonly stroke: Colour | null;
  readonly fillAlpha: number;
  readonly strokeAlpha: number;
  /** Of the groups around. */
  readonly groupAlpha: number;
  readonly isBlended: boolean;
  readonly renderingMode: number;
  readonly fontSize: number;
  readonly horizontalScale: number;
  readonly characterSpacing: number;
  readonly wordSpacing: number;
  readonly rise: number;
  readonly leading: number;
  readonly textMatrix: Matrix;
  readonly lineMatrix: Matrix;
}

const BLACK: Colour = [0, 0, 0];

export function initialState(toPage: Matrix): GraphicsState {
  return {
    toPage,
    clip: null,
    fill: BLACK,
    stroke: BLACK,
    fillAlpha: 1,
    strokeAlpha: 1,
    groupAlpha: 1,
    isBlended: false,
    renderingMode: 0,
    fontSize: 0,
    horizontalScale: 1,
    characterSpacing: 0,
    wordSpacing: 0,
    rise: 0,
    leading: 0,
    textMatrix: IDENTITY,
    lineMatrix: IDENTITY,
  };
}

/** Goes to a place counted from the start of the line, which then starts there. */
export function moveLine(state: GraphicsState, x: number, y: number): GraphicsState {
  const lineMatrix = multiply(state.lineMatrix, [1, 0, 0, 1, x, y]);
  return { ...state, lineMatrix, textMatrix: lineMatrix };
}

/** Goes on along the line, in units of the text. */
export function advance(state: GraphicsState, x: number): GraphicsState {
  return { ...state, textMatrix: multiply(state.textMatrix, [1, 0, 0, 1, x, 0]) };
}

export function intersect(clip: Rectangle | null, other: Rectangle): Rectangle {
  if (clip === null) return other;
  return {
    left: Math.max(clip.left, other.left),
    top: Math.max(clip.top, other.top),
    right: Math.min(clip.right, other.right),
    bottom: Math.min(clip.bottom, other.bottom),
  };
}

/** The reader writes colours as `#rrggbb`; anything else is not known. */
export function readColour(value: unknown): Colour | null {
  if (typeof value !== 'string' || !/^#[0-9a-f]{6}$/i.test(value)) return null;
  const number = Number.parseInt(value.slice(1), 16);
  return [(number >> 16) & 255, (number >> 8) & 255, number & 255];
}
