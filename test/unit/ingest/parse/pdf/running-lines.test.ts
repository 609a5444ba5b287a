import { describe, expect, it } from 'vitest';
import { buildPdf } from '../build-pdf.ts';
import { blocksOf, parsed } from '../parse-bytes.ts';

const PAGES = 6;
const BODY = Array.from({ length: 12 }, (_, line) => `What is said on line ${line} is said once`);

interface PageLines {
  readonly heading: string;
  readonly size?: number;
  readonly font?: string;
  readonly header?: string;
  readonly footer?: string;
}

function drawPages(describePage: (number: number) => PageLines): Promise<Uint8Array> {
  return buildPdf(
    (pdf) => {
      for (let number = 1; number <= PAGES; number += 1) {
        const page = describePage(number);
        pdf.addPage().fontSize(10).font('Helvetica');
        if (page.header !== undefined) pdf.text(page.header, 60, 30, { lineBreak: false });
        pdf.fontSize(page.size ?? 10).font(page.font ?? 'Helvetica-Bold');
        pdf.text(page.heading, 60, 72);
        pdf.fontSize(10).font('Helvetica');
        for (const line of BODY) pdf.text(`${line} on page ${'i'.repeat(number)}.`);
        if (page.footer !== undefined) pdf.text(page.footer, 60, 760, { lineBreak: false });
      }
    },
    { autoFirstPage: false },
  );
}

async function headingsOf(bytes: Uint8Array): Promise<readonly string[]> {
  const document = await parsed('application/pdf', bytes);
  return blocksOf(document)
    .filter((block) => block.startsWith('heading'))
    .map((block) => block.replace(/^heading\d: /, ''));
}

const numbers = Array.from({ length: PAGES }, (_, index) => index + 1);

describe('the running lines of a PDF', () => {
  it('are not the headings that count with its pages', async () => {
    const large = await drawPages((number) => ({ heading: `Article ${number}`, size: 20 }));
    expect(await headingsOf(large)).toEqual(numbers.map((number) => `Article ${number}`));
    const bold = await drawPages((number) => ({ heading: `Room 10${number}` }));
    expect(await headingsOf(bold)).toEqual(numbers.map((number) => `Room 10${number}`));
  });

  it('are kept once where they stand out like a heading', async () => {
    const bytes = await drawPages(() => ({ heading: 'Safety rules', size: 20 }));
    expect(await headingsOf(bytes)).toEqual(['Safety rules']);
  });

  it('are left out as headers and footers, and reported', async () => {
    const bytes = await drawPages((number) => ({
      heading: `Article ${number}`,
      size: 20,
      header: 'Handbook of the bank',
      footer: `Page ${number} of ${PAGES}`,
    }));
    const document = await parsed('application/pdf', bytes);
    expect(document.text).not.toMatch(/Handbook|Page \d/);
    expect(await headingsOf(bytes)).toHaveLength(PAGES);
    expect(document.findings).toEqual([
      {
        kind: 'left_out',
        code: 'running_lines',
        detail:
          '12 lines in the margins, which repeat from page to page, were left out as running headers and footers.',
        char_start: null,
        char_end: null,
        page: null,
        excerpt: expect.stringMatching(/^Handbook of the bank · Page 1 of 6 · Page 2/),
      },
    ]);
  });

  it('are not reported where they are page numbers alone', async () => {
    const bytes = await drawPages((number) => ({
      heading: `Article ${number}`,
      size: 20,
      footer: `- ${number} -`,
    }));
    const document = await parsed('application/pdf', bytes);
    expect(document.text).not.toMatch(/- \d -/);
    expect(document.findings).toEqual([]);
  });
});
