import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../../ingest/parse/parse-document.ts';
import { sharedFolder } from './shared-folder.ts';
import { blocksOf, findOffsetFault, parsed, refusal } from './parse-bytes.ts';

const JSON_MIME = 'application/json';
const LINES_MIME = 'application/x-ndjson';

const staff = {
  title: 'Staff',
  id: 7,
  tags: ['people', 'internal'],
  head: { name: 'Jo', address: { city: 'Bonn' }, deputy: null },
  grades: [
    { grade: 'A', days: 25 },
    { grade: 'B', days: 30 },
  ],
  teams: [{ name: 'Risk', lead: { name: 'Sam' }, rooms: [{ floor: 1 }] }, 'open'],
};

describe('parseJson', () => {
  it('writes lines with their path and lists of flat objects as rows', async () => {
    const document = await parsed(JSON_MIME, JSON.stringify(staff));
    expect(blocksOf(document)).toEqual([
      'paragraph: title: Staff\nid: 7\ntags: people, internal',
      'heading1: head',
      'paragraph: head.name: Jo\nhead.address.city: Bonn',
      'heading1: grades',
      'table_row: grade: A; days: 25',
      'table_row: grade: B; days: 30',
      'heading1: teams',
      'paragraph: teams[0].name: Risk\nteams[0].lead.name: Sam',
      'paragraph: teams[0].rooms:',
      'table_row: floor: 1',
      'list_item: - open',
    ]);
    expect(document.title).toBe('Staff');
  });

  it('keeps numbers as they are written', async () => {
    const source =
      '{"id": 12345678901234567890, "price": 1.50, "note": "1.50 \\" 2.0", "n": -0.5e3}';
    expect((await parsed(JSON_MIME, source)).text).toBe(
      'id: 12345678901234567890\nprice: 1.50\nnote: 1.50 " 2.0\nn: -0.5e3',
    );
  });

  it('reads a list or a word alone', async () => {
    expect((await parsed(JSON_MIME, '[1, [2], {"a": {"b": 3}}]')).text).toBe(
      '- 1\n- 2\n\n[2].a.b: 3',
    );
    expect((await parsed(JSON_MIME, '"word"')).text).toBe('word');
  });

  it('names the line of a mistake', async () => {
    const outcome = await refusal(JSON_MIME, '{\n"a": 1,\n}');
    expect(outcome).toMatchObject({ code: 'unreadable', detail: expect.stringMatching(/line 3/) });
    expect((await refusal(JSON_MIME, '{"a": 01}')).code).toBe('unreadable');
    expect((await refusal(JSON_MIME, '{"a": ')).code).toBe('unreadable');
  });

  it.each(['[', '{"a":'])('refuses 200,000 levels of %s', async (opening) => {
    const outcome = await refusal(JSON_MIME, opening.repeat(200_000));
    expect(outcome).toMatchObject({
      code: 'unreadable',
      detail: expect.stringMatching(/more than 100 levels/),
    });
  });

  it('refuses JSON without a value to read', async () => {
    expect((await refusal(JSON_MIME, '{"a": null, "b": []}')).code).toBe('empty');
  });

  it('keeps the offsets exact for any value', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json({ maxDepth: 5 }), async (json) => {
        const source = JSON.stringify({ first: 'x', rest: JSON.parse(json) });
        expect(findOffsetFault(await parsed(JSON_MIME, source))).toBeNull();
      }),
    );
  });
});

describe('parseJsonLines', () => {
  it('writes a flat object a row and any other as lines', async () => {
    const source = '{"a": 1, "b": "x"}\n\n{"a": 2}\r\n{"a": {"b": 3}}\n';
    expect(blocksOf(await parsed(LINES_MIME, source))).toEqual([
      'table_row: a: 1; b: x',
      'table_row: a: 2',
      'heading1: a',
      'paragraph: a.b: 3',
    ]);
  });

  it('names the line that is no JSON', async () => {
    const outcome = await refusal(LINES_MIME, '{"a": 1}\n\n{"a": \n{"a": 2}');
    expect(outcome).toMatchObject({ code: 'unreadable', detail: expect.stringMatching(/line 3 /) });
  });
});

const parsing = sharedFolder('attacks/json-parsing');
describe.skipIf(parsing === null)('parseJson on the JSON parsing suite', () => {
  it.each(parsing === null ? [] : readdirSync(parsing))(
    'judges %s as the suite does',
    async (file) => {
      const bytes = new Uint8Array(readFileSync(join(parsing ?? '', file)));
      const outcome = await parseDocument({ mime: JSON_MIME, bytes });
      const isRefused = outcome.kind === 'failed' && outcome.code !== 'empty';
      expect(isRefused).toBe(file.startsWith('n_') && bytes.length > 0);
    },
  );
});
