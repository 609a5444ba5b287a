import { Buffer } from 'node:buffer';

export interface DrawnPage {
  /** Operators of the page's content; fonts are `/F1` (Helvetica) and `/F2` (Helvetica-Bold). */
  readonly content: string;
  readonly width?: number;
  readonly height?: number;
  /** Further entries of the page's dictionary, such as `/Rotate 90`. */
  readonly entries?: string;
  /** Further entries of the resources. */
  readonly resources?: string;
}

/** An object that pages may refer to, from number 5 on. */
export interface PdfExtras {
  readonly objects?: readonly string[];
  /** Further entries of the catalogue. */
  readonly catalogue?: string;
}

const FIRST_EXTRA = 5;

/** Writes a PDF object by object, for pages whose operators must be known exactly or are very many. */
export function writePdf(pages: readonly DrawnPage[], extras: PdfExtras = {}): Uint8Array {
  const objects = extras.objects ?? [];
  const firstPage = FIRST_EXTRA + objects.length;
  const kids = pages.map((_, index) => `${firstPage + 2 * index} 0 R`).join(' ');
  return writeObjects([
    `<< /Type /Catalog /Pages 2 0 R ${extras.catalogue ?? ''} >>`,
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    fontObject('Helvetica'),
    fontObject('Helvetica-Bold'),
    ...objects,
    ...pages.flatMap((page, index) => pageObjects(page, firstPage + 2 * index)),
  ]);
}

/** An operator that shows a text with its baseline's start at a place counted from the bottom left. */
export function textAt(text: string, x: number, y: number, size = 11): string {
  return `BT /F1 ${size} Tf 1 0 0 1 ${x} ${y} Tm (${escapeText(text)}) Tj ET`;
}

export function escapeText(text: string): string {
  return text.replace(/[\\()]/g, String.raw`\$&`);
}

function fontObject(name: string): string {
  return `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
}

function pageObjects(page: DrawnPage, number: number): readonly string[] {
  const { width = 595, height = 842, entries = '', resources = '' } = page;
  return [
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${width} ${height}] ${entries}
/Resources << /Font << /F1 3 0 R /F2 4 0 R >> ${resources} >> /Contents ${number + 1} 0 R >>`,
    `<< /Length ${Buffer.byteLength(page.content, 'latin1')} >>\nstream\n${page.content}\nendstream`,
  ];
}

function writeObjects(objects: readonly string[]): Uint8Array {
  const parts = ['%PDF-1.7\n'];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  for (const [index, object] of objects.entries()) {
    const part = `${index + 1} 0 obj\n${object}\nendobj\n`;
    offsets.push(length);
    parts.push(part);
    length += part.length;
  }
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`);
  parts.push(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${entries.join('')}`);
  parts.push(`trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF`);
  return new Uint8Array(Buffer.from(parts.join(''), 'latin1'));
}
