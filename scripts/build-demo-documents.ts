/**
 * Builds the PDF and Word files of the demo knowledge base from `demo/sources/*.md`.
 *
 *   node --import tsx scripts/build-demo-documents.ts
 *
 * Dates come from the front matter and never from the clock, so that the same sources give the
 * same bytes.
 */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as word from 'docx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import type { List, PhrasingContent, RootContent, Table as MarkdownTable } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import PdfDocument from 'pdfkit';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';

const demoFolder = fileURLToPath(new URL('../demo/', import.meta.url));

const frontMatterSchema = z.object({
  output: z.string(),
  title: z.string(),
  department: z.string(),
  reference: z.string(),
  date: z.iso.date(),
  running_header: z.string(),
});

type FrontMatter = z.infer<typeof frontMatterSchema>;

interface Run {
  text: string;
  bold: boolean;
  italic: boolean;
  code: boolean;
}

type Block =
  | { kind: 'heading'; level: number; runs: Run[] }
  | { kind: 'paragraph'; runs: Run[] }
  | { kind: 'code'; lines: string[] }
  | { kind: 'list'; ordered: boolean; start: number; items: Block[][] }
  | { kind: 'table'; rows: Run[][][] };

type ListBlock = Extract<Block, { kind: 'list' }>;
type TableBlock = Extract<Block, { kind: 'table' }>;

interface Source {
  meta: FrontMatter;
  blocks: Block[];
}

// ---------------------------------------------------------------- Markdown to blocks

const plain = { bold: false, italic: false, code: false };

function toRuns(nodes: readonly PhrasingContent[], style: Omit<Run, 'text'> = plain): Run[] {
  return nodes.flatMap((node): Run[] => {
    if (node.type === 'text') return [{ ...style, text: node.value.replaceAll('\n', ' ') }];
    if (node.type === 'inlineCode') return [{ ...style, code: true, text: node.value }];
    if (node.type === 'strong') return toRuns(node.children, { ...style, bold: true });
    if (node.type === 'emphasis') return toRuns(node.children, { ...style, italic: true });
    if (node.type === 'link') return toRuns(node.children, style);
    throw new Error(`The demo sources do not use "${node.type}".`);
  });
}

function toListBlock(list: List): ListBlock {
  return {
    kind: 'list',
    ordered: list.ordered === true,
    start: list.start ?? 1,
    items: list.children.map((item) => toBlocks(item.children)),
  };
}

function toTableBlock(table: MarkdownTable): TableBlock {
  const rows = table.children.map((row) => row.children.map((cell) => toRuns(cell.children)));
  return { kind: 'table', rows };
}

function toBlocks(nodes: readonly RootContent[]): Block[] {
  return nodes.flatMap((node): Block[] => {
    if (node.type === 'yaml') return [];
    if (node.type === 'heading') {
      return [{ kind: 'heading', level: node.depth, runs: toRuns(node.children) }];
    }
    if (node.type === 'paragraph') return [{ kind: 'paragraph', runs: toRuns(node.children) }];
    if (node.type === 'code') return [{ kind: 'code', lines: node.value.split('\n') }];
    if (node.type === 'list') return [toListBlock(node)];
    if (node.type === 'table') return [toTableBlock(node)];
    throw new Error(`The demo sources do not use "${node.type}".`);
  });
}

function parseSource(markdown: string): Source {
  const tree = fromMarkdown(markdown, {
    extensions: [frontmatter(), gfm()],
    mdastExtensions: [frontmatterFromMarkdown(), gfmFromMarkdown()],
  });
  const first = tree.children[0];
  if (first?.type !== 'yaml') throw new Error('A demo source must begin with front matter.');
  return {
    meta: frontMatterSchema.parse(parseYaml(first.value)),
    blocks: toBlocks(tree.children),
  };
}

function textOf(runs: readonly Run[]): string {
  return runs.map((run) => run.text).join('');
}

function asDate(isoDate: string): Date {
  return new Date(`${isoDate}T09:00:00Z`);
}

// ---------------------------------------------------------------- PDF

const page = { left: 62, right: 62, top: 82, bottom: 76, width: 595.28, height: 841.89 };
const textWidth = page.width - page.left - page.right;
const lowestLine = page.height - page.bottom;
const bodySize = 10.5;
const tableSize = 9;
const cellPadding = 4;

type Pdf = InstanceType<typeof PdfDocument>;

function fontFor(run: Omit<Run, 'text'>): string {
  if (run.code) return 'Courier';
  if (run.bold) return run.italic ? 'Helvetica-BoldOblique' : 'Helvetica-Bold';
  return run.italic ? 'Helvetica-Oblique' : 'Helvetica';
}

function headingSize(level: number): number {
  return { 1: 22, 2: 15, 3: 12.5 }[level] ?? 11;
}

function writeRunningHeader(pdf: Pdf, meta: FrontMatter): void {
  pdf.font('Helvetica').fontSize(8).fillColor('#555555');
  pdf.text(meta.running_header, page.left, 40, { lineBreak: false });
  pdf.moveTo(page.left, 54).lineTo(page.width - page.right, 54);
  pdf.lineWidth(0.5).strokeColor('#999999').stroke();
  pdf.fillColor('#000000');
  pdf.x = page.left;
  pdf.y = page.top;
}

function writeFooters(pdf: Pdf, meta: FrontMatter): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let index = start; index < start + count; index += 1) {
    pdf.switchToPage(index);
    pdf.page.margins.bottom = 0;
    pdf.font('Helvetica').fontSize(8).fillColor('#555555');
    const footer = `${meta.reference} | ${meta.department} | Page ${index + 1} of ${count}`;
    pdf.text(footer, page.left, page.height - 48, { lineBreak: false });
  }
}

/** Blocks are never split by the PDF library: a page is begun before what would not fit. */
function makeRoom(pdf: Pdf, height: number): void {
  if (pdf.y + height > lowestLine) pdf.addPage();
}

function writeRuns(pdf: Pdf, runs: readonly Run[], left: number): void {
  const width = page.width - page.right - left;
  pdf.font('Helvetica-Bold').fontSize(bodySize);
  makeRoom(pdf, pdf.heightOfString(textOf(runs), { width, lineGap: 2 }));
  pdf.x = left;
  runs.forEach((run, index) => {
    pdf.font(fontFor(run)).fontSize(bodySize);
    pdf.text(run.text, { width, lineGap: 2, continued: index < runs.length - 1 });
  });
}

function writeHeading(pdf: Pdf, level: number, runs: readonly Run[]): void {
  const size = headingSize(level);
  const text = textOf(runs);
  if (pdf.y > page.top) pdf.y += level === 2 ? 12 : 8;
  makeRoom(pdf, size + 60);
  pdf.font('Helvetica-Bold').fontSize(size).fillColor('#12354a');
  pdf.text(text, page.left, pdf.y, { width: textWidth });
  pdf.fillColor('#000000');
  pdf.y += 5;
  if (level <= 2) pdf.outline.addItem(text);
}

function writeCode(pdf: Pdf, lines: readonly string[]): void {
  makeRoom(pdf, lines.length * 13 + 8);
  pdf.font('Courier').fontSize(9);
  for (const line of lines) pdf.text(line, page.left + 10, pdf.y, { lineBreak: false }).moveDown(1);
  pdf.y += 6;
}

function writeList(pdf: Pdf, list: ListBlock, left: number): void {
  list.items.forEach((blocks, index) => {
    const marker = list.ordered ? `${list.start + index}.` : '\u2022';
    const itemText = blocks[0]?.kind === 'paragraph' ? textOf(blocks[0].runs) : '';
    pdf.font('Helvetica-Bold').fontSize(bodySize);
    const width = page.width - page.right - left - 20;
    makeRoom(pdf, pdf.heightOfString(itemText, { width, lineGap: 2 }));
    const lineTop = pdf.y;
    pdf.font('Helvetica').text(marker, left + 4, lineTop, { lineBreak: false });
    pdf.y = lineTop;
    writeBlocks(pdf, blocks, { left: left + 20, gap: 2 });
  });
  pdf.y += 4;
}

function columnWidths(rows: readonly Run[][][]): number[] {
  const columns = rows[0]?.length ?? 0;
  const weights = Array.from({ length: columns }, (_unused, column) => {
    const lengths = rows.map((row) => textOf(row[column] ?? []).length);
    return Math.min(46, Math.max(9, ...lengths));
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (weight / total) * textWidth);
}

function rowHeight(pdf: Pdf, row: readonly Run[][], widths: readonly number[]): number {
  pdf.font('Helvetica-Bold').fontSize(tableSize);
  const heights = row.map((cell, column) =>
    pdf.heightOfString(textOf(cell), { width: (widths[column] ?? 0) - 2 * cellPadding }),
  );
  return Math.max(...heights) + 2 * cellPadding;
}

type RowStyle = { widths: readonly number[]; isHeader: boolean };

function writeRow(pdf: Pdf, row: readonly Run[][], { widths, isHeader }: RowStyle): void {
  const top = pdf.y;
  const height = rowHeight(pdf, row, widths);
  let left = page.left;
  if (isHeader) pdf.rect(left, top, textWidth, height).fill('#e6edf1').fillColor('#000000');
  row.forEach((cell, column) => {
    const width = widths[column] ?? 0;
    pdf.rect(left, top, width, height).lineWidth(0.5).strokeColor('#888888').stroke();
    pdf.font(isHeader ? 'Helvetica-Bold' : 'Helvetica').fontSize(tableSize);
    const text = textOf(cell);
    if (text !== '') {
      pdf.text(text, left + cellPadding, top + cellPadding, { width: width - 2 * cellPadding });
    }
    left += width;
  });
  pdf.x = page.left;
  pdf.y = top + height;
}

function writeTable(pdf: Pdf, table: TableBlock): void {
  const widths = columnWidths(table.rows);
  const [header, ...rows] = table.rows;
  if (header === undefined) return;
  const headerHeight = rowHeight(pdf, header, widths);
  makeRoom(pdf, headerHeight + 40);
  writeRow(pdf, header, { widths, isHeader: true });
  for (const row of rows) {
    if (pdf.y + rowHeight(pdf, row, widths) > lowestLine) {
      pdf.addPage();
      writeRow(pdf, header, { widths, isHeader: true });
    }
    writeRow(pdf, row, { widths, isHeader: false });
  }
  pdf.y += 10;
}

type Place = { left: number; gap: number };

function writeBlock(pdf: Pdf, block: Block, place: Place): void {
  if (block.kind === 'heading') writeHeading(pdf, block.level, block.runs);
  if (block.kind === 'code') writeCode(pdf, block.lines);
  if (block.kind === 'list') writeList(pdf, block, place.left);
  if (block.kind === 'table') writeTable(pdf, block);
  if (block.kind === 'paragraph') {
    writeRuns(pdf, block.runs, place.left);
    pdf.y += place.gap;
  }
}

function writeBlocks(pdf: Pdf, blocks: readonly Block[], place: Place): void {
  for (const block of blocks) writeBlock(pdf, block, place);
}

function finish(pdf: Pdf): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    pdf.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
    pdf.end();
  });
}

async function renderPdf({ meta, blocks }: Source): Promise<Uint8Array> {
  const date = asDate(meta.date);
  const pdf = new PdfDocument({
    size: 'A4',
    margins: { left: page.left, right: page.right, top: page.top, bottom: page.bottom },
    bufferPages: true,
    autoFirstPage: false,
    lang: 'en-GB',
    displayTitle: true,
    info: {
      Title: meta.title,
      Author: `Northmere Savings Bank, ${meta.department}`,
      Subject: meta.reference,
      CreationDate: date,
      ModDate: date,
    },
  });
  pdf.on('pageAdded', () => writeRunningHeader(pdf, meta));
  pdf.addPage();
  writeBlocks(pdf, blocks, { left: page.left, gap: 7 });
  writeFooters(pdf, meta);
  return finish(pdf);
}

// ---------------------------------------------------------------- Word

const wordHeadings = [
  word.HeadingLevel.HEADING_1,
  word.HeadingLevel.HEADING_2,
  word.HeadingLevel.HEADING_3,
  word.HeadingLevel.HEADING_4,
] as const;

type WordPart = word.Paragraph | word.Table;

/** Every list has a number of its own, so that each numbered list begins at one. */
interface ListCounter {
  lists: number;
}

function wordRuns(runs: readonly Run[], forceBold = false): word.TextRun[] {
  return runs.map(
    (run) =>
      new word.TextRun({
        text: run.text,
        bold: run.bold || forceBold,
        italics: run.italic,
        ...(run.code ? { font: 'Courier New' } : {}),
      }),
  );
}

function wordCode(lines: readonly string[]): word.Paragraph {
  const children = lines.map(
    (line, index) =>
      new word.TextRun({
        text: line,
        font: 'Courier New',
        size: 18,
        ...(index > 0 ? { break: 1 } : {}),
      }),
  );
  return new word.Paragraph({ children, spacing: { after: 160 } });
}

function wordTable(table: TableBlock): word.Table {
  const border = { style: word.BorderStyle.SINGLE, size: 4, color: '888888' };
  const borders = { top: border, bottom: border, left: border, right: border };
  const rows = table.rows.map(
    (row, index) =>
      new word.TableRow({
        tableHeader: index === 0,
        cantSplit: true,
        children: row.map(
          (cell) =>
            new word.TableCell({
              borders,
              ...(index === 0 ? { shading: { fill: 'E6EDF1' } } : {}),
              children: [new word.Paragraph({ children: wordRuns(cell, index === 0) })],
            }),
        ),
      }),
  );
  return new word.Table({ rows, width: { size: 100, type: word.WidthType.PERCENTAGE } });
}

function wordList(list: ListBlock, level: number, counter: ListCounter): WordPart[] {
  const reference = list.ordered ? 'numbers' : 'bullets';
  counter.lists += 1;
  const instance = counter.lists;
  return list.items.flatMap((blocks) =>
    blocks.flatMap((block, index) => {
      if (block.kind !== 'paragraph' || index > 0) return wordBlock(block, level + 1, counter);
      const children = wordRuns(block.runs);
      return [new word.Paragraph({ children, numbering: { reference, level, instance } })];
    }),
  );
}

function wordBlock(block: Block, level: number, counter: ListCounter): WordPart[] {
  if (block.kind === 'heading') {
    const heading = wordHeadings[block.level - 1] ?? word.HeadingLevel.HEADING_4;
    return [new word.Paragraph({ heading, children: wordRuns(block.runs) })];
  }
  if (block.kind === 'code') return [wordCode(block.lines)];
  if (block.kind === 'list') return wordList(block, level, counter);
  if (block.kind === 'table') {
    return [wordTable(block), new word.Paragraph({ children: [], spacing: { after: 80 } })];
  }
  return [new word.Paragraph({ children: wordRuns(block.runs), spacing: { after: 140 } })];
}

function listLevels(ordered: boolean) {
  return [0, 1, 2].map((level) => ({
    level,
    format: ordered ? word.LevelFormat.DECIMAL : word.LevelFormat.BULLET,
    text: ordered ? `%${level + 1}.` : '\u2022',
    alignment: word.AlignmentType.LEFT,
    style: { paragraph: { indent: { left: 500 + level * 400, hanging: 300 } } },
  }));
}

function smallPrint(children: string[]): word.Paragraph {
  const run = new word.TextRun({ size: 16, color: '555555', children });
  return new word.Paragraph({ children: [run] });
}

function wordDocument({ meta, blocks }: Source): word.Document {
  const counter: ListCounter = { lists: 0 };
  const { CURRENT, TOTAL_PAGES } = word.PageNumber;
  const footer = [`${meta.reference} | Page `, CURRENT, ' of ', TOTAL_PAGES];
  return new word.Document({
    title: meta.title,
    subject: meta.reference,
    creator: `Northmere Savings Bank, ${meta.department}`,
    lastModifiedBy: meta.department,
    styles: { default: { document: { run: { font: 'Calibri', size: 22 } } } },
    numbering: {
      config: [
        { reference: 'bullets', levels: listLevels(false) },
        { reference: 'numbers', levels: listLevels(true) },
      ],
    },
    sections: [
      {
        headers: { default: new word.Header({ children: [smallPrint([meta.running_header])] }) },
        footers: { default: new word.Footer({ children: [smallPrint(footer)] }) },
        children: blocks.flatMap((block) => wordBlock(block, 0, counter)),
      },
    ],
  });
}

/** Word files are zip archives with clock times in them; this puts the document's own date there. */
function withFixedDates(archive: Uint8Array, isoDate: string): Uint8Array {
  const [year = 2026, month = 1, day = 1] = isoDate.split('-').map(Number);
  const modified = new Date(year, month - 1, day, 9, 0, 0);
  const stamp = asDate(isoDate).toISOString();
  const files = unzipSync(archive);
  const names = Object.keys(files).toSorted();
  const entries = names.map((name): [string, Uint8Array] => {
    const content = files[name] ?? new Uint8Array();
    if (name !== 'docProps/core.xml') return [name, content];
    const dated = strFromU8(content).replaceAll(
      /(<dcterms:(?:created|modified)[^>]*>)[^<]*/gu,
      `$1${stamp}`,
    );
    return [name, strToU8(dated)];
  });
  return zipSync(Object.fromEntries(entries), { mtime: modified, level: 9 });
}

async function renderWord(source: Source): Promise<Uint8Array> {
  const packed = await word.Packer.toBuffer(wordDocument(source));
  return withFixedDates(new Uint8Array(packed), source.meta.date);
}

// ---------------------------------------------------------------- All sources

function render(source: Source): Promise<Uint8Array> {
  const extension = extname(source.meta.output);
  if (extension === '.pdf') return renderPdf(source);
  if (extension === '.docx') return renderWord(source);
  throw new Error(`"${source.meta.output}" is neither a PDF nor a Word file.`);
}

async function buildOne(name: string): Promise<void> {
  const source = parseSource(await readFile(join(demoFolder, 'sources', name), 'utf8'));
  const target = join(demoFolder, 'documents', source.meta.output);
  const bytes = await render(source);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, bytes);
  process.stdout.write(`${source.meta.output}  ${bytes.length} bytes\n`);
}

const names = await readdir(join(demoFolder, 'sources'));
for (const name of names.toSorted()) {
  if (name.endsWith('.md')) await buildOne(name);
}
