import { getDocumentProxy } from 'unpdf';
import type { PDFDocumentProxy } from 'unpdf/pdfjs';
import { messageOf } from '../../../platform/errors.ts';
import { type ParsedDocument, type ParseLimits, ParseRefusal } from '../parsed-document.ts';
import { createTextBuilder } from '../text-builder.ts';
import { buildLines, textOfLine } from './build-lines.ts';
import { dropRunningLines, type LinedPage } from './drop-running-lines.ts';
import { groupParagraphs, type PdfBlock } from './group-paragraphs.ts';
import { measureType } from './measure-type.ts';
import { createLineJoiner, type JoinLines } from './mend-hyphens.ts';
import { orderColumns } from './order-columns.ts';
import { readTextPage } from './read-text-items.ts';
import { writePdfBlocks } from './write-pdf-blocks.ts';

/** Titles that programs write by themselves. */
const MEANINGLESS_TITLE =
  /^(?:microsoft |untitled|document ?\d*$|print|.*\.(?:docx?|pdf|indd|qxd|pptx?|xlsx?|tex|dvi)$)/i;

/**
 * Reads the text of a PDF by where it stands on its pages: columns, headings by size, tables as rows,
 * without the headers and footers that repeat, words mended across lines.
 */
export async function parsePdf(bytes: Uint8Array, limits: ParseLimits): Promise<ParsedDocument> {
  const document = await openPdf(bytes);
  try {
    if (document.numPages > limits.maxPages)
      throw new ParseRefusal(
        'too_large',
        `The PDF claims ${document.numPages} pages; at most ${limits.maxPages} are read. Split it into smaller documents.`,
      );
    const pages = dropRunningLines(await readPages(document, limits));
    const joinLines = createLineJoiner(pages.flatMap((page) => page.lines.map(textOfLine)));
    const blocks = groupPages(pages, joinLines);
    const builder = createTextBuilder(limits);
    writePdfBlocks(builder, blocks, joinLines);
    const title = (await readDeclaredTitle(document)) ?? titleFromHeadings(blocks);
    return { parser: 'pdf@1', title, pageCount: document.numPages, ...builder.finish() };
  } finally {
    await document.destroy();
  }
}

async function openPdf(bytes: Uint8Array): Promise<PDFDocumentProxy> {
  try {
    // The reader takes the bytes over and refuses a Buffer, so it gets a plain copy.
    return await getDocumentProxy(new Uint8Array(bytes), { isEvalSupported: false, verbosity: 0 });
  } catch (error) {
    if (error instanceof Error && error.name === 'PasswordException')
      throw new ParseRefusal(
        'encrypted',
        'The PDF is protected by a password. Remove the password and send it again.',
      );
    throw unreadable(messageOf(error));
  }
}

async function readPages(
  document: PDFDocumentProxy,
  limits: ParseLimits,
): Promise<readonly LinedPage[]> {
  const pages: LinedPage[] = [];
  let charCount = 0;
  let failure: unknown = null;
  for (let number = 1; number <= document.numPages; number += 1) {
    try {
      const { items, ...page } = await readTextPage(document, number);
      pages.push({ ...page, lines: buildLines(items) });
      charCount += items.reduce((sum, item) => sum + item.text.length, 0);
    } catch (error) {
      failure = error;
    }
    if (charCount > limits.maxChars) break;
  }
  if (pages.length === 0 && failure !== null) throw unreadable(messageOf(failure));
  return pages;
}

function groupPages(pages: readonly LinedPage[], joinLines: JoinLines): readonly PdfBlock[] {
  const regions = pages.map((page) => ({ page, regions: orderColumns(page.lines) }));
  const measure = measureType(regions.flatMap((page) => page.regions.flat()));
  return regions.flatMap(({ page, regions }) =>
    regions.flatMap((region) => groupParagraphs(region, { page: page.number, measure, joinLines })),
  );
}

async function readDeclaredTitle(document: PDFDocumentProxy): Promise<string | null> {
  try {
    const { info } = await document.getMetadata();
    const title: unknown = 'Title' in info ? info.Title : null;
    if (typeof title !== 'string' || MEANINGLESS_TITLE.test(title.trim())) return null;
    return title.trim() === '' ? null : title.trim();
  } catch {
    return null;
  }
}

/** The largest heading on the first page that has any text. */
function titleFromHeadings(blocks: readonly PdfBlock[]): string | null {
  const firstPage = blocks[0]?.page;
  const headings = blocks.filter(
    (block) => block.kind !== 'table' && block.level !== null && block.page === firstPage,
  );
  const largest = headings.toSorted((a, b) => levelOf(a) - levelOf(b))[0];
  return largest === undefined || largest.kind === 'table' ? null : largest.text;
}

function levelOf(block: PdfBlock): number {
  return block.kind === 'table' ? Infinity : (block.level ?? Infinity);
}

function unreadable(problem: string): ParseRefusal {
  return new ParseRefusal(
    'unreadable',
    `The file is not a readable PDF: ${problem.replace(/\.$/, '')}. Open it in a PDF program and save it again.`,
  );
}
