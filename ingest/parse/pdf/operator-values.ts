import type { GraphicsState } from './graphics-state.ts';
import type { Rectangle } from './page-frame.ts';

export type Arguments = readonly unknown[];

/** A shift that looks like a space, in thousandths of the type size. */
const SPACE_SHIFT = 200;

/** The text of shown glyphs and its width in units of the text, from glyph widths in thousandths. */
export function readGlyphs(glyphs: Arguments, state: GraphicsState) {
  let text = '';
  let width = 0;
  for (const glyph of glyphs) {
    if (typeof glyph === 'number') {
      width -= (glyph / 1000) * state.fontSize;
      if (-glyph > SPACE_SHIFT && !text.endsWith(' ')) text += ' ';
    } else if (isGlyph(glyph)) {
      text += glyph.unicode;
      const spacing = state.characterSpacing + (glyph.isSpace === true ? state.wordSpacing : 0);
      width += (glyph.width / 1000) * state.fontSize + spacing;
    }
  }
  return { text, width };
}

export function readRectangle(values: Arguments): Rectangle | null {
  if (values.length < 4) return null;
  const [left, top, right, bottom] = values.map(Number);
  const rectangle = { left: left ?? 0, top: top ?? 0, right: right ?? 0, bottom: bottom ?? 0 };
  return Object.values(rectangle).every(Number.isFinite) ? rectangle : null;
}

export function asArguments(value: unknown): Arguments {
  if (Array.isArray(value)) return value;
  return value instanceof Float32Array ? Array.from(value) : [];
}

export function asNumbers(value: unknown): ArrayLike<number> {
  return value instanceof Float32Array ? value : [];
}

interface Glyph {
  readonly unicode: string;
  readonly width: number;
  readonly isSpace?: unknown;
}

function isGlyph(value: unknown): value is Glyph {
  return (
    typeof value === 'object' &&
    value !== null &&
    'unicode' in value &&
    typeof value.unicode === 'string' &&
    'width' in value &&
    typeof value.width === 'number'
  );
}
