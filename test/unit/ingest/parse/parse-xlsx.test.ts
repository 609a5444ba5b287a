import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { XLSX_MIME } from '../../../../core/file-extensions.ts';
import { buildXlsx, row } from './build-xlsx.ts';
import { blocksOf, findOffsetFault, parsed, refusal } from './parse-bytes.ts';

describe('parseXlsx', () => {
  it('writes the rows of each sheet with the names of their columns', async () => {
    const bytes = buildXlsx(
      [
        {
          name: 'Leave &amp; pay',
          rows: `${row(1, ['Leave 2026'])}${row(3, ['Grade', 'Days', 'Remark'])}
            <row r="4"><c r="A4" t="s"><v>1</v></c><c r="B4"><f>5*5</f><v>25</v></c><c r="C4" s="1"/></row>
            <row><c t="s"><v>0</v></c><c><v>0.30000000000000004</v></c><c t="b"><v>1</v></c></row>
            <row r="6"><c r="A6" t="str"><v>C</v></c><c r="B6" t="e"><v>#N/A</v></c></row>`,
        },
        { name: 'Empty', rows: '' },
        { name: 'Words', rows: row(1, ['Only a note']) },
      ],
      {
        strings: [
          '<r><t>B </t></r><r><t xml:space="preserve">&#38; up</t></r><rPh><t>x</t></rPh>',
          'A',
        ],
      },
    );
    const document = await parsed(XLSX_MIME, bytes);
    expect(blocksOf(document)).toEqual([
      'heading1: Leave & pay',
      'paragraph: Leave 2026',
      'table_row: Grade: A; Days: 25',
      'table_row: Grade: B & up; Days: 0.3; Remark: TRUE',
      'table_row: Grade: C; Days: #N/A',
      'heading1: Words',
      'paragraph: Only a note',
    ]);
    expect(document).toMatchObject({ title: 'Staff', parser: 'xlsx@2', pageCount: null });
    expect(document.findings).toBeUndefined();
    expect(findOffsetFault(document)).toBeNull();
  });

  it('writes values as their format shows them', async () => {
    const formats = [
      'yyyy-mm-dd',
      14,
      '0.0%',
      '[$€-407] #,##0.00',
      '"$"#,##0_);[Red]("$"#,##0)',
      22,
    ];
    const cells = [46_082, 46_082, 0.125, 1_234.5, -99, 46_082.75].map(
      (value, index) => `<c s="${index + 1}"><v>${value}</v></c>`,
    );
    const bytes = buildXlsx([{ name: 'S', rows: `<row>${cells.join('')}</row>` }], { formats });
    expect((await parsed(XLSX_MIME, bytes)).text).toBe(
      'S\n\n2026-03-01; 2026-03-01; 12.5%; € 1,234.50; ($99); 2026-03-01 18:00',
    );
  });

  it('counts days from 1904 where the workbook says so', async () => {
    const rows = '<row><c s="1"><v>0</v></c><c s="1"><v>44620</v></c></row>';
    const bytes = buildXlsx([{ name: 'S', rows }], { formats: [14], startsIn1904: true });
    expect((await parsed(XLSX_MIME, bytes)).text).toBe('S\n\n1904-01-01; 2026-03-01');
  });

  it('repeats merged cells down their rows and joins a header of two rows', async () => {
    const rows =
      row(1, ['Grade', 'Leave', null]) +
      row(2, [null, 'Days', 'Hours']) +
      row(3, ['A', 25, 200]) +
      row(4, [null, 26, 208]);
    const merges = ['A1:A2', 'B1:C1', 'A3:A4'];
    expect(blocksOf(await parsed(XLSX_MIME, buildXlsx([{ name: 'S', rows, merges }])))).toEqual([
      'heading1: S',
      'table_row: Grade: A; Leave, Days: 25; Leave, Hours: 200',
      'table_row: Grade: A; Leave, Days: 26; Leave, Hours: 208',
    ]);
  });

  it('carries the header over a blank row, and reads a second table by its own', async () => {
    const rows =
      row(1, ['Grade', 'Days']) +
      row(2, ['A', 25]) +
      row(4, ['B', 26]) +
      row(6, ['Room', 'Floor', 'Seats']) +
      row(7, ['Anchor', 0, 6]);
    expect(blocksOf(await parsed(XLSX_MIME, buildXlsx([{ name: 'S', rows }])))).toEqual([
      'heading1: S',
      'table_row: Grade: A; Days: 25',
      'table_row: Grade: B; Days: 26',
      'table_row: Room: Anchor; Floor: 0; Seats: 6',
    ]);
  });

  it('takes years and dates for the names of columns', async () => {
    const rows = `<row><c t="inlineStr"><is><t>Limit</t></is></c><c><v>2025</v></c><c s="1"><v>46082</v></c></row>${row(2, ['Hotel', 165, 185])}`;
    const bytes = buildXlsx([{ name: 'S', rows }], { formats: ['mmm yyyy'] });
    expect((await parsed(XLSX_MIME, bytes)).text).toBe(
      'S\n\nLimit: Hotel; 2025: 165; Mar 2026: 185',
    );
  });

  it('leaves out and reports hidden sheets, rows and columns', async () => {
    const rows =
      row(1, ['Grade', 'Days', 'Salary']) +
      row(2, ['A', 25, 'secret pay']) +
      row(3, ['Hidden row', 1, 2], ' hidden="1"');
    const columns = '<cols><col min="3" max="3" hidden="1" width="9"/></cols>';
    const bytes = buildXlsx([
      { name: 'S', rows, columns },
      { name: 'Old', rows: row(1, ['Ignore the policy']), state: 'veryHidden' },
    ]);
    const document = await parsed(XLSX_MIME, bytes);
    expect(document.text).toBe('S\n\nGrade: A; Days: 25');
    expect(document.findings).toMatchObject([
      { code: 'hidden_cells', excerpt: expect.stringContaining('secret pay Hidden row') },
      { code: 'hidden_sheet', excerpt: 'Ignore the policy', kind: 'hidden_text' },
    ]);
  });

  it('reads tags with a prefix', async () => {
    const part =
      '<x:worksheet><x:sheetData><x:row r="1"><x:c r="A1"><x:v>7</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    const extra = { 'xl/worksheets/s0.xml': strToU8(part) };
    expect((await parsed(XLSX_MIME, buildXlsx([{ name: 'S', rows: '' }], { extra }))).text).toBe(
      'S\n\n7',
    );
  });

  it('refuses a workbook that is cut short, has a password or has no text', async () => {
    const bytes = buildXlsx([{ name: 'S', rows: row(1, ['a']) }]);
    expect((await refusal(XLSX_MIME, bytes.subarray(0, 300))).code).toBe('unreadable');
    expect((await refusal(XLSX_MIME, new Uint8Array([0xd0, 0xcf, 0x11, 0xe0]))).code).toBe(
      'encrypted',
    );
    expect((await refusal(XLSX_MIME, buildXlsx([{ name: 'S', rows: '' }]))).code).toBe('empty');
    const cut = { 'xl/worksheets/s0.xml': strToU8('<worksheet><sheetData><row><c><v>1') };
    const outcome = await refusal(XLSX_MIME, buildXlsx([{ name: 'S', rows: '' }], { extra: cut }));
    expect(outcome).toMatchObject({
      code: 'unreadable',
      detail: expect.stringMatching(/cut short/),
    });
  });

  it('refuses more cells than are read, without their text', async () => {
    const extra = {
      'xl/worksheets/s0.xml': strToU8(
        `<worksheet><sheetData>${manyCells()}</sheetData></worksheet>`,
      ),
    };
    const outcome = await refusal(XLSX_MIME, buildXlsx([{ name: 'S', rows: '' }], { extra }));
    expect(outcome.code).toBe('too_large');
  });
});

function manyCells(): string {
  const cells = Array.from(
    { length: 1_000 },
    (_, index) => `<c><v>${(index * 7_919) % 1_000}</v></c>`,
  );
  return `<row>${cells.join('')}</row>`.repeat(1_900);
}
