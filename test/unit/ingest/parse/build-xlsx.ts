import { strToU8, type Zippable, zipSync } from 'fflate';
import { relations } from './build-pptx.ts';

export interface SheetSource {
  readonly name: string;
  /** The XML of the rows. */
  readonly rows: string;
  readonly columns?: string;
  readonly merges?: readonly string[];
  readonly state?: 'hidden' | 'veryHidden';
}

/** A workbook of sheets, with shared strings and the codes of the cells' formats (style 0 is General). */
export function buildXlsx(
  sheets: readonly SheetSource[],
  options: {
    readonly strings?: readonly string[];
    readonly formats?: readonly (string | number)[];
    readonly extra?: Zippable;
    readonly startsIn1904?: boolean;
  } = {},
): Uint8Array {
  const { strings = [], formats = [] } = options;
  const files: Zippable = {
    '_rels/.rels': relations([['rId1', 'officeDocument', 'xl/workbook.xml']]),
    'docProps/core.xml': strToU8(
      '<cp:coreProperties><dc:title>Staff</dc:title></cp:coreProperties>',
    ),
    'xl/workbook.xml': strToU8(
      `<workbook xmlns:r="urn:r"><workbookPr${options.startsIn1904 === true ? ' date1904="1"' : ''}/><sheets>${sheets
        .map(
          ({ name, state }, index) =>
            `<sheet name="${name}" sheetId="${index}"${state === undefined ? '' : ` state="${state}"`} r:id="rId${index}"/>`,
        )
        .join('')}</sheets></workbook>`,
    ),
    'xl/_rels/workbook.xml.rels': relations([
      ...sheets.map(
        (_, index) => [`rId${index}`, 'worksheet', `worksheets/s${index}.xml`] as const,
      ),
      ['rIdA', 'sharedStrings', 'sharedStrings.xml'],
      ['rIdB', 'styles', '/xl/styles.xml'],
    ]),
    'xl/sharedStrings.xml': strToU8(
      `<sst>${strings.map((text) => `<si>${text.startsWith('<') ? text : `<t>${text}</t>`}</si>`).join('')}</sst>`,
    ),
    'xl/styles.xml': strToU8(stylesOf(formats)),
  };
  for (const [index, sheet] of sheets.entries())
    files[`xl/worksheets/s${index}.xml`] = strToU8(
      `<?xml version="1.0"?><worksheet>${sheet.columns ?? ''}<sheetData>${sheet.rows}</sheetData><mergeCells>${(
        sheet.merges ?? []
      )
        .map((range) => `<mergeCell ref="${range}"/>`)
        .join('')}</mergeCells></worksheet>`,
    );
  return zipSync({ ...files, ...options.extra });
}

/** A row of cells: words are inline text, numbers numbers; null leaves a cell out. */
export function row(
  number: number,
  values: readonly (string | number | null)[],
  attributes = '',
): string {
  const cells = values.map((value, index) => {
    const place = `r="${String.fromCharCode(65 + index)}${number}"`;
    if (value === null) return '';
    return typeof value === 'number'
      ? `<c ${place}><v>${value}</v></c>`
      : `<c ${place} t="inlineStr"><is><t>${value}</t></is></c>`;
  });
  return `<row r="${number}"${attributes}>${cells.join('')}</row>`;
}

function stylesOf(formats: readonly (string | number)[]): string {
  const custom = formats.flatMap((format, index) =>
    typeof format === 'number'
      ? []
      : [`<numFmt numFmtId="${200 + index}" formatCode="${escape(format)}"/>`],
  );
  const styles = formats.map(
    (format, index) => `<xf numFmtId="${typeof format === 'number' ? format : 200 + index}"/>`,
  );
  return `<styleSheet><numFmts>${custom.join('')}</numFmts><cellXfs><xf numFmtId="0"/>${styles.join('')}</cellXfs></styleSheet>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
