import { OPS } from 'unpdf/pdfjs';
import { type GraphicsState, moveLine, readColour } from './graphics-state.ts';
import { type Arguments, asArguments } from './operator-values.ts';
import { asMatrix, IDENTITY, multiply } from './page-frame.ts';

/** What an operator that draws nothing makes of the state. */
export type Change = (state: GraphicsState, values: Arguments) => GraphicsState;

export const STATE_CHANGES: ReadonlyMap<number, Change> = new Map<number, Change>([
  [
    OPS.transform,
    (state, values) => ({ ...state, toPage: multiply(state.toPage, asMatrix(values)) }),
  ],
  [OPS.setFillRGBColor, (state, [colour]) => ({ ...state, fill: readColour(colour) })],
  [OPS.setStrokeRGBColor, (state, [colour]) => ({ ...state, stroke: readColour(colour) })],
  [OPS.setFillColorN, (state) => ({ ...state, fill: null })],
  [OPS.setStrokeColorN, (state) => ({ ...state, stroke: null })],
  [OPS.setGState, (state, [entries]) => asArguments(entries).reduce(applyEntry, state)],
  [OPS.beginText, (state) => ({ ...state, textMatrix: IDENTITY, lineMatrix: IDENTITY })],
  [OPS.setFont, (state, [, size]) => ({ ...state, fontSize: Number(size) })],
  [OPS.setTextRenderingMode, (state, [mode]) => ({ ...state, renderingMode: Number(mode) })],
  [OPS.setCharSpacing, (state, [value]) => ({ ...state, characterSpacing: Number(value) })],
  [OPS.setWordSpacing, (state, [value]) => ({ ...state, wordSpacing: Number(value) })],
  [OPS.setHScale, (state, [value]) => ({ ...state, horizontalScale: Number(value) / 100 })],
  [OPS.setTextRise, (state, [value]) => ({ ...state, rise: Number(value) })],
  [OPS.setLeading, (state, [value]) => ({ ...state, leading: -Number(value) })],
  [OPS.moveText, (state, [x, y]) => moveLine(state, Number(x), Number(y))],
  [
    OPS.setLeadingMoveText,
    (state, [x, y]) => moveLine({ ...state, leading: Number(y) }, Number(x), Number(y)),
  ],
  [OPS.nextLine, (state) => moveLine(state, 0, state.leading)],
  [
    OPS.setTextMatrix,
    (state, [values]) => {
      const matrix = asMatrix(asArguments(values));
      return { ...state, textMatrix: matrix, lineMatrix: matrix };
    },
  ],
]);

function applyEntry(state: GraphicsState, entry: unknown): GraphicsState {
  const [name, value] = asArguments(entry);
  if (name === 'ca') return { ...state, fillAlpha: Number(value) };
  if (name === 'CA') return { ...state, strokeAlpha: Number(value) };
  if (name === 'BM') return { ...state, isBlended: value !== 'source-over' };
  if (name === 'Font') return { ...state, fontSize: Number(asArguments(value)[1]) };
  return state;
}
