import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { TEXT_MIMES, type DocumentMime } from '../../../../contract/document.ts';
import { DOCX_MIME, PPTX_MIME, XLSX_MIME } from '../../../../core/file-extensions.ts';
import { detectFileType } from '../../../../core/file-type.ts';
import { parseDocument } from '../../../../ingest/parse/parse-document.ts';
import { sharedFolder } from './shared-folder.ts';

const OFFICE = [
  ['docx', DOCX_MIME],
  ['pptx', PPTX_MIME],
  ['xlsx', XLSX_MIME],
] as const;

const zips = sharedFolder('zips');
const archives = zips === null ? [] : readdirSync(zips).filter((file) => file.endsWith('.zip'));

describe.skipIf(zips === null)('parseDocument on damaged archives', () => {
  it.each(OFFICE)('gives a reason for each that is named .%s', async (extension, mime) => {
    for (const archive of archives) {
      const bytes = new Uint8Array(readFileSync(join(zips ?? '', archive)));
      const type = detectFileType({ fileName: `${archive}.${extension}`, bytes });
      const outcome = await parseDocument({ mime, bytes });
      expect([archive, outcome.kind]).toEqual([archive, 'failed']);
      expect(type.kind === 'known' ? type.mime : type.detail).toMatch(
        new RegExp(`${mime.replaceAll('.', '\\.')}|Give it the right extension|What can be read`),
      );
    }
  });
});

const LINES: readonly (readonly [DocumentMime, string])[] = [
  ...TEXT_MIMES.map((mime) => [mime, 'word '] as const),
  ['text/markdown', '[a](b) *c* `d` '],
  ['text/markdown', '> '],
  ['text/markdown', '!['],
  ['text/html', '<b>a</b> '],
  ['text/csv', '"a",'],
  ['application/json', '[1.50,'],
  ['text/x-source', 'static int '],
  ['message/rfc822', 'Subject: x '],
];

describe('parseDocument on long lines', () => {
  it.each(LINES)(
    'reads or refuses 1.5 MB of %s on a line of %j',
    async (mime, word) => {
      const bytes = new TextEncoder().encode(word.repeat(Math.ceil(1_500_000 / word.length)));
      const startedAt = performance.now();
      const outcome = await parseDocument({ mime, bytes });
      expect(['parsed', 'failed']).toContain(outcome.kind);
      expect(performance.now() - startedAt).toBeLessThan(20_000);
    },
    30_000,
  );
});

describe('parseDocument on deep Markdown', () => {
  it.each(['>', '> ', '> - ', '1. '])('refuses 500,000 characters of %j at once', async (unit) => {
    const bytes = new TextEncoder().encode(`Text\n\n${unit.repeat(500_000 / unit.length)}`);
    const startedAt = performance.now();
    expect(await parseDocument({ mime: 'text/markdown', bytes })).toEqual({
      kind: 'failed',
      code: 'unreadable',
      detail:
        'Line 3 of the Markdown opens more than 100 quotations or lists inside of one another. Send it as plain text, or nest less.',
    });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  it.each([
    '-'.repeat(200),
    '* '.repeat(200),
    `+${'-'.repeat(200)}+`,
    `${'> '.repeat(20)}Text`,
    `\`${'>'.repeat(200)}\``,
  ])('reads %j', async (line) => {
    const bytes = new TextEncoder().encode(`Text\n\n${line}\n\nMore`);
    expect(await parseDocument({ mime: 'text/markdown', bytes })).toMatchObject({
      kind: 'parsed',
    });
  });
});
