import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../contract/answer.ts';
import type { Problem } from '../../contract/problem.ts';
import type { AnswerNow, Review, ReviewDetail } from '../../contract/review.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import type { VerifyResponse } from '../../contract/verify.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

const DRAFT = 'Overtime is paid with the next payslip.';
const QUESTION = 'When is overtime paid?';
/** Every question goes to a person. */
const CONFIG = `
routes:
  - { name: people-first, action: review }
reviews: { due_in_hours: 2 }
`;

let footnote: RunningFootnote;
let admin: TestClient;
let asker: TestClient;
let reviewer: TestClient;
let colleague: TestClient;
let outsider: TestClient;

beforeAll(async () => {
  footnote = await startFootnote({ config: CONFIG });
  admin = createClient(footnote, footnote.adminKey);
  await admin.ingest([
    { title: 'Pay', source: 'pay.md', text: `# Pay\n\n${DRAFT}`, classification: 'confidential' },
  ]);
  asker = await keyFor({ name: 'asker', scopes: ['ask'], clearance: 'confidential' });
  reviewer = await keyFor({ name: 'reviewer', scopes: ['review'], clearance: 'confidential' });
  colleague = await keyFor({ name: 'colleague', scopes: ['review'], clearance: 'confidential' });
  outsider = await keyFor({ name: 'outsider', scopes: ['review'], clearance: 'public' });
});
afterAll(() => footnote.stop());

async function keyFor(request: object): Promise<TestClient> {
  const { body } = await admin.post<{ key: string }>('/v1/keys', request);
  return createClient(footnote, body.key);
}

async function askHeld(): Promise<{ readonly answer: Answer; readonly review: Review }> {
  const { body: answer } = await asker.post<Answer>('/v1/answers', { question: QUESTION });
  const { body: list } = await reviewer.get<{ data: Review[] }>('/v1/reviews');
  const review = list.data.find(({ trace_id: traceId }) => traceId === answer.id);
  if (review === undefined) throw new Error('No review was opened.');
  return { answer, review };
}

function decide(client: TestClient, review: Review, decision: object) {
  return client.post<ReviewDetail>(`/v1/reviews/${review.id}/decision`, decision);
}

async function answerNow(id: string): Promise<AnswerNow> {
  const { body } = await asker.get<AnswerNow>(`/v1/answers/${id}`);
  return body;
}

describe('an answer that a rule sends to a person', () => {
  it('is held back from the asker, and waits with its draft, evidence and verdicts', async () => {
    const { answer, review } = await askHeld();
    expect(answer).toMatchObject({ status: 'needs_review', claims: [], citations: [] });
    expect(JSON.stringify(answer)).not.toContain(DRAFT);
    expect(answer.route.fallback).toMatchObject({ kind: 'review' });
    expect(review).toMatchObject({ status: 'open', question: QUESTION, decision: null });
    expect(review.reason).toContain('people-first');
    expect(Date.parse(review.due_at) - Date.parse(review.created_at)).toBe(7_200_000);
    const { body: detail } = await reviewer.get<ReviewDetail>(`/v1/reviews/${review.id}`);
    expect(detail.draft?.text).toContain(DRAFT);
    expect(detail.draft?.claims[0]?.verdict).toBe('supported');
    expect(detail.evidence[0]?.text).toContain(DRAFT);
    expect(await answerNow(answer.id)).toMatchObject({
      status: 'needs_review',
      review: { id: review.id, status: 'open', decision: null },
    });
  });

  it('is held back from a stream, too', async () => {
    const response = await fetch(`${footnote.url}/v1/answers`, {
      method: 'POST',
      headers: { authorization: `Bearer ${footnote.adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ question: QUESTION, stream: true }),
    });
    const blocks = (await response.text()).split('\n\n');
    const told = blocks.filter((block) => !block.startsWith('event: retrieval'));
    expect(told.join()).toContain('event: done');
    expect(told.join()).not.toContain('event: delta');
    expect(told.join()).not.toContain(DRAFT);
  });

  it('is the same when it is checked once more: the notice to wait claims nothing', async () => {
    const { answer } = await askHeld();
    const { body } = await admin.post<VerifyResponse>('/v1/verify', { trace_id: answer.id });
    expect(body).toMatchObject({
      verification: { verdict: 'not_applicable' },
      claims: [],
      recorded: { is_same: true, verification: { verdict: 'not_applicable' } },
    });
  });

  it('reaches the asker as it is once it is approved; the trace stays what it was', async () => {
    const { answer, review } = await askHeld();
    const before = await admin.get<TraceResponse>(`/v1/traces/${answer.id}`);
    const { status, body } = await decide(reviewer, review, { decision: 'approve', note: 'Fine.' });
    expect(status).toBe(200);
    expect(body.record).toMatchObject({
      intact: true,
      decision: { decided_by: { name: 'reviewer' } },
    });
    const now = await answerNow(answer.id);
    expect(now).toMatchObject({
      status: 'answered',
      review: { decision: 'approve', note: 'Fine.' },
    });
    expect(now.answer).toContain(DRAFT);
    expect(now.claims[0]?.verdict).toBe('supported');
    const after = await admin.get<TraceResponse>(`/v1/traces/${answer.id}`);
    expect(after.body).toEqual(before.body);
  });

  it('is checked again when it is corrected', async () => {
    const { answer, review } = await askHeld();
    const text = 'Overtime is paid with the next payslip [1]. It is taxed at 90 percent [1].';
    await decide(reviewer, review, { decision: 'correct', answer: text });
    const now = await answerNow(answer.id);
    expect(now).toMatchObject({ status: 'answered', answer: text });
    expect(now.claims.map(({ verdict }) => verdict)).toEqual([
      'supported',
      expect.not.stringMatching(/^supported$/u),
    ]);
    expect(now.verification.verdict).toBe('partly_verified');
  });

  it('is no answer when it is rejected, and the asker learns why', async () => {
    const { answer, review } = await askHeld();
    await decide(reviewer, review, { decision: 'reject', note: 'Ask payroll.' });
    expect(await answerNow(answer.id)).toMatchObject({
      status: 'rejected',
      answer: '',
      review: { decision: 'reject', note: 'Ask payroll.' },
    });
  });
});

describe('a review', () => {
  it('that somebody has claimed is nobody else’s', async () => {
    const { review } = await askHeld();
    const claimed = await reviewer.post<Review>(`/v1/reviews/${review.id}/claim`, {});
    expect(claimed.body).toMatchObject({ status: 'claimed', claimed_by: { name: 'reviewer' } });
    const again = await colleague.post<Problem>(`/v1/reviews/${review.id}/claim`, {});
    expect(again).toMatchObject({ status: 409 });
    expect(again.body.detail).toContain('claimed by reviewer');
    expect(await decide(colleague, review, { decision: 'approve' })).toMatchObject({ status: 409 });
    expect(await decide(reviewer, review, { decision: 'approve' })).toMatchObject({ status: 200 });
  });

  it('is decided once, whoever comes at the same time', async () => {
    const { review } = await askHeld();
    const replies = await Promise.all(
      [reviewer, colleague, reviewer, colleague].map((client) =>
        decide(client, review, { decision: 'approve' }),
      ),
    );
    expect(replies.map(({ status }) => String(status)).toSorted()).toEqual([
      '200',
      '409',
      '409',
      '409',
    ]);
  });

  it('is not there for who may not read what it rests on', async () => {
    const { review } = await askHeld();
    const { body } = await outsider.get<{ data: Review[] }>('/v1/reviews');
    expect(body.data).toEqual([]);
    expect(await outsider.get(`/v1/reviews/${review.id}`)).toMatchObject({ status: 404 });
    expect(await decide(outsider, review, { decision: 'approve' })).toMatchObject({ status: 404 });
  });

  it.each([
    [{ decision: 'correct' }, '/answer'],
    [{ decision: 'correct', answer: ' \n' }, '/answer'],
    [{ decision: 'approve', answer: 'Mine.' }, '/answer'],
    [{ decision: 'reject' }, '/note'],
    [{ decision: 'perhaps' }, '/decision'],
  ])('takes no decision like %j', async (decision, path) => {
    const { review } = await askHeld();
    const reply = await decide(reviewer, review, decision);
    expect(reply).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  });

  it('is listed by page and by status', async () => {
    const first = await reviewer.get<{ data: Review[]; next_cursor: string }>(
      '/v1/reviews?limit=1',
    );
    const cursor = encodeURIComponent(first.body.next_cursor);
    const second = await reviewer.get<{ data: Review[] }>(`/v1/reviews?limit=1&cursor=${cursor}`);
    expect(second.body.data[0]?.id).not.toBe(first.body.data[0]?.id);
    const decided = await reviewer.get<{ data: Review[] }>('/v1/reviews?status=decided');
    expect(decided.body.data.length).toBeGreaterThan(2);
    expect(decided.body.data.every(({ status }) => status === 'decided')).toBe(true);
    const foreign = await reviewer.get('/v1/reviews?cursor=bm9uc2Vuc2U');
    expect(foreign).toMatchObject({ status: 422 });
  });
});
