import { OPS, type PDFPageProxy } from 'unpdf/pdfjs';
import {
  advance,
  type Colour,
  type GraphicsState,
  initialState,
  intersect,
} from './graphics-state.ts';
import {
  type Arguments,
  asArguments,
  asNumbers,
  readGlyphs,
  readRectangle,
} from './operator-values.ts';
import {
  asMatrix,
  type Matrix,
  multiply,
  type Rectangle,
  transformPoint,
  transformRectangle,
} from './page-frame.ts';
import { isInside, isRectangle, type Shape } from './path-shape.ts';
import { STATE_CHANGES } from './state-changes.ts';

/** Text as it is drawn, with the state it is drawn in. `order` counts everything that is drawn. */
export interface DrawnRun {
  readonly text: string;
  readonly order: number;
  /** Along the middle of the letters, on the page as shown. */
  readonly points: readonly (readonly [number, number])[];
  readonly state: GraphicsState;
  readonly isInHiddenLayer: boolean;
}

/** Something painted on the page; the colour is null for pictures and patterns. */
export interface PaintedArea {
  readonly order: number;
  readonly area: Rectangle;
  readonly colour: Colour | null;
  readonly isOpaque: boolean;
  /** Whether a point of the page lies in it, for shapes that do not fill their rectangle. */
  readonly holds: (x: number, y: number) => boolean;
}

export interface PageTrace {
  readonly runs: readonly DrawnRun[];
  readonly areas: readonly PaintedArea[];
  readonly pictures: readonly Rectangle[];
}

/** Tells whether an optional layer is shown. */
export type IsLayerShown = (group: unknown) => boolean;

type OperatorList = Awaited<ReturnType<PDFPageProxy['getOperatorList']>>;

const UNIT_SQUARE: Rectangle = { left: 0, top: 0, right: 1, bottom: 1 };
/** Thinner things hide and back no text. */
const MIN_AREA_SIDE = 1.5;
const MAX_AREAS = 20_000;
const SAMPLE_PLACES = [0.1, 0.3, 0.5, 0.7, 0.9];
const FILLING: ReadonlySet<unknown> = new Set([
  OPS.fill,
  OPS.eoFill,
  OPS.fillStroke,
  OPS.eoFillStroke,
  OPS.closeFillStroke,
  OPS.closeEOFillStroke,
  OPS.rawFillPath,
]);

/**
 * Follows the operators of a page and notes what text is drawn how, and what lies under and over it. The
 * document has to be opened with `maxImageSize: 1`: pictures are then not decoded, and show as a
 * transformation after which nothing is drawn.
 */
export function tracePage(
  list: OperatorList,
  toPage: Matrix,
  isLayerShown: IsLayerShown,
): PageTrace {
  const tracer = new PageTracer(toPage, isLayerShown);
  for (const [index, operator] of list.fnArray.entries()) {
    const values: unknown = list.argsArray[index];
    tracer.follow(operator, asArguments(values));
  }
  return tracer;
}

/** The graphics state machine of one page. */
class PageTracer implements PageTrace {
  readonly runs: DrawnRun[] = [];
  readonly areas: PaintedArea[] = [];
  readonly pictures: Rectangle[] = [];
  readonly #isLayerShown: IsLayerShown;
  readonly #saved: GraphicsState[] = [];
  /** Whether each open marked content is shown. */
  readonly #layers: boolean[] = [];
  #state: GraphicsState;
  #order = 0;
  #isAfterTransform = false;
  #clipsNextPath = false;

  constructor(toPage: Matrix, isLayerShown: IsLayerShown) {
    this.#state = initialState(toPage);
    this.#isLayerShown = isLayerShown;
  }

  follow(operator: number, values: Arguments): void {
    this.#order += 1;
    if (this.#isAfterTransform && operator === OPS.restore) this.#paintPicture();
    this.#isAfterTransform = operator === OPS.transform;
    const change = STATE_CHANGES.get(operator);
    if (change !== undefined) this.#state = change(this.#state, values);
    else this.#draw(operator, values);
  }

  #draw(operator: number, values: Arguments): void {
    switch (operator) {
      case OPS.save:
        return this.#save();
      case OPS.restore:
      case OPS.paintFormXObjectEnd:
      case OPS.endGroup:
        return this.#restore();
      case OPS.paintFormXObjectBegin:
        return this.#beginForm(values);
      case OPS.beginGroup:
        return this.#beginGroup();
      case OPS.beginMarkedContent:
        this.#layers.push(true);
        return;
      case OPS.beginMarkedContentProps:
        this.#layers.push(values[0] !== 'OC' || this.#isLayerShown(values[1]));
        return;
      case OPS.endMarkedContent:
        this.#layers.pop();
        return;
      case OPS.clip:
      case OPS.eoClip:
        this.#clipsNextPath = true;
        return;
      case OPS.constructPath:
        return this.#paintPath(values);
      case OPS.shadingFill:
        return this.#paint(this.#state.clip ?? EVERYWHERE, null);
      case OPS.showText:
        return this.#showText(asArguments(values[0]));
      default:
        if (IMAGE_OPERATORS.has(operator)) this.#paintPicture();
    }
  }

  #save(): void {
    this.#saved.push(this.#state);
  }

  #restore(): void {
    this.#state = this.#saved.pop() ?? this.#state;
  }

  #beginForm([matrix, box]: Arguments): void {
    this.#save();
    const toPage = multiply(this.#state.toPage, asMatrix(asArguments(matrix)));
    const area = readRectangle(asArguments(box));
    const clip =
      area === null
        ? this.#state.clip
        : intersect(this.#state.clip, transformRectangle(toPage, area));
    this.#state = { ...this.#state, toPage, clip };
  }

  #beginGroup(): void {
    this.#save();
    const groupAlpha = this.#state.groupAlpha * this.#state.fillAlpha;
    this.#state = { ...this.#state, groupAlpha, fillAlpha: 1, strokeAlpha: 1 };
  }

  #paintPath([operator, path, bounds]: Arguments): void {
    const area = readRectangle(asArguments(bounds));
    const clips = this.#clipsNextPath;
    this.#clipsNextPath = false;
    if (area === null) return;
    const { toPage } = this.#state;
    const shown = transformRectangle(toPage, area);
    if (FILLING.has(operator)) {
      const outline = asNumbers(asArguments(path)[0]);
      this.#paint(shown, this.#state.fill, isRectangle(outline) ? null : { outline, toPage });
    }
    if (clips) this.#state = { ...this.#state, clip: intersect(this.#state.clip, shown) };
  }

  #paintPicture(): void {
    const area = transformRectangle(this.#state.toPage, UNIT_SQUARE);
    this.pictures.push(intersect(this.#state.clip, area));
    this.#paint(area, null);
  }

  #paint(shown: Rectangle, colour: Colour | null, shape: Shape | null = null): void {
    const area = intersect(this.#state.clip, shown);
    const isThin = area.right - area.left < MIN_AREA_SIDE || area.bottom - area.top < MIN_AREA_SIDE;
    const alpha = this.#state.fillAlpha * this.#state.groupAlpha;
    if (isThin || alpha < 0.05 || this.#layers.includes(false)) return;
    if (this.areas.length >= MAX_AREAS) return;
    const isOpaque = alpha > 0.95 && !this.#state.isBlended;
    const holds = shape === null ? () => true : (x: number, y: number) => isInside(shape, x, y);
    this.areas.push({
      order: this.#order,
      area,
      colour: isOpaque ? colour : null,
      isOpaque,
      holds,
    });
  }

  #showText(glyphs: Arguments): void {
    const start = this.#state;
    const { text, width } = readGlyphs(glyphs, start);
    this.#state = advance(start, width * start.horizontalScale);
    if (text.trim() === '') return;
    const matrix = multiply(start.toPage, start.textMatrix);
    const middle = start.rise + 0.3 * start.fontSize;
    const points = SAMPLE_PLACES.map((share) =>
      transformPoint(matrix, share * width * start.horizontalScale, middle),
    );
    const isInHiddenLayer = this.#layers.includes(false);
    this.runs.push({ text, order: this.#order, points, state: start, isInHiddenLayer });
  }
}

const EVERYWHERE: Rectangle = { left: -1e6, top: -1e6, right: 1e6, bottom: 1e6 };

const IMAGE_OPERATORS: ReadonlySet<number> = new Set([
  OPS.paintImageXObject,
  OPS.paintInlineImageXObject,
  OPS.paintImageMaskXObject,
  OPS.paintSolidColorImageMask,
]);
