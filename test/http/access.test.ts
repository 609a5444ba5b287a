import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from '../../contract/page.ts';
import type { RetrieveResponse } from '../../contract/retrieval.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

let footnote: RunningFootnote;
let admin: TestClient;

const SALARIES = 'The salary band for grade seven is 61,000 to 74,000 pounds.';
const PUBLIC = 'The salary of graduates is published on our careers page every September.';
const BOARD = 'The board approved the salary plan of project Heron on 4 May.';

beforeAll(async () => {
  footnote = await startFootnote();
  admin = createClient(footnote, footnote.adminKey);
  await admin.ingest([
    { title: 'Bands', text: SALARIES, source: 'bands', classification: 'confidential' },
    { title: 'Graduates', text: PUBLIC, source: 'graduates', classification: 'public' },
    { title: 'Board', text: BOARD, source: 'board', acl: ['board'], collection: 'board' },
  ]);
});

afterAll(async () => {
  await footnote.stop();
});

async function clientWith(rights: Record<string, unknown>): Promise<TestClient> {
  const reply = await admin.post<{ key: string }>('/v1/keys', {
    name: 'test',
    scopes: ['ask', 'retrieve', 'audit', 'ingest'],
    ...rights,
  });
  expect(reply.status).toBe(201);
  return createClient(footnote, reply.body.key);
}

async function sourcesFor(client: TestClient, more: Record<string, unknown> = {}) {
  const { body } = await client.post<RetrieveResponse>('/v1/retrieve', {
    question: 'What is the salary?',
    ...more,
  });
  const all = [...body.chunks, ...body.rejected];
  return { sources: all.map((chunk) => chunk.source).toSorted(), removed: body.removed_by_access };
}

describe('access', () => {
  it('keeps documents above the clearance out of the ledger, and counts them', async () => {
    const client = await clientWith({ clearance: 'internal' });

    expect(await sourcesFor(client)).toEqual({ sources: ['graduates'], removed: 2 });
  });

  it('shows a document with an access list to its groups only', async () => {
    const outsider = await clientWith({ clearance: 'restricted' });
    const member = await clientWith({ clearance: 'restricted', groups: ['board'] });

    expect((await sourcesFor(outsider)).sources).toEqual(['bands', 'graduates']);
    expect((await sourcesFor(member)).sources).toEqual(['bands', 'board', 'graduates']);
  });

  it('never widens the groups of a key by naming an end user', async () => {
    const client = await clientWith({ clearance: 'restricted' });
    const endUser = { end_user: { id: 'u-1', groups: ['board'] } };

    expect((await sourcesFor(client, endUser)).sources).toEqual(['bands', 'graduates']);
    expect((await sourcesFor(admin, endUser)).sources).toEqual(['bands', 'board', 'graduates']);
  });

  it('keeps a key inside its collections', async () => {
    const client = await clientWith({ clearance: 'restricted', collections: ['default'] });
    const listed = await client.get<Page<{ name: string }>>('/v1/collections');
    const asked = await client.post('/v1/retrieve', { question: 'salary', collections: ['board'] });
    const sent = await client.post('/v1/documents', { title: 'T', text: 't', collection: 'board' });

    expect(listed.body.data.map((collection) => collection.name)).toEqual(['default']);
    expect([asked.status, sent.status]).toEqual([404, 404]);
  });

  it('lets no key replace or declassify a document that it may not read', async () => {
    const client = await clientWith({ clearance: 'internal' });
    const sent = { title: 'Bands', text: 'x', source: 'bands', classification: 'public', acl: [] };
    const replaced = await client.post<{ detail: string }>('/v1/documents', sent);
    const listed =
      await admin.get<Page<{ source: string; classification: string }>>('/v1/documents?q=bands');

    expect(replaced.status).toBe(409);
    expect(listed.body.data).toMatchObject([
      { source: 'bands', classification: 'confidential', version: 1 },
    ]);
  });

  it('lets an administrator ingest again what only a group may read', async () => {
    const run = await admin.ingest([
      { title: 'Board', text: BOARD, source: 'board', collection: 'board' },
    ]);

    expect(run.documents).toMatchObject({ total: 1, unchanged: 1 });
  });

  it('refuses a key that would have run out already', async () => {
    const reply = await admin.post('/v1/keys', {
      name: 'late',
      scopes: ['ask'],
      expires_at: '2020-01-01T00:00:00Z',
    });

    expect(reply.status).toBe(422);
  });

  it('answers 404 alike for a document that is absent and one that may not be read', async () => {
    const { body } = await admin.get<Page<{ id: string; source: string }>>('/v1/documents');
    const hidden = body.data.find((document) => document.source === 'bands');
    const client = await clientWith({ clearance: 'internal' });
    const forbidden = await client.get<{ detail: string }>(`/v1/documents/${hidden?.id}`);
    const absent = await client.get<{ detail: string }>(
      '/v1/documents/01a20952-36b3-7319-998a-000000000000',
    );

    expect([forbidden.status, absent.status]).toEqual([404, 404]);
    expect(forbidden.body.detail).toBe(absent.body.detail);
  });

  it('hides a trace from an auditor who may not read what it rests on', async () => {
    const answer = await admin.ask({ question: 'What is the salary band for grade seven?' });
    const cleared = await clientWith({ clearance: 'restricted' });
    const uncleared = await clientWith({ clearance: 'internal' });

    expect((await cleared.get(`/v1/traces/${answer.id}`)).status).toBe(200);
    expect((await uncleared.get(`/v1/traces/${answer.id}`)).status).toBe(404);
    const list = await uncleared.get<Page<{ id: string }>>('/v1/traces');
    expect(list.body.data.map((trace) => trace.id)).not.toContain(answer.id);
  });

  it('hides a trace whose ledger names a rejected document that the auditor may not read', async () => {
    const { body } = await admin.post<RetrieveResponse>('/v1/retrieve', {
      question: 'When is the salary of graduates published?',
      max_chunks: 1,
    });
    const uncleared = await clientWith({ clearance: 'internal' });

    expect(body.chunks.map((chunk) => chunk.source)).toEqual(['graduates']);
    expect(body.rejected.map((chunk) => chunk.source)).toContain('bands');
    expect((await uncleared.get(`/v1/traces/${body.id}`)).status).toBe(404);
  });

  it('shows an asker only the answers that its own key asked for', async () => {
    const one = await clientWith({});
    const other = await clientWith({});
    const answer = await one.ask({ question: 'When is the graduate salary published?' });

    expect((await one.get(`/v1/answers/${answer.id}`)).status).toBe(200);
    expect((await other.get(`/v1/answers/${answer.id}`)).status).toBe(404);
  });

  it('stops a revoked key at once', async () => {
    const reply = await admin.post<{ id: string; key: string }>('/v1/keys', {
      name: 'short-lived',
      scopes: ['retrieve'],
    });
    const client = createClient(footnote, reply.body.key);
    const before = await client.get('/v1/session');
    await admin.delete(`/v1/keys/${reply.body.id}`);

    expect([before.status, (await client.get('/v1/session')).status]).toEqual([200, 401]);
  });

  it('refuses a key without the scope', async () => {
    const client = await clientWith({ scopes: ['ask'] });

    expect((await client.get('/v1/traces')).status).toBe(403);
    expect((await client.post('/v1/documents', { title: 'a', text: 'b' })).status).toBe(403);
  });

  it('signs one browser in with a sign-in link, once', async () => {
    const link = await admin.post<{ url: string }>('/v1/sign-in-links', '');
    const token = new URL(link.body.url).hash.replace('#token=', '');
    const first = await signIn(token);
    const second = await signIn(token);

    expect([first.status, second.status]).toEqual([201, 401]);
    const cookie = first.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/HttpOnly/i);
    expect(cookie).toMatch(/SameSite=Strict/i);
  });
});

function signIn(token: string): Promise<Response> {
  return fetch(`${footnote.url}/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sign_in_token: token }),
  });
}
