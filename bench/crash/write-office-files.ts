import { Document, HeadingLevel, Packer, Paragraph } from 'docx';
import PdfKit from 'pdfkit';

const FONT_SIZE = 10;
const TITLE_SIZE = 16;

export async function writeDocx(title: string, paragraphs: readonly string[]): Promise<Buffer> {
  const heading = new Paragraph({ text: title, heading: HeadingLevel.HEADING_1 });
  const children = [heading, ...paragraphs.map((text) => new Paragraph({ text }))];
  return Packer.toBuffer(new Document({ sections: [{ children }] }));
}

/** Lines are broken and pages begun where they are full. */
export function writePdf(title: string, paragraphs: readonly string[]): Promise<Buffer> {
  const pdf = new PdfKit({ size: 'A4', info: { Title: title } });
  const parts: Buffer[] = [];
  pdf.on('data', (part: Buffer) => parts.push(part));
  const written = new Promise<Buffer>((resolve, reject) => {
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    pdf.on('error', reject);
  });
  pdf.fontSize(TITLE_SIZE).text(title).moveDown();
  pdf.fontSize(FONT_SIZE);
  for (const text of paragraphs) pdf.text(text).moveDown();
  pdf.end();
  return written;
}
