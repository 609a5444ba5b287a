import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_PARSE_LIMITS } from '../../../../ingest/parse/parsed-document.ts';
import { blocksOf, findOffsetFault, parsed, refusal } from './parse-bytes.ts';

describe('parsePlainText', () => {
  it('reads headings, paragraphs, lists and aligned columns', async () => {
    const source = `MEETING ROOMS
Facilities, extension 3100.

Booking
-------

Book in the calendar,
up to 90 days ahead.

1. Open it.
2. Choose
   a room.

Room    Floor  Seats
Anchor  0      6
Beacon  1      8

THE END`;
    expect(blocksOf(await parsed('text/plain', source))).toEqual([
      'heading1: MEETING ROOMS',
      'paragraph: Facilities, extension 3100.',
      'heading2: Booking',
      'paragraph: Book in the calendar,\nup to 90 days ahead.',
      'list_item: 1. Open it.',
      'list_item: 2. Choose\n   a room.',
      'table_row: Room: Anchor; Floor: 0; Seats: 6',
      'table_row: Room: Beacon; Floor: 1; Seats: 8',
      'heading2: THE END',
    ]);
  });

  it('takes the opening line in capitals as the title', async () => {
    expect((await parsed('text/plain', 'ROOMS\n\nText')).title).toBe('ROOMS');
    expect((await parsed('text/plain', 'Rooms\n\nText')).title).toBeNull();
  });

  it('reads UTF-16 by its byte order mark', async () => {
    const bytes = new Uint8Array(Buffer.from('\ufeffGrüße', 'utf16le'));
    expect((await parsed('text/plain', bytes)).text).toBe('Grüße');
  });

  it('keeps characters as they came', async () => {
    const decomposed = 'Cafe\u0301 \u{1f468}\u200d\u{1f469}\u200d\u{1f467} 5\u00a0km';
    expect((await parsed('text/plain', decomposed)).text).toBe(decomposed);
  });

  it('refuses NUL characters', async () => {
    const outcome = await refusal('text/plain', 'one\n\n\0');
    expect(outcome.code).toBe('invalid_encoding');
    expect(outcome.detail).toContain('line 3');
  });

  it('refuses an empty or blank file', async () => {
    expect((await refusal('text/plain', '')).code).toBe('empty');
    expect((await refusal('text/plain', ' \r\n\t\n')).code).toBe('empty');
  });

  it('refuses more bytes or characters than are read', async () => {
    const limits = { ...DEFAULT_PARSE_LIMITS, maxBytes: 100, maxChars: 10 };
    expect((await refusal('text/plain', 'x'.repeat(101), limits)).code).toBe('too_large');
    expect((await refusal('text/plain', 'x'.repeat(11), limits)).code).toBe('too_large');
  });

  it.each([
    ['capitals', `${'A'.repeat(1_000_000)}a`],
    ['spaces', `a${' '.repeat(1_000_000)}b`],
    ['blank lines', `a${'\n '.repeat(500_000)}b`],
  ])('reads a megabyte of %s without losing itself', async (_name, source) => {
    expect((await parsed('text/plain', source)).blocks.length).toBeGreaterThan(0);
  });

  it('keeps offsets exact for any text', async () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('', '- item', '1. item', 'ROOMS', 'Title', '-----', 'a  b  c', '\f', '\t'),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(line, { maxLength: 12 }), async (lines) => {
        const source = `start\n${lines.join('\n')}`.replaceAll('\0', '').toWellFormed();
        expect(findOffsetFault(await parsed('text/plain', source))).toBeNull();
      }),
      { numRuns: 200 },
    );
  });
});

describe('parseCsv', () => {
  it('writes each row with its column names', async () => {
    const source =
      '\ufeffNumber,Service,Remark\r\nSC-1,"Laptop, ""new""",\r\nSC-2,Phone,"two\nlines"\r\n';
    expect(blocksOf(await parsed('text/csv', source))).toEqual([
      'table_row: Number: SC-1; Service: Laptop, "new"',
      'table_row: Number: SC-2; Service: Phone; Remark: two lines',
    ]);
  });

  it('reads semicolons, tabs, and rows that are longer than the header', async () => {
    expect((await parsed('text/csv', 'a;b\n1,5;2;3')).text).toBe('a: 1,5; b: 2; 3');
    expect((await parsed('text/csv', 'a\tb\n1\t2')).text).toBe('a: 1; b: 2');
  });

  it('takes years for the names of columns', async () => {
    expect((await parsed('text/csv', 'Limit,2025,2026\nHotel,165,185')).text).toBe(
      'Limit: Hotel; 2025: 165; 2026: 185',
    );
  });

  it('joins values where no row names the columns', async () => {
    expect((await parsed('text/csv', '1,2\n3,4')).text).toBe('1; 2\n3; 4');
    expect((await parsed('text/csv', 'only,row')).text).toBe('only; row');
  });

  it('keeps the offsets exact', async () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ' ', ',', '"', '\n', ';', '1', 'é') });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1 }), async (rows) => {
        const quoted = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`));
        const document = await parsed('text/csv', `name,other\nx,y\n${quoted.join('\n')}`);
        expect(findOffsetFault(document)).toBeNull();
      }),
    );
  });

  it('refuses a quotation that is never closed', async () => {
    const outcome = await refusal('text/csv', 'a,b\n"1,2\n3,4');
    expect(outcome.code).toBe('unreadable');
    expect(outcome.detail).toMatch(/quotation marks/);
  });
});
