import type { Finding } from '../../../contract/finding.ts';
import { PPTX_MIME } from '../../../core/file-extensions.ts';
import { carryFindings, reportHiddenText } from '../hidden-text.ts';
import { type OfficePackage, openOfficePackage } from '../office/office-package.ts';
import { type OfficeFormat, unreadableOffice } from '../office/unpack-office-text.ts';
import {
  attributeOf,
  descendantsOf,
  elementAt,
  elementsOf,
  textOf,
  type XmlElement,
} from '../office/xml-tree.ts';
import { type ParsedDocument, type ParseLimits, ParseRefusal } from '../parsed-document.ts';
import { PARSER_VERSIONS } from '../../../core/index-versions.ts';
import { createTextBuilder, type TextBuilder } from '../text-builder.ts';
import { appendTextBody } from './append-text-body.ts';
import { readShapes, type Shape, type SlideSize } from './read-shapes.ts';
import { appendSlideTable } from './slide-table.ts';

const FORMAT: OfficeFormat = {
  name: 'a PowerPoint presentation',
  application: 'PowerPoint',
  textPart:
    /^(?:_rels\/\.rels|docProps\/core\.xml|ppt\/(?:[^/]+\.xml|_rels\/[^/]+\.rels|(?:slides|notesSlides)\/(?:_rels\/)?[^/]+\.(?:xml|rels)|diagrams\/data[^/]*\.xml))$/,
};

interface Slide {
  /** 1-based, hidden slides counted, as PowerPoint numbers them. */
  readonly page: number;
  readonly part: string;
  readonly root: XmlElement;
  readonly size: SlideSize | null;
}

/**
 * Slides in the order of the show: the title as a heading, then text, lists and tables in the order of
 * their shapes, then the speaker's notes. The page of a block is its slide's number. Hidden slides and
 * what lies outside of a slide are left out and reported.
 */
export function parsePptx(bytes: Uint8Array, limits: ParseLimits): ParsedDocument {
  const file = openOfficePackage(bytes, FORMAT, limits);
  const builder = createTextBuilder(limits);
  const findings: Finding[] = [];
  const slides = listSlides(file, limits);
  let title: string | null = null;
  for (const slide of slides) {
    if (['0', 'false'].includes(attributeOf(slide.root, 'show') ?? '')) {
      findings.push(...reportSlide(slide));
      continue;
    }
    const slideTitle = appendSlide(builder, slide, { file, findings });
    title ??= slideTitle;
  }
  return {
    parser: PARSER_VERSIONS[PPTX_MIME],
    title: file.readTitle() ?? title,
    pageCount: Math.max(1, slides.length),
    ...builder.finish(),
    ...carryFindings(findings),
  };
}

function listSlides(file: OfficePackage, limits: ParseLimits): readonly Slide[] {
  const presentation = file.readXml(file.mainPart);
  const list = elementAt(presentation, 'sldIdLst');
  const ids = list === null ? [] : elementsOf(list, 'sldId');
  if (ids.length > limits.maxPages)
    throw new ParseRefusal(
      'too_large',
      `The presentation has ${ids.length} slides; at most ${limits.maxPages} are read. Split it into smaller files.`,
    );
  const relations = new Map(file.relationsOf(file.mainPart).map(({ id, part }) => [id, part]));
  const size = readSize(presentation);
  return ids.map((id, index) => {
    const part = relations.get(attributeOf(id, 'r:id') ?? '');
    if (part === undefined) throw unreadableOffice(FORMAT, `slide ${index + 1} is missing`);
    return { page: index + 1, part, root: file.readXml(part), size };
  });
}

function readSize(presentation: XmlElement): SlideSize | null {
  const size = elementAt(presentation, 'sldSz');
  const width = Number(size === null ? NaN : attributeOf(size, 'cx'));
  const height = Number(size === null ? NaN : attributeOf(size, 'cy'));
  return width > 0 && height > 0 ? { width, height } : null;
}

/** Writes a slide and returns its title, or null when it has none. */
function appendSlide(
  builder: TextBuilder,
  slide: Slide,
  { file, findings }: { readonly file: OfficePackage; readonly findings: Finding[] },
): string | null {
  const { page } = slide;
  const shapes = readShapes(slide.root, slide.size);
  const title = shapes.find((shape) => shape.isTitle && shape.concealment === null);
  const text = plainText(title?.body ?? null);
  const level = title?.placeholder === 'ctrTitle' ? 1 : 2;
  builder.append({ kind: 'heading', level, text: text === '' ? `Slide ${page}` : text, page });
  for (const shape of shapes) {
    if (shape.concealment !== null) findings.push(...reportShape(shape, page));
    else if (shape !== title) appendShape(builder, shape, { slide, file });
  }
  appendNotes(builder, slide, file);
  return text === '' ? null : text;
}

function appendShape(
  builder: TextBuilder,
  shape: Shape,
  { slide, file }: { readonly slide: Slide; readonly file: OfficePackage },
): void {
  const { page } = slide;
  if (shape.table !== null) appendSlideTable(builder, shape.table, page);
  if (shape.body !== null)
    appendTextBody(builder, shape.body, { page, isOutline: shape.isOutline, opening: '' });
  if (shape.diagramId === null) return;
  const part = file.relationsOf(slide.part).find(({ id }) => id === shape.diagramId)?.part;
  if (part === undefined || !file.has(part)) return;
  for (const point of descendantsOf(file.readXml(part), 'pt')) {
    const body = elementAt(point, 't');
    if (body !== null) appendTextBody(builder, body, { page, isOutline: true, opening: '' });
  }
}

function appendNotes(builder: TextBuilder, slide: Slide, file: OfficePackage): void {
  const part = file.relationsOf(slide.part).find(({ type }) => type === 'notesSlide')?.part;
  if (part === undefined || !file.has(part)) return;
  for (const { placeholder, body } of readShapes(file.readXml(part), null)) {
    if (placeholder !== 'body' || body === null) continue;
    const opening = 'Speaker notes: ';
    appendTextBody(builder, body, { page: slide.page, isOutline: false, opening });
  }
}

function reportSlide(slide: Slide): readonly Finding[] {
  return reportHiddenText({
    code: 'hidden_slide',
    detail: `Slide ${slide.page} is hidden in the show; it was left out.`,
    text: plainText(slide.root),
    page: slide.page,
  });
}

function reportShape(shape: Shape, page: number): readonly Finding[] {
  const isOutside = shape.concealment === 'off_slide';
  return reportHiddenText({
    code: isOutside ? 'off_slide' : 'hidden_shape',
    detail: `A shape ${isOutside ? 'outside of' : 'that is hidden on'} slide ${page} holds text; it was left out.`,
    text: plainText(shape.element),
    page,
  });
}

/** The text of all paragraphs below an element, on one line. */
function plainText(element: XmlElement | null): string {
  if (element === null) return '';
  const paragraphs = descendantsOf(element, 'p').map((paragraph) =>
    descendantsOf(paragraph, 't').map(textOf).join(''),
  );
  return paragraphs.join(' ').replace(/\s+/g, ' ').trim();
}
