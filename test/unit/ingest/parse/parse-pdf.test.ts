import { describe, expect, it } from 'vitest';
import { buildPdf } from './build-pdf.ts';
import { blocksOf, findOffsetFault, parsed, refusal } from './parse-bytes.ts';

const prose =
  'Claims are paid on Friday when they were approved by Tuesday at noon, and otherwise in the week after. ';

describe('parsePdf', () => {
  it('reads headings by size, paragraphs, and lists', async () => {
    const bytes = await buildPdf((pdf) => {
      pdf.fontSize(22).text('Travel policy');
      pdf.fontSize(11).moveDown().text(prose.repeat(3).trim());
      pdf.moveDown().fontSize(15).text('1. Hotels').fontSize(11).moveDown(0.5);
      pdf.list(['Ask first.', 'Then book.'], { bulletRadius: 1.5 });
      pdf.moveDown().text(prose.trim());
    });
    const document = await parsed('application/pdf', bytes);
    expect(blocksOf(document)).toEqual([
      'heading1: Travel policy',
      `paragraph: ${prose.repeat(3).trim()}`,
      'heading2: 1. Hotels',
      ...(document.text.includes('- Ask')
        ? ['list_item: - Ask first.', 'list_item: - Then book.']
        : ['paragraph: Ask first.', 'paragraph: Then book.']),
      `paragraph: ${prose.trim()}`,
    ]);
    expect(document).toMatchObject({ title: 'Travel policy', pageCount: 1 });
    expect(findOffsetFault(document)).toBeNull();
  });

  it('reads columns one after the other', async () => {
    const left = Array.from({ length: 8 }, (_, line) => `left line ${line} goes on and on here`);
    const right = Array.from({ length: 8 }, (_, line) => `right line ${line} runs beside it too`);
    const bytes = await buildPdf((pdf) => {
      pdf.fontSize(10).text('A headline that stands over both of the columns of this page', 60, 60);
      for (const [line, text] of left.entries()) pdf.text(text, 60, 100 + line * 13);
      for (const [line, text] of right.entries()) pdf.text(text, 310, 100 + line * 13);
    });
    const { text } = await parsed('application/pdf', bytes);
    expect(text.indexOf('left line 7')).toBeGreaterThan(0);
    expect(text.indexOf('right line 0')).toBeGreaterThan(text.indexOf('left line 7'));
    expect(text).toContain('left line 0 goes on and on here left line 1');
  });

  it('keeps table rows, with the header after a page break', async () => {
    const bytes = await buildPdf((pdf) => {
      function row(cells: readonly string[], y: number): void {
        for (const [column, cell] of cells.entries()) pdf.text(cell, 60 + column * 160, y);
      }
      pdf.fontSize(10).text(prose, 60, 60);
      pdf.font('Helvetica-Bold');
      row(['Vehicle', 'First miles', 'Every further mile'], 700);
      pdf.font('Helvetica');
      row(['Car', '45p', '25p'], 720);
      pdf.addPage();
      row(['Motorcycle', '24p', '24p'], 60);
      row(['Bicycle', '20p', '20p'], 80);
    });
    expect(blocksOf(await parsed('application/pdf', bytes))).toEqual([
      `paragraph: ${prose.trim()}`,
      'table_row: Vehicle: Car; First miles: 45p; Every further mile: 25p',
      'table_row: Vehicle: Motorcycle; First miles: 24p; Every further mile: 24p',
      'table_row: Vehicle: Bicycle; First miles: 20p; Every further mile: 20p',
    ]);
  });

  it('keeps a row whose widest cell nearly touches the next column', async () => {
    const bytes = await buildPdf((pdf) => {
      const rows = [
        ['Month', 'Cut-off', 'Paid'],
        ['May', 'Friday', 'Tuesday'],
        ['September', 'Monday', 'Friday'],
      ];
      pdf.fontSize(10);
      for (const [line, cells] of rows.entries())
        for (const [column, cell] of cells.entries())
          pdf.text(cell, 60 + column * 56, 60 + line * 13, { lineBreak: false });
    });
    expect(blocksOf(await parsed('application/pdf', bytes))).toEqual([
      'table_row: Month: May; Cut-off: Friday; Paid: Tuesday',
      'table_row: Month: September; Cut-off: Monday; Paid: Friday',
    ]);
  });

  it('takes prose with wide spaces for prose', async () => {
    const bytes = await buildPdf((pdf) => {
      pdf.fontSize(10).text('international', 60, 60).text('underestimate', 60, 73);
      const atRightEdge = { width: 230, align: 'right' } as const;
      pdf.text('organisations commonly', 60, 60, atRightEdge);
      pdf.text('the administrative load', 60, 73, atRightEdge);
    });
    expect(blocksOf(await parsed('application/pdf', bytes))).toEqual([
      'paragraph: international organisations commonly underestimate the administrative load',
    ]);
  });

  it('drops what repeats at the edges of the pages and tells the page of each block', async () => {
    const bytes = await buildPdf((pdf) => {
      for (const page of [1, 2, 3]) {
        if (page > 1) pdf.addPage();
        pdf.fontSize(8).text(`Policy, page ${page} of 3`, 60, 30, { lineBreak: false });
        pdf.fontSize(11).text(`Section ${page * page} is here. ${prose}`, 60, 80);
        pdf.fontSize(8).text('Confidential', 60, 770, { lineBreak: false });
      }
    });
    const document = await parsed('application/pdf', bytes);
    expect(document.text).not.toMatch(/Policy, page|Confidential/);
    expect(document.blocks.map((block) => block.page)).toEqual([1, 2, 3]);
  });

  it('mends words and sentences across lines and pages', async () => {
    const bytes = await buildPdf((pdf) => {
      pdf.fontSize(11).text('The self-service desk handles reim-', 60, 60);
      pdf.text('bursement and the self-', 60, 74);
      pdf.text('service machine, which every branch', 60, 88);
      pdf.addPage().text('has had since 2024.', 60, 60);
    });
    expect(blocksOf(await parsed('application/pdf', bytes))).toEqual([
      'paragraph: The self-service desk handles reimbursement and the self-service machine, which every branch has had since 2024.',
    ]);
  });

  it('leaves out what runs across the page', async () => {
    const bytes = await buildPdf((pdf) => {
      pdf.fontSize(11).text(prose, 60, 60);
      pdf
        .rotate(45, { origin: [300, 400] })
        .fontSize(60)
        .text('DRAFT', 200, 400);
    });
    expect((await parsed('application/pdf', bytes)).text).toBe(prose.trim());
  });

  it('prefers the declared title unless a program wrote it', async () => {
    const declared = await buildPdf(drawHeading, { info: { Title: 'Declared' } });
    const automatic = await buildPdf(drawHeading, {
      info: { Title: 'Microsoft Word - final2.docx' },
    });
    expect((await parsed('application/pdf', declared)).title).toBe('Declared');
    expect((await parsed('application/pdf', automatic)).title).toBe('Heading');
  });

  it('refuses a PDF with a password', async () => {
    const bytes = await buildPdf((pdf) => pdf.text(prose), { userPassword: 'secret' });
    expect((await refusal('application/pdf', bytes)).code).toBe('encrypted');
  });

  it('says that a PDF without text is probably scanned', async () => {
    const bytes = await buildPdf((pdf) => pdf.rect(60, 60, 100, 100).fill('black'));
    const outcome = await refusal('application/pdf', bytes);
    expect(outcome.code).toBe('no_text');
    expect(outcome.detail).toMatch(/OCR/);
  });

  it('refuses bytes that are no PDF behind the header', async () => {
    const outcome = await refusal('application/pdf', '%PDF-1.7\nnothing follows');
    expect(outcome.code).toBe('unreadable');
  });
});

function drawHeading(pdf: PDFKit.PDFDocument): void {
  pdf.fontSize(20).text('Heading').fontSize(10).text(prose);
}
