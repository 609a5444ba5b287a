import { attributeOf, elementAt, elementsOf, isOn, type XmlElement } from '../office/xml-tree.ts';
import { appendTable } from '../table-rows.ts';
import type { TextBuilder } from '../text-builder.ts';
import { textOfParagraph } from './append-text-body.ts';

/** Writes a table's rows; its first row names the columns where the table says so. */
export function appendSlideTable(builder: TextBuilder, table: XmlElement, page: number): void {
  const rows = readRows(table);
  const properties = elementAt(table, 'tblPr');
  const [first, ...others] = rows;
  const hasHeader = properties !== null && isOn(properties, 'firstRow') && first !== undefined;
  appendTable(builder, {
    header: hasHeader ? first : null,
    rows: hasHeader ? others : rows,
    page,
  });
}

/** A cell that spans rows is repeated in each; one that spans columns is written once. */
function readRows(table: XmlElement): readonly (readonly string[])[] {
  let above: readonly string[] = [];
  return elementsOf(table, 'tr').map((row) => {
    above = elementsOf(row, 'tc').map((cell, column) => {
      if (attributeOf(cell, 'vMerge') !== null && isOn(cell, 'vMerge')) return above[column] ?? '';
      return isOn(cell, 'hMerge') ? '' : textOfCell(cell);
    });
    return above;
  });
}

function textOfCell(cell: XmlElement): string {
  const body = elementAt(cell, 'txBody');
  if (body === null) return '';
  const paragraphs = elementsOf(body, 'p').map(textOfParagraph);
  return paragraphs.filter((text) => text !== '').join(', ');
}
