import type { Colour } from './graphics-state.ts';
import type { PageFrame, Rectangle } from './page-frame.ts';
import type { DrawnRun, PageTrace, PaintedArea } from './trace-page.ts';

/** Ways in which text is on a page without being seen there. */
export type HiddenCode =
  | 'invisible_text'
  | 'same_colour_as_background'
  | 'transparent_text'
  | 'covered_text'
  | 'clipped_text'
  | 'hidden_layer'
  | 'tiny_text'
  | 'off_page_text';

/** Neither filled nor stroked: PDF's text rendering modes for invisible text and for clipping. */
const INVISIBLE_MODES: ReadonlySet<number> = new Set([3, 7]);
const MIN_ALPHA = 0.05;
/** Colours whose channels differ by less, of 255, look the same on paper and on most screens. */
const SAME_COLOUR = 28;
const WHITE: Colour = [255, 255, 255];
/** Of a page that counts as scanned: invisible text over it is what text recognition has read. */
const MIN_SCAN_SHARE = 0.5;
const CLIP_TOLERANCE = 2;

/** Tells how a run of text is hidden, or null for text that can be seen. */
export type JudgeRun = (run: DrawnRun) => HiddenCode | null;

export function createRunJudge(trace: PageTrace, frame: PageFrame): JudgeRun {
  const isScan = pictureShare(trace.pictures, frame) >= MIN_SCAN_SHARE;
  return (run) => {
    if (run.isInHiddenLayer) return 'hidden_layer';
    if (INVISIBLE_MODES.has(run.state.renderingMode % 8)) return isScan ? null : 'invisible_text';
    if (alphaOf(run) < MIN_ALPHA) return 'transparent_text';
    if (isOffPage(run, frame)) return 'off_page_text';
    if (isClipped(run)) return 'clipped_text';
    if (isCovered(run, trace.areas)) return 'covered_text';
    return blendsIn(run, trace.areas) ? 'same_colour_as_background' : null;
  };
}

function pictureShare(pictures: readonly Rectangle[], frame: PageFrame): number {
  let area = 0;
  for (const { left, top, right, bottom } of pictures) {
    const width = Math.min(right, frame.width) - Math.max(left, 0);
    const height = Math.min(bottom, frame.height) - Math.max(top, 0);
    if (width > 0 && height > 0) area += width * height;
  }
  return area / (frame.width * frame.height);
}

function alphaOf({ state }: DrawnRun): number {
  const isStroked = state.renderingMode % 4 === 1 || state.renderingMode % 4 === 2;
  const isFilled = state.renderingMode % 4 !== 1;
  return (
    state.groupAlpha * Math.max(isFilled ? state.fillAlpha : 0, isStroked ? state.strokeAlpha : 0)
  );
}

/** The reader of text leaves such runs out by itself. */
function isOffPage({ points }: DrawnRun, { width, height }: PageFrame): boolean {
  return points.every(([x, y]) => x < 0 || x > width || y < 0 || y > height);
}

function isClipped({ state, points }: DrawnRun): boolean {
  const { clip } = state;
  if (clip === null) return false;
  return points.every(
    ([x, y]) =>
      x < clip.left - CLIP_TOLERANCE ||
      x > clip.right + CLIP_TOLERANCE ||
      y < clip.top - CLIP_TOLERANCE ||
      y > clip.bottom + CLIP_TOLERANCE,
  );
}

/** Something opaque of a known colour was painted later over all of the run. */
function isCovered(run: DrawnRun, areas: readonly PaintedArea[]): boolean {
  if (areas.length === 0 || (areas.at(-1)?.order ?? 0) < run.order) return false;
  return run.points.every((point) =>
    areas.some((area) => area.order > run.order && area.colour !== null && holds(area, point)),
  );
}

/** At most of its places the run has the colour of what was painted below it, or of the paper. */
function blendsIn(run: DrawnRun, areas: readonly PaintedArea[]): boolean {
  const colours = coloursOf(run);
  if (colours === null) return false;
  const same = run.points.filter((point) => {
    const below = areas.findLast((area) => area.order < run.order && holds(area, point));
    const background = below === undefined ? WHITE : below.colour;
    return background !== null && colours.every((colour) => looksLike(colour, background));
  });
  return same.length * 2 > run.points.length;
}

function coloursOf({ state }: DrawnRun): readonly Colour[] | null {
  const mode = state.renderingMode % 4;
  const colours = [...(mode === 1 ? [] : [state.fill]), ...(mode === 0 ? [] : [state.stroke])];
  const known = colours.filter((colour) => colour !== null);
  return known.length === colours.length ? known : null;
}

function holds(area: PaintedArea, [x, y]: readonly [number, number]): boolean {
  const { left, top, right, bottom } = area.area;
  return x >= left && x <= right && y >= top && y <= bottom && area.holds(x, y);
}

function looksLike(colour: Colour, other: Colour): boolean {
  return colour.every((channel, index) => Math.abs(channel - (other[index] ?? 0)) < SAME_COLOUR);
}
