import { strToU8, type Zippable, zipSync } from 'fflate';

export interface SlideSource {
  /** The XML of the shapes. */
  readonly shapes: string;
  readonly notes?: string;
  readonly isHidden?: boolean;
}

const NAMESPACES = 'xmlns:a="urn:a" xmlns:p="urn:p" xmlns:r="urn:r" xmlns:dgm="urn:dgm"';

/** A presentation of the given slides, stored in another order than they are shown. */
export function buildPptx(slides: readonly SlideSource[], extra: Zippable = {}): Uint8Array {
  const files: Zippable = {
    '[Content_Types].xml': strToU8('<Types/>'),
    '_rels/.rels': relations([['rId1', 'officeDocument', 'ppt/presentation.xml']]),
    'ppt/presentation.xml': strToU8(
      `<?xml version="1.0"?><p:presentation ${NAMESPACES}><p:sldIdLst>${slides
        .map((_, index) => `<p:sldId id="${256 + index}" r:id="rId${index}"/>`)
        .join('')}</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/></p:presentation>`,
    ),
    'ppt/_rels/presentation.xml.rels': relations(
      slides.map((_, index) => [`rId${index}`, 'slide', `/ppt/slides/${partOf(index, slides)}`]),
    ),
  };
  for (const [index, slide] of slides.entries()) {
    const part = partOf(index, slides);
    files[`ppt/slides/${part}`] = strToU8(
      `<p:sld ${NAMESPACES}${slide.isHidden === true ? ' show="0"' : ''}>${tree(slide.shapes)}</p:sld>`,
    );
    files[`ppt/slides/_rels/${part}.rels`] = relations([
      ['rId1', 'notesSlide', `../notesSlides/${part}`],
      ['rId2', 'diagramData', '../diagrams/data1.xml'],
    ]);
    if (slide.notes !== undefined)
      files[`ppt/notesSlides/${part}`] = strToU8(
        `<p:notes ${NAMESPACES}>${tree(shape(paragraph(slide.notes), '<p:ph type="body"/>'))}</p:notes>`,
      );
  }
  return zipSync({ ...files, ...extra });
}

/** A shape with the given paragraphs; `properties` may name a placeholder, `place` a position. */
export function shape(paragraphs: string, properties = '', place = ''): string {
  return `<p:sp><p:nvSpPr><p:cNvPr id="2" name="x"/><p:cNvSpPr/><p:nvPr>${properties}</p:nvPr></p:nvSpPr><p:spPr>${place}</p:spPr><p:txBody><a:bodyPr/>${paragraphs}</p:txBody></p:sp>`;
}

export function title(text: string): string {
  return shape(paragraph(text), '<p:ph type="title"/>');
}

export function paragraph(text: string, properties = ''): string {
  return `<a:p>${properties}<a:r><a:t>${text}</a:t></a:r></a:p>`;
}

function partOf(index: number, slides: readonly SlideSource[]): string {
  return `slide${slides.length - index}.xml`;
}

function tree(shapes: string): string {
  return `<p:cSld><p:spTree>${shapes}</p:spTree></p:cSld>`;
}

export function relations(
  entries: readonly (readonly [id: string, type: string, target: string])[],
): Uint8Array {
  const items = entries.map(
    ([id, type, target]) =>
      `<Relationship Id="${id}" Type="http://x/relationships/${type}" Target="${target}"/>`,
  );
  return strToU8(`<Relationships>${items.join('')}</Relationships>`);
}
