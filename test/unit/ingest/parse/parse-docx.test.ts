import { type Zippable, strToU8, unzipSync, zipSync } from 'fflate';
import * as word from 'docx';
import { describe, expect, it } from 'vitest';
import { DOCX_MIME } from '../../../../core/file-extensions.ts';
import { DEFAULT_PARSE_LIMITS } from '../../../../ingest/parse/parsed-document.ts';
import { blocksOf, findOffsetFault, parsed, refusal } from './parse-bytes.ts';

async function buildDocx(children: readonly word.FileChild[]): Promise<Uint8Array> {
  const document = new word.Document({
    sections: [{ children }],
    footnotes: { 1: { children: [new word.Paragraph('Except in branches.')] } },
  });
  return new Uint8Array(await word.Packer.toBuffer(document));
}

function row(cells: readonly string[], options: { readonly bold?: boolean } = {}): word.TableRow {
  return new word.TableRow({
    children: cells.map(
      (text) =>
        new word.TableCell({
          children: [
            new word.Paragraph({
              children: [new word.TextRun({ text, bold: options.bold === true })],
            }),
          ],
        }),
    ),
  });
}

async function withParts(parts: Zippable): Promise<Uint8Array> {
  const original = unzipSync(await buildDocx([new word.Paragraph('Text')]));
  return zipSync({ ...original, ...parts });
}

describe('parseDocx', () => {
  it('reads styles, lists, tables and notes', async () => {
    const bytes = await buildDocx([
      new word.Paragraph({ text: 'Remote work', heading: word.HeadingLevel.TITLE }),
      new word.Paragraph({ text: 'Rules', heading: word.HeadingLevel.HEADING_2 }),
      new word.Paragraph({
        children: [
          new word.TextRun('Two days '),
          new word.TextRun({ text: 'in the office', bold: true }),
          new word.FootnoteReferenceRun(1),
        ],
      }),
      new word.Paragraph({ text: 'by form', bullet: { level: 0 } }),
      new word.Table({ rows: [row(['Grade', 'Days'], { bold: true }), row(['A', '2'])] }),
    ]);
    const document = await parsed(DOCX_MIME, bytes);
    expect(blocksOf(document)).toEqual([
      'heading1: Remote work',
      'heading2: Rules',
      'paragraph: Two days in the office (note 1)',
      'list_item: - by form',
      'table_row: Grade: A; Days: 2',
      'list_item: 1. Except in branches.',
    ]);
    expect(document.title).toBe('Remote work');
    expect(findOffsetFault(document)).toBeNull();
  });

  it('leaves out and reports hidden and white text', async () => {
    const white = { color: 'FFFFFF' };
    const bytes = await buildDocx([
      new word.Paragraph({
        children: [
          new word.TextRun('Seen'),
          new word.TextRun({ text: ' vanished words', vanish: true }),
          new word.TextRun({ text: ' white words', ...white }),
          new word.TextRun({ text: ' kept', ...white, shading: { fill: '000080' } }),
          new word.TextRun({ text: ' too', ...white, highlight: 'black' }),
          new word.TextRun({ text: ' here', vanish: false }),
        ],
      }),
      new word.Paragraph({
        shading: { fill: '333333' },
        children: [new word.TextRun({ text: 'On a dark ground', ...white })],
      }),
      new word.Paragraph({ children: [new word.TextRun('Last')] }),
    ]);
    const document = await parsed(DOCX_MIME, bytes);
    expect(document.text).toBe('Seen kept too here\n\nOn a dark ground\n\nLast');
    expect(document.findings).toMatchObject([
      { kind: 'hidden_text', code: 'hidden_run', excerpt: 'vanished words', page: null },
      { code: 'same_color', excerpt: 'white words' },
    ]);
  });

  it('refuses a document that is protected by a password', async () => {
    const outcome = await refusal(DOCX_MIME, new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]));
    expect(outcome.code).toBe('encrypted');
  });

  it('refuses a document without text', async () => {
    expect((await refusal(DOCX_MIME, await buildDocx([]))).code).toBe('empty');
  });

  it('refuses an archive that is cut short', async () => {
    const bytes = await buildDocx([new word.Paragraph('Text')]);
    expect((await refusal(DOCX_MIME, bytes.subarray(0, bytes.length - 40))).code).toBe(
      'unreadable',
    );
  });

  it('refuses damaged XML', async () => {
    const bytes = await withParts({ 'word/document.xml': strToU8('<w:document><w:body>') });
    expect((await refusal(DOCX_MIME, bytes)).code).toBe('unreadable');
  });

  it('refuses a bomb by what it claims, without unpacking it', async () => {
    const bytes = withSizes(await withParts({}), 1_000_000_000);
    const outcome = await refusal(DOCX_MIME, bytes);
    expect(outcome.code).toBe('too_large');
    expect(outcome.detail).toMatch(/unpacks to more than 100 MB/);
  });

  it('refuses one part that unpacks to far more than its size', async () => {
    const bytes = await withParts({ 'word/document.xml': new Uint8Array(2_000_000) });
    expect((await refusal(DOCX_MIME, bytes)).detail).toMatch(/100 times its size/);
  });

  it('stops unpacking a bomb that claims to be small', async () => {
    const bytes = withSizes(
      await withParts({ 'word/document.xml': new Uint8Array(2_000_000) }),
      10,
    );
    const limits = { ...DEFAULT_PARSE_LIMITS, maxUnzippedBytes: 1_000_000 };
    const outcome = await refusal(DOCX_MIME, bytes, limits);
    expect(outcome.code).toBe('too_large');
    expect(outcome.detail).toMatch(/more than it claims/);
  });

  it('refuses an archive of too many parts', async () => {
    const parts = Array.from({ length: 10_001 }, (_, index) => [
      `word/${index}.bin`,
      new Uint8Array(),
    ]);
    const outcome = await refusal(DOCX_MIME, await withParts(Object.fromEntries(parts)));
    expect(outcome.code).toBe('too_large');
  });
});

/** Writes the same uncompressed size into every entry of the archive's table of contents. */
function withSizes(archive: Uint8Array, size: number): Uint8Array {
  const bytes = archive.slice();
  const view = new DataView(bytes.buffer);
  for (let offset = 0; offset < bytes.length - 28; offset += 1)
    if (view.getUint32(offset, true) === 0x02014b50) view.setUint32(offset + 24, size, true);
  return bytes;
}
