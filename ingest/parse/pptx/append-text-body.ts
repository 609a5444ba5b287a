import { attributeOf, elementAt, elementsOf, textOf, type XmlElement } from '../office/xml-tree.ts';
import type { TextBuilder } from '../text-builder.ts';

const MAX_LEVEL = 8;

/**
 * Writes the paragraphs of a text body: as list items where they carry a bullet or a number, or where the
 * body is an outline and they do not say that they have none. `opening` stands before the first.
 */
export function appendTextBody(
  builder: TextBuilder,
  body: XmlElement,
  options: { readonly page: number; readonly isOutline: boolean; readonly opening: string },
): void {
  const { page } = options;
  const numbers: number[] = [];
  let opening = options.opening;
  let startsGroup = true;
  for (const paragraph of elementsOf(body, 'p')) {
    const text = textOfParagraph(paragraph);
    if (text === '') continue;
    const depth = levelOf(paragraph);
    const marker = markerOf(paragraph, { isOutline: options.isOutline, numbers, depth });
    if (marker === null) builder.append({ kind: 'paragraph', text: opening + text, page });
    else
      builder.append({
        kind: 'list_item',
        text: opening + marker + text,
        depth: startsGroup ? 0 : depth,
        startsGroup,
        page,
      });
    startsGroup = marker === null;
    opening = '';
  }
}

/** Line breaks are kept; a field stands for the text that it showed when the file was saved. */
export function textOfParagraph(paragraph: XmlElement): string {
  const parts = elementsOf(paragraph).map((child) => {
    if (child.name === 'br') return '\n';
    if (child.name !== 'r' && child.name !== 'fld') return '';
    const text = elementAt(child, 't');
    return text === null ? '' : textOf(text).replaceAll('\v', '\n');
  });
  return parts.join('').trim();
}

function levelOf(paragraph: XmlElement): number {
  const properties = elementAt(paragraph, 'pPr');
  const level = Number(properties === null ? 0 : (attributeOf(properties, 'lvl') ?? 0));
  return Number.isInteger(level) ? Math.min(Math.max(level, 0), MAX_LEVEL) : 0;
}

/** `- `, a number that counts on its level, or null for a paragraph without a bullet. */
function markerOf(
  paragraph: XmlElement,
  list: { readonly isOutline: boolean; readonly numbers: number[]; readonly depth: number },
): string | null {
  const properties = elementAt(paragraph, 'pPr');
  const has = (name: string): boolean =>
    properties !== null && elementAt(properties, name) !== null;
  list.numbers.length = Math.min(list.numbers.length, list.depth + 1);
  if (properties !== null && has('buAutoNum')) {
    const numbering = elementAt(properties, 'buAutoNum');
    const first = Number(numbering === null ? 1 : (attributeOf(numbering, 'startAt') ?? 1));
    const number = (list.numbers[list.depth] ?? (Number.isInteger(first) ? first : 1) - 1) + 1;
    list.numbers[list.depth] = number;
    return `${number}. `;
  }
  list.numbers.length = Math.min(list.numbers.length, list.depth);
  if (has('buNone')) return null;
  return list.isOutline || has('buChar') || has('buBlip') ? '- ' : null;
}
