import { attributeOf, elementAt, elementsOf, isOn, type XmlElement } from '../office/xml-tree.ts';

/** In English Metric Units (914,400 to an inch). */
export interface SlideSize {
  readonly width: number;
  readonly height: number;
}

/** A shape that may hold text; groups are read as the shapes in them. */
export interface Shape {
  readonly element: XmlElement;
  /** The type of its placeholder, `obj` where none is named; null for a shape of its own. */
  readonly placeholder: string | null;
  readonly isTitle: boolean;
  /** Whether its paragraphs are bulleted unless they say otherwise. */
  readonly isOutline: boolean;
  readonly body: XmlElement | null;
  readonly table: XmlElement | null;
  /** The relation to the text of a diagram. */
  readonly diagramId: string | null;
  readonly concealment: 'hidden' | 'off_slide' | null;
}

/** Date, footer and number of a slide frame it; they are no part of what it says. */
const FRAME_PLACEHOLDERS = new Set(['dt', 'ftr', 'hdr', 'sldNum', 'sldImg']);
const TITLE_PLACEHOLDERS = new Set(['title', 'ctrTitle']);

/** The shapes of a slide or a page of notes, in the order in which a screen reader reads them. */
export function readShapes(slide: XmlElement, size: SlideSize | null): readonly Shape[] {
  const tree = elementAt(slide, 'cSld', 'spTree');
  if (tree === null) return [];
  return gather(tree, (element) => concealmentOf(element, size)).filter(
    ({ placeholder }) => placeholder === null || !FRAME_PLACEHOLDERS.has(placeholder),
  );
}

type Judge = (element: XmlElement) => Shape['concealment'];

function gather(tree: XmlElement, judge: Judge): readonly Shape[] {
  return elementsOf(tree).flatMap((element): readonly Shape[] => {
    switch (element.name) {
      case 'sp':
      case 'graphicFrame':
        return [readShape(element, judge(element))];
      case 'grpSp': {
        // Shapes in a group count in the group's own coordinates, so the group's place stands for theirs.
        const concealment = judge(element);
        return gather(element, (inner) => concealment ?? (isHidden(inner) ? 'hidden' : null));
      }
      case 'AlternateContent': {
        const choice = elementAt(element, 'Choice') ?? elementAt(element, 'Fallback');
        return choice === null ? [] : gather(choice, judge);
      }
      default:
        return [];
    }
  });
}

function readShape(element: XmlElement, concealment: Shape['concealment']): Shape {
  const mark = elementAt(element, 'nvSpPr', 'nvPr', 'ph');
  const placeholder = mark === null ? null : (attributeOf(mark, 'type') ?? 'obj');
  const content = elementAt(element, 'graphic', 'graphicData');
  const diagram = content === null ? null : elementAt(content, 'relIds');
  return {
    element,
    placeholder,
    isTitle: placeholder !== null && TITLE_PLACEHOLDERS.has(placeholder),
    isOutline: placeholder === 'body' || placeholder === 'obj',
    body: elementAt(element, 'txBody'),
    table: content === null ? null : elementAt(content, 'tbl'),
    diagramId: diagram === null ? null : attributeOf(diagram, 'r:dm'),
    concealment,
  };
}

function concealmentOf(element: XmlElement, size: SlideSize | null): Shape['concealment'] {
  if (isHidden(element)) return 'hidden';
  const frame =
    elementAt(element, 'spPr', 'xfrm') ??
    elementAt(element, 'grpSpPr', 'xfrm') ??
    elementAt(element, 'xfrm');
  const offset = frame === null ? null : elementAt(frame, 'off');
  const extent = frame === null ? null : elementAt(frame, 'ext');
  if (size === null || offset === null || extent === null) return null;
  const left = Number(attributeOf(offset, 'x'));
  const top = Number(attributeOf(offset, 'y'));
  const right = left + Number(attributeOf(extent, 'cx'));
  const bottom = top + Number(attributeOf(extent, 'cy'));
  const isOutside = right <= 0 || bottom <= 0 || left >= size.width || top >= size.height;
  return isOutside ? 'off_slide' : null;
}

function isHidden(element: XmlElement): boolean {
  const properties = ['nvSpPr', 'nvGraphicFramePr', 'nvGrpSpPr'];
  return properties.some((name) => {
    const drawing = elementAt(element, name, 'cNvPr');
    return drawing !== null && isOn(drawing, 'hidden');
  });
}
