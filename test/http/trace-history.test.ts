import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../contract/answer.ts';
import type { Feedback } from '../../contract/feedback.ts';
import type { Replay } from '../../contract/replay.ts';
import type { TraceDiff } from '../../contract/trace-diff.ts';
import type { TraceHistory } from '../../contract/trace-history.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

const QUESTION = 'How many days of carer’s leave do I get?';
const OLD = 'Every employee gets 5 days of carer’s leave a year.';
const NEW = 'Every employee gets 8 days of carer’s leave a year.';

let testDatabase: TestDatabase;
let footnote: RunningFootnote;
let admin: TestClient;
let original: Answer;

beforeAll(async () => {
  testDatabase = await openTestDatabase();
  footnote = await startFootnote({ testDatabase });
  admin = createClient(footnote, footnote.adminKey);
  await admin.ingest([{ title: 'Leave', source: 'leave.md', text: OLD }]);
  original = await admin.ask({ question: QUESTION });
  await admin.ingest([{ title: 'Leave', source: 'leave.md', text: NEW }]);
});
afterAll(async () => {
  await footnote.stop();
  await testDatabase.close();
});

async function replay(id: string, body: object = {}): Promise<Replay> {
  const reply = await admin.post<Replay>(`/v1/traces/${id}/replay`, body);
  expect(reply).toMatchObject({ status: 201 });
  return reply.body;
}

async function historyOf(id: string): Promise<TraceHistory['data']> {
  const { status, body } = await admin.get<TraceHistory>(`/v1/traces/${id}/history`);
  expect(status).toBe(200);
  return body.data;
}

async function keyWith(scopes: readonly string[], more: object = {}): Promise<TestClient> {
  const made = await admin.post<{ key: string }>('/v1/keys', { name: 'other', scopes, ...more });
  return createClient(footnote, made.body.key);
}

describe('replaying an answer', () => {
  it('from the documents of then gives the same answer again, and says so', async () => {
    const { answer, difference } = await replay(original.id);

    expect(answer.answer).toBe(original.answer);
    expect(difference).toMatchObject({
      from: original.id,
      to: answer.id,
      question: { same: true },
      settings: { as_of: { from: null }, retrieval: [] },
      retrieval: { shifts: [] },
      prompt: { same: true },
      answer: { same: true, status: { from: 'answered', to: 'answered' } },
      claims: [],
    });
    expect(difference.settings.as_of.to).not.toBeNull();
  });

  it('from the documents of now shows the words and the chunks that have changed', async () => {
    const { answer, difference } = await replay(original.id, { documents: 'now' });

    expect(answer.answer).toContain('8 days');
    expect(difference.answer.same).toBe(false);
    expect(difference.answer.words).toContainEqual({ op: 'delete', text: '5' });
    expect(difference.answer.words).toContainEqual({ op: 'insert', text: '8' });
    expect(difference.retrieval.shifts).toMatchObject([
      { shift: 'entered', source: 'leave.md', document_version: 2, from: null },
      { shift: 'left', source: 'leave.md', document_version: 1, to: null },
    ]);
    expect(difference.claims.map(({ from, to }) => [from, to])).toEqual([
      ['supported', null],
      [null, 'supported'],
    ]);
  });

  it('leaves a trace of its own that is linked to the answer and never becomes stale', async () => {
    const { answer } = await replay(original.id);
    const { body } = await admin.get<TraceResponse>(`/v1/traces/${answer.id}`);

    expect(body).toMatchObject({
      identity: { kind: 'replay' },
      question: { replay_of: original.id },
      integrity: { intact: true, stale: false },
    });
  });

  it('is refused for a model or a prompt that is not at hand', async () => {
    const path = `/v1/traces/${original.id}/replay`;

    expect(await admin.post(path, { model: 'nobody' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: '/model' }] },
    });
    expect(await admin.post(path, { prompt_version: 'grounded@0' })).toMatchObject({
      status: 422,
      body: { errors: [{ path: '/prompt_version' }] },
    });
  });

  it('is refused for a trace that holds no answer', async () => {
    const retrieved = await admin.post<{ id: string }>('/v1/retrieve', { question: QUESTION });
    const reply = await admin.post(`/v1/traces/${retrieved.body.id}/replay`, {});

    expect(reply).toMatchObject({
      status: 409,
      body: { detail: 'The trace is of a retrieval: it holds no answer.' },
    });
  });

  it('takes part in nothing that its caller may not read', async () => {
    await admin.ingest([
      { title: 'Pay', source: 'pay.md', text: 'The director earns 900.', acl: ['board'] },
    ]);
    const asked = await admin.ask({
      question: 'What does the director earn?',
      end_user: { id: 'chair', groups: ['board'] },
    });
    const auditor = await keyWith(['audit']);

    expect(await auditor.post(`/v1/traces/${asked.id}/replay`, {})).toMatchObject({ status: 404 });
    expect(await auditor.get(`/v1/traces/${asked.id}/history`)).toMatchObject({ status: 404 });
  });
});

describe('comparing two answers', () => {
  it('says the same from the other side', async () => {
    const { answer } = await replay(original.id, { documents: 'now' });
    const there = await admin.get<TraceDiff>(`/v1/traces/${original.id}/diff/${answer.id}`);
    const back = await admin.get<TraceDiff>(`/v1/traces/${answer.id}/diff/${original.id}`);

    expect(there.body.answer.words).toContainEqual({ op: 'insert', text: '8' });
    expect(back.body.answer.words).toContainEqual({ op: 'delete', text: '8' });
    expect(there.body.retrieval.shifts.map((shift) => shift.shift)).toEqual(['entered', 'left']);
  });

  it('names the settings that differ', async () => {
    const { difference } = await replay(original.id, { retrieval: { max_chunks: 1 } });

    expect(difference.settings.retrieval).toContainEqual({
      name: 'max_chunks',
      from: '8',
      to: '1',
    });
  });

  it('needs both to be there', async () => {
    const missing = '01999999-0000-7000-8000-000000000000';

    expect(await admin.get(`/v1/traces/${original.id}/diff/${missing}`)).toMatchObject({
      status: 404,
    });
  });
});

describe('feedback', () => {
  it('is kept beside the answer, which does not change', async () => {
    const answer = await admin.ask({ question: QUESTION });
    const before = await admin.get<TraceResponse>(`/v1/traces/${answer.id}`);
    const given = await admin.post<Feedback>(`/v1/answers/${answer.id}/feedback`, {
      rating: 'down',
      comment: 'Too long.',
      expected: '8 days',
    });
    const after = await admin.get<TraceResponse>(`/v1/traces/${answer.id}`);

    expect(given).toMatchObject({
      status: 201,
      body: { trace_id: answer.id, rating: 'down', comment: 'Too long.', expected: '8 days' },
    });
    expect(after.body).toEqual(before.body);
    expect(await historyOf(answer.id)).toMatchObject([
      { kind: 'feedback', detail: 'Rated as bad.', text: 'Too long.\n\nExpected: 8 days' },
    ]);
  });

  it('is taken from nobody but the asker', async () => {
    const other = await keyWith(['ask']);

    expect(await other.post(`/v1/answers/${original.id}/feedback`, { rating: 'up' })).toMatchObject(
      { status: 404 },
    );
  });

  it('is given once, however often it is sent', async () => {
    const answer = await admin.ask({ question: QUESTION });
    const path = `/v1/answers/${answer.id}/feedback`;
    const key = { 'idempotency-key': 'one-opinion' };
    const first = await admin.post<Feedback>(path, { rating: 'up' }, key);
    const again = await admin.post<Feedback>(path, { rating: 'up' }, key);

    expect(again.body).toEqual(first.body);
    expect(await historyOf(answer.id)).toHaveLength(1);
  });

  it('refuses a rating that there is not', async () => {
    const path = `/v1/answers/${original.id}/feedback`;

    expect(await admin.post(path, { rating: 5 })).toMatchObject({
      status: 422,
      body: { errors: [{ path: '/rating' }] },
    });
  });
});

describe('the history of an answer', () => {
  it('tells what became of it, the oldest first', async () => {
    const { answer } = await replay(original.id, { documents: 'now' });
    const events = await historyOf(original.id);

    expect(events[0]).toMatchObject({
      kind: 'stale',
      detail: '1 chunk that it cites of “Leave” changed in version 2.',
      link: { kind: 'document' },
    });
    expect(events.at(-1)).toMatchObject({
      kind: 'replayed',
      trace_id: answer.id,
      detail: 'From the documents of that day.',
    });
  });
});

describe('exporting traces', () => {
  async function exportAs(query: string, client = admin): Promise<Response> {
    return fetch(`${footnote.url}/v1/traces/export?${query}`, {
      headers: { authorization: `Bearer ${client.key}` },
    });
  }

  it('gives whole records whose hashes anybody can check', async () => {
    const response = await exportAs('format=jsonl&kind=answer');
    const lines = (await response.text()).trimEnd().split('\n');
    const records = lines.map((line) => JSON.parse(line) as { sha256: string; canonical: string });

    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    expect(records.length).toBeGreaterThan(1);
    for (const { canonical, sha256 } of records) {
      expect(createHash('sha256').update(canonical).digest('hex')).toBe(sha256);
      expect(JSON.parse(canonical)).toMatchObject({ identity: { kind: 'answer' } });
    }
  });

  it('gives a table in which no cell is a formula', async () => {
    await admin.ask({ question: '=HYPERLINK("http://127.0.0.1"), "leave"' });
    const response = await exportAs('format=csv&q=HYPERLINK');
    const [head, row, rest] = (await response.text()).split('\r\n');

    expect(response.headers.get('content-disposition')).toContain('traces.csv');
    expect(head).toMatch(/^id,kind,state,created_at,question,/);
    expect(row).toContain(`"'=HYPERLINK(""http://127.0.0.1""), ""leave"""`);
    expect(rest).toBe('');
  });

  it('holds only what the filters leave and the caller may read', async () => {
    const outsider = await keyWith(['audit'], { collections: ['elsewhere'] });

    expect(await (await exportAs('q=nothing-has-this-word')).text()).toBe('');
    expect(await (await exportAs('kind=answer', outsider)).text()).not.toContain('carer');
    expect((await exportAs('format=xml')).status).toBe(422);
  });
});
