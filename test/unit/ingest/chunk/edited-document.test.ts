import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DocumentMime } from '../../../../contract/document.ts';
import { DOCX_MIME } from '../../../../core/file-extensions.ts';
import { prepareDocument } from '../../../../ingest/prepare/prepare-document.ts';
import { writeDocx, writePdf } from '../../../../bench/write-office-files.ts';
import { asBytes } from '../parse/parse-bytes.ts';

const BUDGETS = [128, 256, 512];
/** Three in a hundred of the 230 chunks and more that 200 pages (850,000 characters) make at 512 tokens. */
const MOST_CHANGED = 6;
/** An edit moves no cut far away, so a part of such a document shows what changes in all of it. */
const CHARS = 40_000;

type Paragraphs = readonly (readonly string[])[];

interface EditedFormat {
  readonly mime: DocumentMime;
  readonly edits: number;
  readonly write: (paragraphs: Paragraphs) => Promise<string | Uint8Array>;
}

const FORMATS: Readonly<Record<string, EditedFormat>> = {
  'plain text': {
    mime: 'text/plain',
    edits: 40,
    write: async (paragraphs) => paragraphs.map((sentences) => sentences.join(' ')).join('\n\n'),
  },
  Markdown: {
    mime: 'text/markdown',
    edits: 40,
    write: async (paragraphs) =>
      paragraphs
        .map((sentences, index) => `${index % 50 === 7 ? '## Part\n\n' : ''}${sentences.join(' ')}`)
        .join('\n\n'),
  },
  HTML: {
    mime: 'text/html',
    edits: 40,
    write: async (paragraphs) =>
      paragraphs.map((sentences) => `<p>${sentences.join(' ')}</p>`).join('\n'),
  },
  CSV: {
    mime: 'text/csv',
    edits: 40,
    write: async (paragraphs) => ['rule,remark', ...paragraphs.flat().map(writeRow)].join('\n'),
  },
  Word: {
    mime: DOCX_MIME,
    edits: 40,
    write: async (paragraphs) =>
      writeDocx(
        'Rules',
        paragraphs.map((sentences) => sentences.join(' ')),
      ),
  },
  PDF: {
    mime: 'application/pdf',
    edits: 8,
    write: async (paragraphs) => writePdf('Rules', pagesOf(paragraphs)),
  },
};

describe('the chunks of a document', () => {
  it.each(Object.entries(FORMATS))(
    'change by three in a hundred of 200 pages at most with one edit: %s',
    { timeout: 180_000 },
    async (_name, { mime, edits, write }) => {
      const paragraphs = writeParagraphs();
      const hashes = async (edited: Paragraphs, maxTokens: number) =>
        hashesOf({ mime, content: await write(edited), maxTokens });
      const edit = fc.record({
        paragraph: fc.nat({ max: paragraphs.length - 1 }),
        sentence: fc.nat({ max: 9 }),
        kind: fc.constantFrom('change', 'insert', 'delete'),
      });
      const samples = fc.sample(edit, { numRuns: edits, seed: 1 });
      for (const maxTokens of BUDGETS) {
        const before = new Set(await hashes(paragraphs, maxTokens));
        for (const { paragraph, sentence, kind } of samples) {
          const sentences = paragraphs[paragraph] ?? [];
          const written = kind === 'delete' ? [] : ['Something else stands here now.'];
          const place = sentence % sentences.length;
          const edited = sentences.toSpliced(place, kind === 'insert' ? 0 : 1, ...written);
          const after = await hashes(paragraphs.with(paragraph, edited), maxTokens);
          const changed = after.filter((hash) => !before.has(hash)).length;
          expect(changed, `of ${maxTokens} tokens`).toBeLessThanOrEqual(MOST_CHANGED);
        }
      }
    },
  );
});

async function hashesOf(file: {
  readonly mime: DocumentMime;
  readonly content: string | Uint8Array;
  readonly maxTokens: number;
}): Promise<readonly string[]> {
  const outcome = await prepareDocument({
    mime: file.mime,
    bytes: asBytes(file.content),
    givenTitle: null,
    fallbackTitle: 'rules',
    chunking: { max_tokens: file.maxTokens, overlap_tokens: 0 },
    language: 'en',
  });
  if (outcome.kind === 'failed') throw new Error(outcome.detail);
  return outcome.document.chunks.map(({ contentHash }) => contentHash);
}

/** Paragraphs of two to seven sentences that say each something else. */
function writeParagraphs(): Paragraphs {
  const words = 'leave form manager answers within two working days after every request'.split(' ');
  const paragraphs: (readonly string[])[] = [];
  for (let number = 0, chars = 0; chars < CHARS;) {
    const sentences = Array.from({ length: 2 + (paragraphs.length % 6) }, () => {
      number += 1;
      const length = 6 + ((number * 7) % 17);
      const said = Array.from({ length }, (_, at) => words[(number * at + at) % words.length]);
      return `Rule ${number} says ${said.join(' ')}.`;
    });
    paragraphs.push(sentences);
    chars += sentences.join(' ').length;
  }
  return paragraphs;
}

function writeRow(sentence: string): string {
  return `${/\d+/.exec(sentence)?.[0] ?? 'new'},${sentence}`;
}

function pagesOf(paragraphs: Paragraphs): readonly (readonly string[])[] {
  return Array.from({ length: Math.ceil(paragraphs.length / 8) }, (_, page) =>
    paragraphs.slice(page * 8, (page + 1) * 8).map((sentences) => sentences.join(' ')),
  );
}
