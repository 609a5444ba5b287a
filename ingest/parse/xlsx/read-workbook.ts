import type { OfficePackage } from '../office/office-package.ts';
import { attributeOf, elementAt, elementsOf, isOn, type XmlElement } from '../office/xml-tree.ts';
import { formatValue, type FormattedValue } from './format-value.ts';
import { BUILT_IN_FORMATS, type NumberFormat, readNumberFormat } from './number-format.ts';
import { scanSharedStrings, type StoredCell } from './scan-cells.ts';

export interface SheetEntry {
  readonly name: string;
  /** The part of the sheet, or null for what is no sheet of cells. */
  readonly part: string | null;
  readonly isHidden: boolean;
}

export interface CellValue {
  readonly text: string;
  /** What it was before it was written: a header is text, or a date. */
  readonly kind: 'text' | 'number' | 'date';
}

export interface Workbook {
  readonly sheets: readonly SheetEntry[];
  /** What a cell shows. */
  readCell(cell: StoredCell): CellValue;
}

/** Reads the list of sheets, the shared strings and the formats of a workbook. */
export function readWorkbook(file: OfficePackage): Workbook {
  const root = file.readXml(file.mainPart);
  const relations = file.relationsOf(file.mainPart);
  const partOf = (type: string): string | null => {
    const part = relations.find((relation) => relation.type === type)?.part;
    return part !== undefined && file.has(part) ? part : null;
  };
  const strings = partOf('sharedStrings');
  const styles = partOf('styles');
  const properties = elementAt(root, 'workbookPr');
  return {
    sheets: listSheets(root, file),
    readCell: createCellReader({
      strings: strings === null ? [] : scanSharedStrings(file.readSource(strings)),
      formats: styles === null ? [] : readFormats(file.readXml(styles)),
      startsIn1904: properties !== null && isOn(properties, 'date1904'),
    }),
  };
}

function listSheets(root: XmlElement, file: OfficePackage): readonly SheetEntry[] {
  const relations = new Map(
    file.relationsOf(file.mainPart).map((relation) => [relation.id, relation]),
  );
  const list = elementAt(root, 'sheets');
  return (list === null ? [] : elementsOf(list, 'sheet')).map((sheet) => {
    const relation = relations.get(attributeOf(sheet, 'r:id') ?? '');
    return {
      name: attributeOf(sheet, 'name') ?? 'Sheet',
      part: relation?.type === 'worksheet' ? relation.part : null,
      isHidden: ['hidden', 'veryHidden'].includes(attributeOf(sheet, 'state') ?? ''),
    };
  });
}

/** The format of each cell style, by the style's index. */
function readFormats(styles: XmlElement): readonly (readonly NumberFormat[])[] {
  const codes = new Map(BUILT_IN_FORMATS);
  const custom = elementAt(styles, 'numFmts');
  for (const format of custom === null ? [] : elementsOf(custom, 'numFmt'))
    codes.set(Number(attributeOf(format, 'numFmtId')), attributeOf(format, 'formatCode') ?? '');
  const known = new Map<string, readonly NumberFormat[]>();
  const cellStyles = elementAt(styles, 'cellXfs');
  return (cellStyles === null ? [] : elementsOf(cellStyles, 'xf')).map((style) => {
    const code = codes.get(Number(attributeOf(style, 'numFmtId') ?? 0)) ?? 'General';
    const format = known.get(code) ?? readNumberFormat(code);
    known.set(code, format);
    return format;
  });
}

function createCellReader(workbook: {
  readonly strings: readonly string[];
  readonly formats: readonly (readonly NumberFormat[])[];
  readonly startsIn1904: boolean;
}): Workbook['readCell'] {
  return (cell) => {
    switch (cell.type) {
      case 's':
        return { text: workbook.strings[Number(cell.value)] ?? '', kind: 'text' };
      case 'b':
        return {
          text: cell.value === '1' || cell.value === 'true' ? 'TRUE' : 'FALSE',
          kind: 'number',
        };
      case 'd':
        return { text: cell.value.replace('T00:00:00', ''), kind: 'date' };
      case 'n':
        return readNumber(cell, workbook);
      default:
        return { text: cell.value, kind: 'text' };
    }
  };
}

function readNumber(
  cell: StoredCell,
  workbook: {
    readonly formats: readonly (readonly NumberFormat[])[];
    readonly startsIn1904: boolean;
  },
): CellValue {
  const value = Number(cell.value);
  if (!Number.isFinite(value)) return { text: cell.value, kind: 'text' };
  const formatted: FormattedValue = formatValue(
    value,
    workbook.formats[cell.style] ?? [],
    workbook,
  );
  return { text: formatted.text, kind: formatted.isDate ? 'date' : 'number' };
}
