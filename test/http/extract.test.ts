import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExtractResponse } from '../../contract/extraction.ts';
import type { Problem } from '../../contract/problem.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

const TEXT = `Article IT-DEV-001

Owner: Device Services, extension 4520. Updated 1 June 2026.

A new laptop costs £1,150 and is delivered within five working days.`;
const SCHEMA = {
  type: 'object',
  properties: {
    owner: { type: 'string', title: 'Owner', description: 'Team that owns the article' },
    updated: { type: 'string', format: 'date', description: 'Date of the last update' },
    laptop_cost: { type: 'number', description: 'What a new laptop costs, in GBP' },
    delivery: { type: 'string', description: 'Time within which it is delivered, as written' },
    review_date: { type: 'string', format: 'date', description: 'Date of the next review' },
  },
  required: ['owner'],
};
const ABSENT = '0198c0de-0000-7000-8000-000000000001';

let footnote: RunningFootnote;
let admin: TestClient;
let asker: TestClient;

beforeAll(async () => {
  footnote = await startFootnote();
  admin = createClient(footnote, footnote.adminKey);
  await admin.ingest([
    { title: 'Laptops', source: 'laptops.md', text: `# Laptops\n\n${TEXT}` },
    { title: 'Plans', source: 'plans.md', text: TEXT, classification: 'restricted' },
  ]);
  asker = await keyFor({ name: 'asker', scopes: ['ask'], clearance: 'internal' });
});
afterAll(() => footnote.stop());

async function keyFor(key: object): Promise<TestClient> {
  const { body } = await admin.post<{ key: string }>('/v1/keys', key);
  return createClient(footnote, body.key);
}

async function idOf(source: string): Promise<string> {
  const { body } = await admin.get<{ data: { id: string; source: string }[] }>('/v1/documents');
  return body.data.find((document) => document.source === source)?.id ?? 'none';
}

async function extract(request: object): Promise<ExtractResponse> {
  const { status, body } = await asker.post<ExtractResponse>('/v1/extract', request);
  expect(status).toBe(200);
  return body;
}

async function refused(request: object, status: number): Promise<Problem> {
  const reply = await asker.post<Problem>('/v1/extract', request);
  expect(reply.status).toBe(status);
  return reply.body;
}

describe('values of a text', () => {
  it('stand where their spans say, and what is not there is null', async () => {
    const { value, fields } = await extract({ text: TEXT, schema: SCHEMA });
    expect(value).toEqual({
      owner: 'Device Services',
      updated: '2026-06-01',
      laptop_cost: 1150,
      delivery: 'five working days',
      review_date: null,
    });
    for (const { spans } of fields) {
      for (const { char_start: start, char_end: end, quote } of spans) {
        expect(TEXT.slice(start, end)).toBe(quote);
      }
    }
    expect(
      fields.map(({ path, verdict, normalisation }) => [path, verdict, normalisation]),
    ).toEqual([
      ['/owner', 'verbatim', null],
      ['/updated', 'normalised', 'date'],
      ['/laptop_cost', 'normalised', 'money'],
      ['/delivery', 'verbatim', null],
      ['/review_date', 'missing', null],
    ]);
  });

  it('leave a trace with what was considered for each field', async () => {
    const { trace_id: id } = await extract({ text: TEXT, schema: SCHEMA });
    const { body } = await admin.get<TraceResponse>(`/v1/traces/${id}`);
    expect(body).toMatchObject({
      identity: { kind: 'extraction' },
      extraction: { schema: SCHEMA, texts: [{ text: TEXT, document_id: null }] },
      integrity: { intact: true },
    });
    const fields = 'extraction' in body ? body.extraction.fields : [];
    expect(fields[0]?.considered[0]).toMatchObject({ value: 'Device Services' });
    expect(fields[4]?.considered.length).toBeGreaterThan(0);
    expect((await admin.get(`/v1/traces?kind=extraction`)).status).toBe(200);
  });
});

describe('values of documents', () => {
  it('have spans in the stored text of the version that serves', async () => {
    const id = await idOf('laptops.md');
    const { value, fields } = await extract({ document_ids: [id], schema: SCHEMA });
    expect(value).toMatchObject({ owner: 'Device Services', laptop_cost: 1150 });
    const [span] = fields[0]?.spans ?? [];
    expect(span).toMatchObject({ document_id: id, document_version: 1 });
    const { body } = await admin.get<{ text: string }>(`/v1/documents/${id}/versions/1`);
    expect(body.text.slice(span?.char_start, span?.char_end)).toBe(span?.quote);
  });

  it('are not found in what is absent or may not be read', async () => {
    for (const id of [ABSENT, await idOf('plans.md')]) {
      const problem = await refused({ document_ids: [id], schema: SCHEMA }, 404);
      expect(problem.detail).toContain('no such document');
    }
  });
});

describe('what cannot be extracted', () => {
  it.each([
    [{ type: 'string' }, '/schema/type'],
    [{ type: 'object', properties: {} }, '/schema/properties'],
    [{ type: 'object', properties: { a: { type: 'null' } } }, '/schema/properties/a/type'],
    [{ type: 'object', properties: { a: { $ref: '#' } } }, '/schema/properties/a/$ref'],
    [
      { type: 'object', properties: { a: { type: 'string' } }, required: ['a', 'b'] },
      '/schema/required/1',
    ],
    [
      { type: 'object', properties: { 'a/b': { type: 'string', contentEncoding: 'base64' } } },
      '/schema/properties/a~1b/contentEncoding',
    ],
    [
      { type: 'object', properties: { a: { type: 'string', pattern: '(?=a)' } } },
      '/schema/properties/a/pattern',
    ],
    [
      { type: 'object', properties: { a: { type: 'string', format: 'ipv4' } } },
      '/schema/properties/a/format',
    ],
    [
      { type: 'object', properties: { a: { type: 'array', items: { type: 'array' } } } },
      '/schema/properties/a/items',
    ],
    [{ oneOf: [], type: 'object', properties: { a: { type: 'string' } } }, '/schema/oneOf'],
  ])('is refused with the path of the part that is not read: %j', async (schema, path) => {
    const { errors = [] } = await refused({ text: TEXT, schema }, 422);
    expect(errors[0]?.path.startsWith(path)).toBe(true);
  });

  it('is refused without a text, with a blank one, and with both', async () => {
    const requests = [
      {},
      { text: ' \n' },
      { text: '' },
      { text: TEXT, document_ids: [ABSENT] },
      { text: 'x'.repeat(2_000_001) },
    ];
    for (const request of requests) {
      const { errors = [] } = await refused({ ...request, schema: SCHEMA }, 422);
      expect(errors[0]?.path).toMatch(/^\/(?:text|document_ids)$/u);
    }
  });

  it('is not a text of a megabyte', async () => {
    const { value } = await extract({
      text: `${TEXT}\n\n${'Nothing is said here of anything, at all, on 3 pages. '.repeat(18_000)}`,
      schema: SCHEMA,
    });
    expect(value).toMatchObject({ owner: 'Device Services', updated: '2026-06-01' });
  });
});
