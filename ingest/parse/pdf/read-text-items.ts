import type { PDFDocumentProxy } from 'unpdf/pdfjs';

/** A run of glyphs: points from the top left corner of the page as it is shown; `y` is the baseline. */
export interface TextItem {
  readonly text: string;
  readonly x: number;
  readonly right: number;
  readonly y: number;
  readonly size: number;
  readonly font: string;
}

export interface TextPage {
  readonly number: number;
  readonly width: number;
  readonly height: number;
  readonly items: readonly TextItem[];
}

type Matrix = readonly [number, number, number, number, number, number];

/** Reads the upright text of one page; watermarks and stamps that run across it are left out. */
export async function readTextPage(document: PDFDocumentProxy, number: number): Promise<TextPage> {
  const page = await document.getPage(number);
  const viewport = page.getViewport({ scale: 1 });
  const content = await page.getTextContent();
  const toPage = asMatrix(viewport.transform);
  const items = content.items.flatMap((item) => {
    if (!('str' in item) || item.str === '') return [];
    const placed = place(item.str, {
      matrix: multiply(toPage, asMatrix(item.transform)),
      width: item.width,
      font: item.fontName,
    });
    return placed === null ? [] : [placed];
  });
  page.cleanup();
  return { number, width: viewport.width, height: viewport.height, items };
}

function place(
  text: string,
  glyphs: { readonly matrix: Matrix; readonly width: number; readonly font: string },
): TextItem | null {
  const [alongX, alongY, , , x, y] = glyphs.matrix;
  const size = Math.hypot(alongX, alongY);
  const isUpright = alongX > 0 && Math.abs(alongY) < 0.1 * size;
  if (!isUpright || !Number.isFinite(size + x + y + glyphs.width)) return null;
  return { text, x, right: x + glyphs.width, y, size, font: glyphs.font };
}

function multiply(outer: Matrix, inner: Matrix): Matrix {
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

function asMatrix(values: readonly unknown[]): Matrix {
  const [a, b, c, d, e, f] = values.map(Number);
  return [a ?? 1, b ?? 0, c ?? 0, d ?? 1, e ?? 0, f ?? 0];
}
