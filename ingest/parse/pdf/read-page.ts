import type { PDFDocumentProxy, PDFPageProxy } from 'unpdf/pdfjs';
import type { Finding } from '../../../contract/finding.ts';
import { hiddenTextFinding } from '../scan/hidden-text-finding.ts';
import { dropHiddenText, type SeenAndHidden } from './drop-hidden-text.ts';
import { createRunJudge, type HiddenCode } from './judge-run.ts';
import {
  asMatrix,
  type Matrix,
  type PageFrame,
  type QuarterTurns,
  turnMatrix,
} from './page-frame.ts';
import {
  placeItem,
  type RawItem,
  readRawItems,
  sizeOfRawItem,
  type TextItem,
} from './read-text-items.ts';
import { type IsLayerShown, tracePage } from './trace-page.ts';

export interface TextPage {
  readonly frame: PageFrame;
  readonly items: readonly TextItem[];
  readonly findings: readonly Finding[];
}

type HiddenTexts = Map<HiddenCode | 'unchecked_page', string[]>;

/** Smaller type cannot be read on paper. */
const MIN_TYPE_POINTS = 1.5;

const DETAILS: Readonly<Record<HiddenCode | 'unchecked_page', string>> = {
  invisible_text: 'Text that is drawn neither filled nor outlined.',
  same_colour_as_background: 'Text in the colour of what lies behind it.',
  transparent_text: 'Text that is fully transparent.',
  covered_text: 'Text that is painted over.',
  clipped_text: 'Text outside of the area that is shown.',
  hidden_layer: 'Text in a layer that is switched off.',
  tiny_text: `Text smaller than ${MIN_TYPE_POINTS} points.`,
  off_page_text: 'Text beyond the edge of the page.',
  unchecked_page: 'How the text of this page is drawn could not be read, so some may be hidden.',
};

/** Reads the text of one page that can be seen, and reports the rest; watermarks that run across are left out. */
export async function readPage(
  document: PDFDocumentProxy,
  number: number,
  isLayerShown: IsLayerShown,
): Promise<TextPage> {
  const page = await document.getPage(number);
  try {
    const viewport = page.getViewport({ scale: 1 });
    const toPage = asMatrix(viewport.transform);
    const { width, height } = viewport;
    const shown = { number, width, height, turns: 0 } as const;
    const raw = await readRawItems(page, toPage);
    const hidden: HiddenTexts = new Map();
    const seen = dropUnreadable(
      await dropInvisible({ page, toPage, frame: shown, isLayerShown, hidden }, raw),
      shown,
      hidden,
    );
    const frame = { ...shown, turns: turnsOf(seen) };
    const turn = turnMatrix(frame);
    const items = seen.map((item) => placeItem(item, turn)).filter((item) => item !== null);
    return { frame, items, findings: describe(hidden, number) };
  } finally {
    page.cleanup();
  }
}

interface PageReading {
  readonly page: PDFPageProxy;
  readonly toPage: Matrix;
  readonly frame: PageFrame;
  readonly isLayerShown: IsLayerShown;
  readonly hidden: HiddenTexts;
}

async function dropInvisible(
  reading: PageReading,
  items: readonly RawItem[],
): Promise<readonly RawItem[]> {
  const result = await readSeenAndHidden(reading, items);
  if (result === null) {
    note(reading.hidden, 'unchecked_page', '');
    return items;
  }
  for (const { code, text } of result.hidden) note(reading.hidden, code, text);
  return result.items;
}

/** Null when the page's operators cannot be followed although its text can be read. */
async function readSeenAndHidden(
  { page, toPage, frame, isLayerShown }: PageReading,
  items: readonly RawItem[],
): Promise<SeenAndHidden | null> {
  try {
    const trace = tracePage(
      await page.getOperatorList({ annotationMode: 0 }),
      toPage,
      isLayerShown,
    );
    const hasText = items.some((item) => item.text.trim() !== '');
    if (hasText && trace.runs.length === 0) return null;
    return dropHiddenText(items, trace.runs, createRunJudge(trace, frame));
  } catch {
    return null;
  }
}

function dropUnreadable(
  items: readonly RawItem[],
  frame: PageFrame,
  hidden: HiddenTexts,
): readonly RawItem[] {
  return items.filter((item) => {
    if (item.text.trim() === '') return true;
    const code = unreadableCode(item, frame);
    if (code !== null) note(hidden, code, item.text);
    return code === null;
  });
}

function unreadableCode(item: RawItem, frame: PageFrame): HiddenCode | null {
  const size = sizeOfRawItem(item);
  if (size < MIN_TYPE_POINTS) return 'tiny_text';
  const [a, b, , , x, y] = item.matrix;
  const along = item.width / Math.max(Math.hypot(a, b), Number.MIN_VALUE);
  const [endX, endY] = [x + a * along, y + b * along];
  const isOffPage =
    Math.max(x, endX) < 0 ||
    Math.min(x, endX) > frame.width ||
    Math.max(y, endY) < -0.2 * size ||
    Math.min(y, endY) > frame.height + 0.8 * size;
  return isOffPage ? 'off_page_text' : null;
}

/** A table may be set sideways on an upright page: the page is turned the way that most of its text runs. */
function turnsOf(items: readonly RawItem[]): QuarterTurns {
  const counts: [number, number, number, number] = [0, 0, 0, 0];
  for (const { matrix, text } of items) {
    const [alongX, alongY] = matrix;
    const size = Math.hypot(alongX, alongY);
    if (Math.min(Math.abs(alongX), Math.abs(alongY)) >= 0.1 * size) continue;
    const isLevel = Math.abs(alongX) > Math.abs(alongY);
    const turns = isLevel ? (alongX > 0 ? 0 : 2) : alongY < 0 ? 1 : 3;
    counts[turns] += text.trim().length;
  }
  const most = Math.max(...counts);
  const TURNS = [0, 1, 2, 3] as const;
  return TURNS.find((turns) => counts[turns] === most) ?? 0;
}

function note(hidden: HiddenTexts, code: HiddenCode | 'unchecked_page', text: string): void {
  const texts = hidden.get(code);
  if (texts === undefined) hidden.set(code, [text]);
  else texts.push(text);
}

function describe(hidden: HiddenTexts, page: number): readonly Finding[] {
  return Array.from(hidden, ([code, texts]) =>
    hiddenTextFinding({ code, detail: DETAILS[code], text: texts.join(' '), page }),
  );
}
