import type { PDFDocumentProxy } from 'unpdf/pdfjs';
import type { Finding } from '../../../contract/finding.ts';
import { messageOf } from '../../../platform/errors.ts';
import { PARSER_VERSIONS } from '../../../core/index-versions.ts';
import { MAX_EXCERPT_CHARS } from '../hidden-text.ts';
import {
  type PageSize,
  type ParsedDocument,
  type ParseLimits,
  ParseRefusal,
} from '../parsed-document.ts';
import { createTextBuilder } from '../text-builder.ts';
import { buildLines, textOfLine } from './build-lines.ts';
import { dropRunningLines, type LinedPage } from './drop-running-lines.ts';
import { groupParagraphs, type PdfBlock } from './group-paragraphs.ts';
import { measureType } from './measure-type.ts';
import { createLineJoiner, type JoinLines } from './mend-hyphens.ts';
import { openPdf, unreadable } from './open-pdf.ts';
import { orderColumns } from './order-columns.ts';
import { readPage } from './read-page.ts';
import type { IsLayerShown } from './trace-page.ts';
import { writePdfBlocks } from './write-pdf-blocks.ts';

interface ReadPages {
  readonly pages: readonly LinedPage[];
  readonly pageSizes: readonly PageSize[];
  readonly findings: readonly Finding[];
}

/** More than these say nothing new about a document. */
const MAX_FINDINGS = 200;
/** Titles that programs write by themselves. */
const MEANINGLESS_TITLE =
  /^(?:microsoft |untitled|document ?\d*$|print|.*\.(?:docx?|pdf|indd|qxd|pptx?|xlsx?|tex|dvi)$)/i;

/**
 * Reads the text of a PDF by where it stands on its pages: columns, headings by size, tables as rows,
 * without the headers and footers that repeat, words mended across lines. Text that nobody can see is
 * left out and reported.
 */
export async function parsePdf(bytes: Uint8Array, limits: ParseLimits): Promise<ParsedDocument> {
  const document = await openPdf(bytes);
  try {
    const pageCount = document.numPages;
    if (pageCount > limits.maxPages)
      throw new ParseRefusal(
        'too_large',
        `The PDF claims ${pageCount} pages; at most ${limits.maxPages} are read. Split it into smaller documents.`,
      );
    const read = await readPages(document, limits);
    const { pages, dropped } = dropRunningLines(read.pages);
    const joinLines = createLineJoiner(pages.flatMap((page) => page.lines.map(textOfLine)));
    const blocks = groupPages(pages, joinLines);
    const built = writePdfBlocks(createTextBuilder(limits), blocks, joinLines);
    const title = (await readDeclaredTitle(document)) ?? titleFromHeadings(blocks);
    const { pageSizes } = read;
    const findings = [...read.findings, ...reportRunningLines(dropped)];
    return {
      parser: PARSER_VERSIONS['application/pdf'],
      title,
      pageCount,
      pageSizes,
      findings,
      ...built,
    };
  } finally {
    await document.destroy();
  }
}

async function readPages(document: PDFDocumentProxy, limits: ParseLimits): Promise<ReadPages> {
  const isLayerShown = await readLayers(document);
  const pages: LinedPage[] = [];
  const pageSizes: PageSize[] = [];
  const findings: Finding[] = [];
  let charCount = 0;
  let failure: unknown = null;
  for (let number = 1; number <= document.numPages; number += 1) {
    try {
      const { items, frame, findings: found } = await readPage(document, number, isLayerShown);
      pages.push({ frame, lines: buildLines(items) });
      pageSizes.push({ width: frame.width, height: frame.height });
      findings.push(...found.slice(0, MAX_FINDINGS - findings.length));
      charCount += items.reduce((sum, item) => sum + item.text.length, 0);
    } catch (error) {
      failure = error;
      pageSizes.push({ width: 0, height: 0 });
    }
    if (charCount > limits.maxChars) break;
  }
  if (pages.length === 0 && failure !== null) throw unreadable(messageOf(failure));
  return { pages, pageSizes, findings };
}

/** One finding for all of them, so that nothing goes unseen and nothing that matters is crowded out. */
function reportRunningLines(dropped: readonly string[]): readonly Finding[] {
  if (dropped.length === 0) return [];
  const excerpt = [...new Set(dropped)].join(' · ').slice(0, MAX_EXCERPT_CHARS).toWellFormed();
  const detail = `${dropped.length.toLocaleString('en')} lines in the margins, which repeat from page to page, were left out as running headers and footers.`;
  const nowhere = { char_start: null, char_end: null, page: null };
  return [{ kind: 'left_out', code: 'running_lines', detail, excerpt, ...nowhere }];
}

/** A damaged list of layers hides none. */
async function readLayers(document: PDFDocumentProxy): Promise<IsLayerShown> {
  try {
    const layers = await document.getOptionalContentConfig();
    return (group) => layers.isVisible(group) !== false;
  } catch {
    return () => true;
  }
}

function groupPages(pages: readonly LinedPage[], joinLines: JoinLines): readonly PdfBlock[] {
  const regions = pages.map(({ frame, lines }) => ({ frame, regions: orderColumns(lines) }));
  const measure = measureType(regions.flatMap((page) => page.regions.flat()));
  return regions.flatMap(({ frame, regions }) =>
    regions.flatMap((region) => groupParagraphs(region, { frame, measure, joinLines })),
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
