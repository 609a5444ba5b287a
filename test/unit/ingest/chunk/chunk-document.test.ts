import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countTokens } from '../../../../core/token-count.ts';
import { type ChunkDraft, chunkDocument } from '../../../../ingest/chunk/chunk-document.ts';
import {
  BLOCK_KINDS,
  type BlockKind,
  type ParsedDocument,
} from '../../../../ingest/parse/parsed-document.ts';
import { createTextBuilder, type NewBlock } from '../../../../ingest/parse/text-builder.ts';

const budget = { maxTokens: 40, overlapTokens: 0 };
const sentence = 'The manager answers within two working days of the request. ';

function documentOf(blocks: readonly NewBlock[]): ParsedDocument {
  const builder = createTextBuilder({ maxChars: 10_000_000 });
  for (const block of blocks) builder.append(block);
  return { parser: 'test@1', title: null, pageCount: null, ...builder.finish() };
}

function heading(level: number, text: string): NewBlock {
  return { kind: 'heading', level, text };
}

function paragraph(text: string): NewBlock {
  return { kind: 'paragraph', text };
}

function textsOf(document: ParsedDocument, options = budget): readonly string[] {
  return chunkDocument(document, options).map((chunk) => chunk.text);
}

describe('chunkDocument', () => {
  it('starts a chunk at each heading that has text below it', () => {
    const document = documentOf([
      paragraph('Before.'),
      heading(1, 'Leave'),
      heading(2, 'Days'),
      paragraph('25 days.'),
      paragraph('More later.'),
      heading(2, 'Form'),
      paragraph('HR-12.'),
    ]);
    expect(chunkDocument(document, budget)).toMatchObject([
      { position: 0, text: 'Before.', headingPath: [] },
      {
        position: 1,
        text: 'Leave\n\nDays\n\n25 days.\n\nMore later.',
        headingPath: ['Leave', 'Days'],
      },
      { position: 2, text: 'Form\n\nHR-12.', headingPath: ['Leave', 'Form'] },
    ]);
  });

  it('keeps headings at the end with the text before them', () => {
    const document = documentOf([paragraph('Text.'), heading(1, 'Annex'), heading(2, 'Empty')]);
    expect(textsOf(document)).toEqual(['Text.\n\nAnnex\n\nEmpty']);
  });

  it('keeps a document of headings only', () => {
    expect(textsOf(documentOf([heading(1, 'One'), heading(1, 'Two')]))).toEqual(['One\n\nTwo']);
  });

  it('cuts a long paragraph at the ends of sentences', () => {
    const texts = textsOf(documentOf([paragraph(sentence.repeat(9))]));
    expect(texts.length).toBeGreaterThan(2);
    for (const text of texts) expect(text).toMatch(/^(?:The manager [^.]*\. ?)+$/);
  });

  it('cuts a sentence that is too long between words', () => {
    const document = documentOf([paragraph('word '.repeat(200))]);
    for (const text of textsOf(document)) expect(text).toMatch(/^word(?: word)*$/);
  });

  it('never cuts a table row or a line of code that fits', () => {
    const rows = Array.from({ length: 12 }, (_, index) => `Number: ${index}; Value: some value`);
    const code = Array.from({ length: 40 }, (_, index) => `  call(${index}, "some value");`).join(
      '\n',
    );
    const document = documentOf([
      ...rows.map((text): NewBlock => ({ kind: 'table_row', text })),
      { kind: 'code', text: code },
    ]);
    const lines = textsOf(document).flatMap((text) => text.split('\n').map((line) => line.trim()));
    const expected = [...rows, ...code.split('\n').map((line) => line.trim())];
    expect(lines.filter((line) => line !== '')).toEqual(expected);
  });

  it('cuts a row that is too long between cells', () => {
    const cells = Array.from({ length: 12 }, (_, index) => `Column ${index}: some longer value`);
    const document = documentOf([{ kind: 'table_row', text: cells.join('; ') }]);
    const texts = textsOf(document);
    expect(texts.length).toBeGreaterThan(1);
    for (const text of texts) expect(text).toMatch(/^(?:Column \d+: some longer value;? ?)+$/);
  });

  it('tells the row and the column in which a continued row goes on', () => {
    const remark = `Remark: ${'many words follow here '.repeat(20)}`;
    const document = documentOf([
      heading(1, 'Prices'),
      { kind: 'table_row', text: `Article: 1005; ${remark}` },
    ]);
    const paths = chunkDocument(document, budget).map((chunk) => chunk.headingPath);
    expect(paths.at(0)).toEqual(['Prices']);
    expect(paths.at(-1)).toEqual(['Prices', 'Article: 1005', 'Remark']);
  });

  it('tells what encloses the first line of continued code', () => {
    const body = Array.from({ length: 12 }, (_, index) => `    call(${index}, "some value");`);
    const code = ['class Ledger {', '  add(', '    amount,', '  ) {', ...body, '  }', '}'];
    const document = documentOf([{ kind: 'code', text: code.join('\n') }]);
    const [first, ...others] = chunkDocument(document, budget);
    expect(first?.headingPath).toEqual([]);
    for (const { headingPath } of others) expect(headingPath).toEqual(['class Ledger {', 'add(']);
  });

  it('keeps the sentence that leads to a list with the first of its items', () => {
    const document = documentOf([
      ...Array.from({ length: 3 }, () => paragraph(sentence.trim())),
      paragraph('The following kinds are known to us:'),
      ...Array.from({ length: 6 }, (_, index): NewBlock => {
        return { kind: 'list_item', text: `- kind number ${index} of leave` };
      }),
    ]);
    expect(textsOf(document).filter((text) => text.endsWith(':'))).toEqual([]);
  });

  it('leaves no small rest that fits with its neighbour', () => {
    const document = documentOf([
      paragraph(sentence.repeat(3).trim()),
      paragraph(sentence.trim()),
      paragraph('So it is.'),
    ]);
    const counts = chunkDocument(document, budget).map((chunk) => chunk.tokenCount);
    expect(Math.min(...counts)).toBeGreaterThan(10);
  });

  it('repeats no more than the beginning of a long heading', () => {
    const document = documentOf([heading(1, 'long '.repeat(100)), paragraph(sentence.repeat(9))]);
    const path = chunkDocument(document, budget).at(-1)?.headingPath ?? [];
    expect(path.map((heading) => heading.length)).toEqual([201]);
  });

  it('does not cut an emoji in two', () => {
    const family = '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}';
    const texts = textsOf(documentOf([paragraph(family.repeat(30))]), budget);
    expect(texts.length).toBeGreaterThan(1);
    for (const text of texts) expect(text.replaceAll(family, '')).toBe('');
  });

  it('repeats the last sentences of a chunk in the next one of its section', () => {
    const numbered = Array.from(
      { length: 9 },
      (_, index) => `Sentence number ${index} is this one.`,
    );
    const document = documentOf([
      heading(1, 'Rules'),
      ...numbered.map(paragraph),
      heading(1, 'End'),
      paragraph('Nothing more.'),
    ]);
    const chunks = chunkDocument(document, { maxTokens: 40, overlapTokens: 12 });
    const [first, second] = chunks;
    const repeated = document.text.slice(second?.charStart, first?.charEnd);
    expect(repeated).toMatch(/^Sentence number \d is this one\.$/);
    expect(chunks.at(-1)?.text).toBe('End\n\nNothing more.');
  });

  it('tells the page on which a chunk starts', () => {
    const document = documentOf([
      { kind: 'heading', level: 1, text: 'One', page: 1 },
      { kind: 'paragraph', text: 'Text.', page: 2 },
      { kind: 'heading', level: 1, text: 'Two', page: 3 },
      { kind: 'paragraph', text: 'Text.', page: 3 },
    ]);
    expect(chunkDocument(document, budget).map((chunk) => chunk.page)).toEqual([1, 3]);
  });

  it('hashes heading path and text alike for equal chunks only', () => {
    const [first, second] = hashesOf('Leave');
    expect(second).toMatch(/^[0-9a-f]{64}$/);
    expect(second).not.toBe(first);
    expect(hashesOf('Leave')).toEqual([first, second]);
    expect(hashesOf('Pay')[1]).not.toBe(second);
  });

  it('cuts a megabyte of one paragraph in time that grows with its length', () => {
    const document = documentOf([paragraph(sentence.repeat(17_000))]);
    const chunks = chunkDocument(document, { maxTokens: 400, overlapTokens: 0 });
    expect(chunks.length).toBeGreaterThan(400);
  });
});

describe('chunkDocument, for any document', () => {
  const words = fc.string({
    unit: fc.constantFrom(
      'a',
      'Dog',
      ' ',
      ' ',
      '. ',
      '; ',
      '\n',
      'é',
      '\u{1f468}\u200d\u{1f467}',
      '漢',
      '7',
    ),
    maxLength: 120,
  });
  const block = fc.record({
    kind: fc.constantFrom<BlockKind>(...BLOCK_KINDS),
    text: words,
    level: fc.integer({ min: 1, max: 6 }),
    depth: fc.integer({ min: 0, max: 2 }),
  });
  const blocks = fc
    .array(block, { maxLength: 12 })
    .map((drawn) =>
      drawn.map(({ level, ...rest }): NewBlock =>
        rest.kind === 'heading' ? { ...rest, level } : rest,
      ),
    );
  const maxTokens = fc.integer({ min: 8, max: 60 });

  it('covers every block once, exactly and within the budget', () => {
    fc.assert(
      fc.property(blocks, maxTokens, (drawn, maxTokens) => {
        const document = documentOf(drawn);
        const chunks = chunkDocument(document, { maxTokens, overlapTokens: 0 });
        expect(findFault(document, chunks, maxTokens)).toBeNull();
        for (const [index, chunk] of chunks.entries())
          expect(chunk.charStart).toBeGreaterThanOrEqual(chunks[index - 1]?.charEnd ?? 0);
      }),
      { numRuns: 300 },
    );
  });

  it('covers every block and moves on with any overlap', () => {
    const overlapTokens = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(blocks, maxTokens, overlapTokens, (drawn, maxTokens, overlapTokens) => {
        const document = documentOf(drawn);
        const chunks = chunkDocument(document, { maxTokens, overlapTokens });
        expect(findFault(document, chunks, maxTokens)).toBeNull();
      }),
      { numRuns: 300 },
    );
  });
});

function hashesOf(title: string): readonly string[] {
  const section = [heading(2, 'Days'), paragraph('25.')];
  const document = documentOf([heading(1, title), ...section, ...section]);
  return chunkDocument(document, budget).map((chunk) => chunk.contentHash);
}

/** What is wrong with the chunks of a document: a gap, a false span, a budget not kept. */
function findFault(
  document: ParsedDocument,
  chunks: readonly ChunkDraft[],
  maxTokens: number,
): string | null {
  let end = 0;
  for (const chunk of chunks) {
    const gap = document.text.slice(end, chunk.charStart).trim();
    if (gap !== '') return `not covered: ${gap}`;
    if (chunk.charEnd <= end) return `no progress at ${end}`;
    if (chunk.text !== document.text.slice(chunk.charStart, chunk.charEnd)) return 'false offsets';
    if (chunk.text.trim() === '' || !chunk.text.isWellFormed()) return 'blank or broken text';
    if (chunk.tokenCount !== countTokens(chunk.text)) return 'false token count';
    const isTooLong = chunk.tokenCount > maxTokens && !isHeadingsOnly(document, chunk);
    if (isTooLong) return `${chunk.tokenCount} tokens: ${chunk.text}`;
    end = chunk.charEnd;
  }
  const rest = document.text.slice(end).trim();
  return rest === '' ? null : `not covered: ${rest}`;
}

/** Headings longer than the budget are the one thing that is not cut. */
function isHeadingsOnly(document: ParsedDocument, chunk: ChunkDraft): boolean {
  return document.blocks
    .filter((block) => block.charStart < chunk.charEnd && block.charEnd > chunk.charStart)
    .every((block) => block.kind === 'heading');
}
