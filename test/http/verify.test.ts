import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../contract/answer.ts';
import type { Problem } from '../../contract/problem.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import type { VerifyResponse } from '../../contract/verify.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

const CHUNKS = [
  { id: 'leave#1', text: 'Annual leave. Every employee has 27 days of annual leave a year.' },
  { id: 'pay#7', text: 'Overtime is paid with the next payslip.' },
];

let footnote: RunningFootnote;
let admin: TestClient;
let asker: TestClient;
let other: TestClient;

beforeAll(async () => {
  footnote = await startFootnote();
  admin = createClient(footnote, footnote.adminKey);
  await admin.ingest([
    { title: 'Pay', source: 'pay.md', text: '# Pay\n\nOvertime is paid with the next payslip.' },
  ]);
  asker = await keyFor('asker');
  other = await keyFor('other');
});
afterAll(() => footnote.stop());

async function keyFor(name: string): Promise<TestClient> {
  const { body } = await admin.post<{ key: string }>('/v1/keys', { name, scopes: ['ask'] });
  return createClient(footnote, body.key);
}

async function verify(request: object, client = asker): Promise<VerifyResponse> {
  const { status, body } = await client.post<VerifyResponse>('/v1/verify', request);
  expect(status).toBe(200);
  return body;
}

describe('a text that is checked against chunks', () => {
  it('has a verdict for each claim, with evidence by the ids of the caller', async () => {
    const answer =
      'Every employee has 27 days of annual leave a year [1]. Overtime is paid after 90 days [2]. Soon [9].';
    const checked = await verify({ answer, chunks: CHUNKS });
    expect(checked.claims[0]).toMatchObject({ verdict: 'supported', markers: [1] });
    const [span] = checked.claims[0]?.evidence ?? [];
    expect(span?.chunk_id).toBe('leave#1');
    expect(CHUNKS[0]?.text.slice(span?.char_start, span?.char_end)).toContain(
      '27 days of annual leave',
    );
    expect(checked.claims[1]?.verdict).not.toBe('supported');
    expect(checked.verification.verdict).toBe('partly_verified');
    const dangling = checked.citations.find(({ marker }) => marker === 9);
    expect(dangling).toMatchObject({ chunk_id: null, status: 'dangling' });
  });

  it('is held against all chunks where markers are not to count', async () => {
    const answer =
      'Overtime is paid with the next payslip [1]. Every employee has 27 days of annual leave a year.';
    const cited = await verify({ answer, chunks: CHUNKS });
    expect(cited.claims.map(({ verdict }) => verdict)).toEqual(['unsupported', 'uncited']);
    const all = await verify({ answer, chunks: CHUNKS, mode: 'all_chunks' });
    expect(all.claims.map(({ verdict }) => verdict)).toEqual(['supported', 'supported']);
    expect(all.citations).toEqual([]);
  });

  it('leaves a trace with all that the check rests on, or none', async () => {
    const request = { answer: 'Overtime is paid in May [2].', chunks: CHUNKS, question: 'When?' };
    const { id, claims } = await verify(request);
    const { body } = await admin.get<TraceResponse>(`/v1/traces/${id}`);
    expect(body).toMatchObject({
      identity: { kind: 'verification' },
      question: { text: 'When?' },
      checked: { answer: request.answer, mode: 'cited', trace_id: null, chunks: CHUNKS },
      verification: { claims },
      integrity: { intact: true },
    });
    expect((await verify({ ...request, store: false })).id).toBeNull();
  });

  it('gives the same when it is checked again', async () => {
    const request = { answer: 'Overtime is paid with the next payslip [2].', chunks: CHUNKS };
    const [first, second] = [await verify(request), await verify(request)];
    expect(second.claims).toEqual(first.claims);
  });
});

describe('a stored answer that is checked once more', () => {
  async function ask(client: TestClient): Promise<Answer> {
    const question = 'When is overtime paid?';
    const { body } = await client.post<Answer>('/v1/answers', { question });
    return body;
  }

  it('has the verdicts that are on record, which do not change', async () => {
    const answer = await ask(asker);
    const checked = await verify({ trace_id: answer.id });
    expect(checked.recorded).toMatchObject({
      is_same: true,
      verification: { verdict: 'verified' },
    });
    expect(checked.claims.map(({ text }) => text)).toEqual(answer.claims.map(({ text }) => text));
    const { body } = await admin.get<TraceResponse>(`/v1/traces/${checked.id}`);
    expect(body).toMatchObject({ checked: { trace_id: answer.id, is_same: true } });
  });

  it('is nobody else’s to check without the right to audit', async () => {
    const { id } = await ask(asker);
    const refused = await other.post<Problem>('/v1/verify', { trace_id: id });
    expect(refused.status).toBe(404);
    expect((await verify({ trace_id: id }, admin)).recorded?.is_same).toBe(true);
  });

  it('is a conflict where the trace has no answer', async () => {
    const { body } = await admin.post<{ id: string }>('/v1/retrieve', { question: 'Overtime?' });
    expect((await admin.post('/v1/verify', { trace_id: body.id })).status).toBe(409);
  });
});

it.each([
  [{}, '/answer'],
  [{ answer: 'A.' }, '/chunks'],
  [{ trace_id: '0198c0de-0000-7000-8000-000000000001', answer: 'A.' }, '/trace_id'],
  [
    {
      answer: 'A.',
      chunks: [
        { id: 'x', text: '' },
        { id: 'x', text: '' },
      ],
    },
    '/chunks',
  ],
  [{ answer: 'A.', chunks: [], mode: 'some' }, '/mode'],
])('refuses %j', async (request, path) => {
  const reply = await asker.post<Problem>('/v1/verify', request);
  expect(reply.status).toBe(422);
  expect(reply.body.errors?.map((error) => error.path)).toContain(path);
});
