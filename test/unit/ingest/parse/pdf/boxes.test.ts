import { describe, expect, it } from 'vitest';
import type { ParsedDocument, TextBox } from '../../../../../ingest/parse/parsed-document.ts';
import { buildPdf } from '../build-pdf.ts';
import { parsed } from '../parse-bytes.ts';
import { longPdf } from './long-pdf.ts';
import { type DrawnPage, textAt, writePdf } from './write-pdf.ts';

const TOLERANCE_POINTS = 3;

describe('boxes of a PDF', () => {
  it('stand where the lines were drawn', async () => {
    const document = await parseDrawn({
      content: [textAt('Claims are paid', 72, 700), textAt('Far below', 300, 120, 14)].join('\n'),
    });
    expectBox(document, 'Claims are paid', { x: 72, baseline: 842 - 700, size: 11 });
    expectBox(document, 'Far below', { x: 300, baseline: 842 - 120, size: 14 });
    expect(document.pageSizes).toEqual([{ width: 595, height: 842 }]);
  });

  it('count from the corner of the crop box', async () => {
    const document = await parseDrawn({
      content: textAt('Inside of the crop', 150, 600),
      entries: '/CropBox [100 50 500 750]',
    });
    expectBox(document, 'Inside of the crop', { x: 50, baseline: 150, size: 11 });
    expect(document.pageSizes).toEqual([{ width: 400, height: 700 }]);
  });

  it('follow the rotation of the page', async () => {
    const document = await parseDrawn({
      content: 'BT /F1 11 Tf 0 1 -1 0 200 100 Tm (Shown upright) Tj ET',
      entries: '/Rotate 90',
    });
    expectBox(document, 'Shown upright', { x: 100, baseline: 200, size: 11 });
    expect(document.pageSizes).toEqual([{ width: 842, height: 595 }]);
  });

  it('lie on their side with text that is set sideways', async () => {
    const document = await parseDrawn({
      content: 'BT /F1 11 Tf 0 1 -1 0 200 100 Tm (A table set sideways) Tj ET',
    });
    const box = boxOf(document, 'A table set sideways');
    expect(box.height).toBeGreaterThan(5 * box.width);
    expect(box.x + box.width).toBeGreaterThan(200);
    expect(box.x).toBeLessThan(200);
    expect(Math.abs(box.y + box.height - (842 - 100))).toBeLessThan(TOLERANCE_POINTS);
  });

  it('part a mended word where the line breaks', async () => {
    const document = await parseDrawn({
      content: [textAt('The desk pays reim-', 60, 700), textAt('bursement at once', 60, 686)].join(
        '\n',
      ),
    });
    expect(document.text).toBe('The desk pays reimbursement at once');
    expect(textsOf(document)).toEqual(['The desk pays reim', 'bursement at once']);
  });

  it('show the cells of a table, and its header once', async () => {
    const bytes = await buildPdf((pdf) => {
      const rows = [
        ['Vehicle', 'First miles', 'Every further mile'],
        ['Car', '45p', '25p'],
        ['Bicycle', '20p', '21p'],
      ];
      pdf.fontSize(10);
      for (const [line, cells] of rows.entries())
        for (const [column, cell] of cells.entries())
          pdf.text(cell, 60 + column * 160, 60 + line * 20);
    });
    const document = await parsed('application/pdf', bytes);
    expect(textsOf(document)).toEqual(
      'Vehicle,Car,First miles,45p,Every further mile,25p,Bicycle,20p,21p'.split(','),
    );
    expect(boxOf(document, '20p').x).toBeCloseTo(220, 0);
    expect(boxOf(document, 'First miles').y).toBeLessThan(boxOf(document, '45p').y);
  });

  it('cover the text in order, apart, over columns, pages and running headers', async () => {
    const document = await parsed('application/pdf', longPdf(12));
    expect(document.text).not.toMatch(/Rules of the scheme|Page \d/);
    expect(document.boxes?.length).toBe(12 * 47);
    let end = 0;
    for (const box of document.boxes ?? []) {
      expect(box.charStart).toBeGreaterThanOrEqual(end);
      expect(document.text.slice(end, box.charStart)).toMatch(/^\s*$/);
      end = box.charEnd;
    }
    expect(end).toBe(document.text.length);
  });
});

async function parseDrawn(page: DrawnPage): Promise<ParsedDocument> {
  return await parsed('application/pdf', writePdf([page]));
}

function textsOf(document: ParsedDocument): readonly string[] {
  return (document.boxes ?? []).map((box) => document.text.slice(box.charStart, box.charEnd));
}

function boxOf(document: ParsedDocument, text: string): TextBox {
  const box = document.boxes?.[textsOf(document).indexOf(text)];
  if (box === undefined) throw new Error(`No box for ${text} in ${textsOf(document).join(' | ')}`);
  return box;
}

function expectBox(
  document: ParsedDocument,
  text: string,
  drawn: { readonly x: number; readonly baseline: number; readonly size: number },
): void {
  const box = boxOf(document, text);
  expect(Math.abs(box.x - drawn.x)).toBeLessThan(TOLERANCE_POINTS);
  expect(box.y).toBeLessThan(drawn.baseline);
  expect(Math.abs(box.y - (drawn.baseline - 0.75 * drawn.size))).toBeLessThan(TOLERANCE_POINTS);
  expect(Math.abs(box.height - drawn.size)).toBeLessThan(TOLERANCE_POINTS);
  const width = text.length * drawn.size * 0.5;
  expect(Math.abs(box.width - width)).toBeLessThan(0.25 * width);
}
