import type { Finding } from '../../../contract/finding.ts';
import { XLSX_MIME } from '../../../core/file-extensions.ts';
import { carryFindings, reportHiddenText } from '../hidden-text.ts';
import { openOfficePackage } from '../office/office-package.ts';
import type { OfficeFormat } from '../office/unpack-office-text.ts';
import type { ParsedDocument, ParseLimits } from '../parsed-document.ts';
import { PARSER_VERSIONS } from '../../../core/index-versions.ts';
import { createTextBuilder } from '../text-builder.ts';
import { appendSheetRows } from './append-sheet.ts';
import { readSheet, type SheetContent } from './read-sheet.ts';
import { readWorkbook } from './read-workbook.ts';

const FORMAT: OfficeFormat = {
  name: 'an Excel workbook',
  application: 'Excel',
  textPart:
    /^(?:_rels\/\.rels|docProps\/core\.xml|xl\/(?:workbook\d*|styles\d*|sharedStrings\d*)\.xml|xl\/_rels\/[^/]+\.rels|xl\/worksheets\/[^/]+\.xml)$/,
};
/** Enough of a hidden sheet for the excerpt of a finding. */
const HIDDEN_SHEET_CHARS = 1_000;

/**
 * Each sheet under its name, its rows with the names of their columns and values as the sheet shows them.
 * Hidden sheets, rows and columns are left out and reported.
 */
export function parseXlsx(bytes: Uint8Array, limits: ParseLimits): ParsedDocument {
  const file = openOfficePackage(bytes, FORMAT, limits);
  const workbook = readWorkbook(file);
  const builder = createTextBuilder(limits);
  const findings: Finding[] = [];
  for (const { name, part, isHidden } of workbook.sheets) {
    if (part === null) continue;
    const sheet = readSheet(file.readSource(part), workbook.readCell);
    if (isHidden) {
      findings.push(...reportSheet(name, sheet));
      continue;
    }
    const rows = sheet.rows();
    const first = rows.next();
    if (first.done !== true) {
      builder.append({ kind: 'heading', level: 1, text: name });
      appendSheetRows(builder, prepend(first.value, rows));
    }
    findings.push(...reportHiddenCells(name, sheet.hidden));
  }
  return {
    parser: PARSER_VERSIONS[XLSX_MIME],
    title: file.readTitle(),
    pageCount: null,
    ...builder.finish(),
    ...carryFindings(findings),
  };
}

function* prepend<Item>(first: Item, others: Iterable<Item>): Generator<Item> {
  yield first;
  yield* others;
}

function reportSheet(name: string, sheet: SheetContent): readonly Finding[] {
  let text = '';
  for (const { cells } of sheet.rows()) {
    text += `${cells.map((cell) => cell.text).join(' ')} `;
    if (text.length > HIDDEN_SHEET_CHARS) break;
  }
  return reportHiddenText({
    code: 'hidden_sheet',
    detail: `The sheet "${name}" is hidden; it was left out.`,
    text: text + sheet.hidden.text,
  });
}

function reportHiddenCells(name: string, hidden: SheetContent['hidden']): readonly Finding[] {
  const counts = [
    ...(hidden.rowCount > 0 ? [`${hidden.rowCount} hidden rows`] : []),
    ...(hidden.columnCount > 0 ? [`${hidden.columnCount} hidden columns`] : []),
  ];
  return reportHiddenText({
    code: 'hidden_cells',
    detail: `The sheet "${name}" has ${counts.join(' and ')}; what they hold was left out.`,
    text: hidden.text,
  });
}
