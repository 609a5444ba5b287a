import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkDocument } from '../../../../ingest/chunk/chunk-document.ts';
import type { ParsedDocument } from '../../../../ingest/parse/parsed-document.ts';
import { createTextBuilder, type NewBlock } from '../../../../ingest/parse/text-builder.ts';

const options = { maxTokens: 256, overlapTokens: 0 };
const EDITS = 12;
const HIGHEST_SHARE = 0.03;

/** Documents of some 200 pages, each as the units of which one is edited. */
const DOCUMENTS: Readonly<Record<string, Readable>> = {
  'prose with headings': {
    units: sentences(6_000).map((text, index) =>
      index % 60 === 4 ? `${text}# Part ${index}¶` : text,
    ),
    read: (units) =>
      paragraphsOf(units).map((text): NewBlock =>
        text.startsWith('# ') ? { kind: 'heading', level: 2, text } : { kind: 'paragraph', text },
      ),
  },
  'prose without headings': {
    units: sentences(6_000),
    read: (units) => paragraphsOf(units).map((text): NewBlock => ({ kind: 'paragraph', text })),
  },
  'table rows': {
    units: sentences(4_000).map((text, index) => `Number: ${index}; Remark: ${text.trim()}`),
    read: (units) => units.map((text): NewBlock => ({ kind: 'table_row', text })),
  },
  code: {
    units: sentences(6_000).map((text, index) =>
      index % 12 === 0 ? `\nfunction part${index}() {` : `  call(${index}, "${text.trim()}");`,
    ),
    read: (units) => [{ kind: 'code', text: units.join('\n') }],
  },
};

describe('the chunks of a 200-page document', () => {
  it.each(Object.entries(DOCUMENTS))(
    'change by three in a hundred at most with one edit: %s',
    (_name, { units, read }) => {
      const before = new Set(hashesOf(read(units)));
      const edit = fc.record({
        index: fc.nat({ max: units.length - 1 }),
        kind: fc.constantFrom('change', 'insert', 'delete'),
      });

      for (const { index, kind } of fc.sample(edit, { numRuns: EDITS, seed: 1 })) {
        const written = kind === 'delete' ? [] : ['Something else stands here now, and is new. '];
        const after = hashesOf(read(units.toSpliced(index, kind === 'insert' ? 0 : 1, ...written)));
        const changed = after.filter((hash) => !before.has(hash));
        expect(changed.length).toBeLessThanOrEqual(before.size * HIGHEST_SHARE);
      }
    },
  );
});

interface Readable {
  readonly units: readonly string[];
  readonly read: (units: readonly string[]) => readonly NewBlock[];
}

function hashesOf(blocks: readonly NewBlock[]): readonly string[] {
  const builder = createTextBuilder({ maxChars: 5_000_000 });
  for (const block of blocks) builder.append(block);
  const document: ParsedDocument = {
    parser: 'test@1',
    title: null,
    pageCount: null,
    ...builder.finish(),
  };
  return chunkDocument(document, options).map((chunk) => chunk.contentHash);
}

/** A sentence that says so ends its paragraph, so that an edit moves no other paragraph. */
function paragraphsOf(units: readonly string[]): readonly string[] {
  return units.join('').split('¶');
}

function sentences(count: number): readonly string[] {
  const words = 'leave form manager answers within two working days after every request'.split(' ');
  return Array.from({ length: count }, (_, index) => {
    const length = 6 + ((index * 7) % 17);
    const said = Array.from({ length }, (_word, at) => words[(index * at + at) % words.length]);
    return `Rule ${index} says ${said.join(' ')}. ${index % 5 === 4 || index % 7 === 0 ? '¶' : ''}`;
  });
}
