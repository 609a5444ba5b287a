import { Document, HeadingLevel, Packer, Paragraph } from 'docx';
import PdfKit from 'pdfkit';

const FONT_SIZE = 10;
const TITLE_SIZE = 16;

export async function writeDocx(title: string, paragraphs: readonly string[]): Promise<Buffer> {
  const heading = new Paragraph({ text: title, heading: HeadingLevel.HEADING_1 });
  const children = [heading, ...paragraphs.map((text) => new Paragraph({ text }))];
  return Packer.toBuffer(new Document({ sections: [{ children }] }));
}

/** One page for each list of paragraphs, or more where they do not fit on one. */
export function writePdf(title: string, pages: readonly (readonly string[])[]): Promise<Buffer> {
  const pdf = new PdfKit({ size: 'A4', info: { Title: title } });
  const parts: Buffer[] = [];
  pdf.on('data', (part: Buffer) => parts.push(part));
  const written = new Promise<Buffer>((resolve, reject) => {
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    pdf.on('error', reject);
  });
  pdf.fontSize(TITLE_SIZE).text(title).moveDown();
  pdf.fontSize(FONT_SIZE);
  for (const [index, page] of pages.entries()) {
    if (index > 0) pdf.addPage();
    for (const text of page) pdf.text(text).moveDown();
  }
  pdf.end();
  return written;
}
