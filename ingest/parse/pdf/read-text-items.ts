import type { PDFPageProxy } from 'unpdf/pdfjs';
import { asMatrix, type Matrix, multiply } from './page-frame.ts';

/** A run of glyphs: points from the top left corner of the upright page; `y` is the baseline. */
export interface TextItem {
  readonly text: string;
  readonly x: number;
  readonly right: number;
  readonly y: number;
  readonly size: number;
  readonly font: string;
  /** How far the font's letters reach above and below the baseline, in points. */
  readonly ascent: number;
  readonly descent: number;
}

/** A run of glyphs as it comes, in the order of the page's content; `matrix` leads to the page as shown. */
export interface RawItem {
  readonly text: string;
  readonly matrix: Matrix;
  readonly width: number;
  readonly font: string;
  readonly ascent: number;
  readonly descent: number;
}

/** Shares of the type size, for fonts that tell nothing sensible. */
const USUAL_ASCENT = 0.8;
const USUAL_DESCENT = 0.22;

export async function readRawItems(
  page: PDFPageProxy,
  toPage: Matrix,
): Promise<readonly RawItem[]> {
  const content = await page.getTextContent();
  const scale = Math.hypot(toPage[0], toPage[1]);
  return content.items.flatMap((item) => {
    if (!('str' in item) || item.str === '') return [];
    const style = content.styles[item.fontName];
    return [
      {
        text: item.str,
        matrix: multiply(toPage, asMatrix(item.transform)),
        width: item.width * scale,
        font: item.fontName,
        ascent: shareOf(style?.ascent, USUAL_ASCENT),
        descent: shareOf(-Number(style?.descent), USUAL_DESCENT),
      },
    ];
  });
}

/** The item on the page that `turn` makes upright, or null for text that runs across or against it. */
export function placeItem(item: RawItem, turn: Matrix): TextItem | null {
  const [alongX, alongY, , , x, y] = multiply(turn, item.matrix);
  const size = Math.hypot(alongX, alongY);
  const isUpright = alongX > 0 && Math.abs(alongY) < 0.1 * size;
  if (!isUpright || !Number.isFinite(size + x + y + item.width)) return null;
  const { text, font } = item;
  const ascent = item.ascent * size;
  return { text, x, right: x + item.width, y, size, font, ascent, descent: item.descent * size };
}

/** The larger of both directions: glyphs of a Type 3 font can be high although their size is 1. */
export function sizeOfRawItem(item: RawItem): number {
  const [a, b, c, d] = item.matrix;
  return Math.max(Math.hypot(a, b), Math.hypot(c, d));
}

function shareOf(value: number | undefined, usual: number): number {
  return value !== undefined && value > 0.05 && value < 1.5 ? value : usual;
}
