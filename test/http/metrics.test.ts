import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Figures, MetricsSummary } from '../../contract/metrics.ts';
import type { ReviewPage } from '../../contract/review.ts';
import type { TracePage as TracePageSchema } from '../../contract/trace-summary.ts';
import type { z } from 'zod';
import { createClient, type TestClient } from '../support/client.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

type TracePage = z.infer<typeof TracePageSchema>;

const CONFIG = `
regulated_topics:
  - { name: pay_dispute, about: [payslip], signs: [dispute] }
routes:
  - { name: pay, when: { regulated_topic: [pay_dispute] }, action: review }
  - { name: rest }
`;
const LEAVE = 'Every employee gets 5 days of carer’s leave a year.';
const PAYSLIP = 'To dispute your payslip, send form PD-4 to payroll.';

let testDatabase: TestDatabase;
let footnote: RunningFootnote;
let admin: TestClient;

beforeAll(async () => {
  testDatabase = await openTestDatabase();
  footnote = await startFootnote({ testDatabase, config: CONFIG });
  admin = createClient(footnote, footnote.adminKey);
});
afterAll(async () => {
  await footnote.stop();
  await testDatabase.close();
});

async function summary(query = ''): Promise<MetricsSummary> {
  const { status, body } = await admin.get<MetricsSummary>(`/v1/metrics/summary${query}`);
  expect(status).toBe(200);
  return body;
}

async function decide(decision: object): Promise<void> {
  const { body } = await admin.get<z.infer<typeof ReviewPage>>('/v1/reviews?status=open');
  const [review] = body.data;
  expect(review).toBeDefined();
  const reply = await admin.post(`/v1/reviews/${review?.id ?? ''}/decision`, decision);
  expect(reply).toMatchObject({ status: 200 });
}

describe('the figures of no answer', () => {
  it('are no data, never zero', async () => {
    const { total, groups } = await summary('?group_by=app');

    expect(total).toMatchObject({
      requests: 0,
      success: null,
      cost_usd: { total: 0, per_success: null, saving: null },
      latency_ms: null,
      tokens: { per_request: null },
      hallucination: { claims: null, answers: null, agreement: null },
      escalation: null,
      review: { opened: null, median_hours: null },
    } satisfies { [Name in keyof Figures]?: unknown });
    expect(groups).toEqual([]);
  });
});

describe('the figures of some answers', () => {
  beforeAll(async () => {
    await admin.ingest([
      { title: 'Leave', source: 'leave.md', text: LEAVE },
      { title: 'Pay', source: 'pay.md', text: PAYSLIP },
    ]);
    const ask = (question: string, app: string) => admin.ask({ question, metadata: { app } });
    await ask('How many days of carer’s leave do I get?', 'helpdesk');
    const bad = await ask('How many days of carer’s leave are there a year?', 'helpdesk');
    await admin.post(`/v1/answers/${bad.id}/feedback`, { rating: 'down' });
    await ask('Where do zebras sleep?', 'portal');
    await ask('How do I dispute my payslip?', 'portal');
    await decide({ decision: 'approve' });
    await ask('Please, I want to dispute my payslip. Which form?', 'portal');
    await decide({ decision: 'reject', note: 'Not in writing.' });
    await admin.post(`/v1/traces/${bad.id}/replay`, {});
  });

  it('count each answer once, and replays not at all', async () => {
    const { total } = await summary();

    expect(total.requests).toBe(5);
    expect(total.statuses).toMatchObject({ answered: 2, abstained: 1, needs_review: 2 });
  });

  it('take for a success what was verified and nobody found fault with', async () => {
    const { total } = await summary();

    expect(total.success).toMatchObject({ count: 2, of: 5, rate: 0.4 });
    expect(total.success?.low).toBeGreaterThan(0.1);
    expect(total.success?.high).toBeLessThan(0.8);
  });

  it('say how often a person was asked, and whether the verifier thought the same', async () => {
    const { total } = await summary();

    expect(total.review).toMatchObject({ opened: { count: 2, of: 5 }, decided: 2 });
    expect(total.hallucination.agreement).toMatchObject({ count: 1, of: 2 });
    expect(total.hallucination.claims).toMatchObject({ count: 0 });
    expect(total.feedback).toEqual({ up: 0, down: 1 });
    expect(total.latency_ms?.p99).toBeGreaterThanOrEqual(total.latency_ms?.p50 ?? Infinity);
  });

  it.each([
    ['success', 2],
    ['unsupported', 0],
    ['escalated', 0],
    ['held', 2],
    ['decided', 2],
    ['rated', 1],
  ])('count as %s what the list of traces shows for it', async (figure, count) => {
    const { total, from, to } = await summary();
    const { status, body } = await admin.get<TracePage>(
      `/v1/traces?counted_as=${figure}&from=${from}&to=${to}`,
    );

    expect(status).toBe(200);
    expect(body.data).toHaveLength(count);
    expect(body.data.map(({ kind }) => kind)).toEqual(Array(count).fill('answer'));
    const counted = {
      success: total.success?.count,
      unsupported: total.hallucination.answers?.count,
      escalated: total.escalation?.count,
      held: total.review.opened?.count,
      decided: total.review.decided,
      rated: total.feedback.up + total.feedback.down,
    };
    expect(counted).toHaveProperty(figure, count);
  });

  it('are grouped, and the groups add up', async () => {
    const byApp = await summary('?group_by=app');
    const byDay = await summary('?group_by=day');

    expect(byApp.groups.map(({ key, requests }) => [key, requests])).toEqual([
      ['portal', 3],
      ['helpdesk', 2],
    ]);
    expect(byDay.groups).toHaveLength(1);
    expect(byDay.groups[0]).toMatchObject({ requests: byDay.total.requests });
  });

  it('are those of the time that is asked for', async () => {
    const before = new Date(Date.now() - 3_600_000).toISOString();

    expect((await summary(`?to=${before}`)).total.requests).toBe(0);
    expect((await summary(`?from=${before}`)).total.requests).toBe(5);
  });

  it('leave out what the caller may not read', async () => {
    const made = await admin.post<{ key: string }>('/v1/keys', {
      name: 'elsewhere',
      scopes: ['audit'],
      collections: ['elsewhere'],
    });
    const outsider = createClient(footnote, made.body.key);
    const { body } = await outsider.get<MetricsSummary>('/v1/metrics/summary');

    expect(body.total.statuses.answered).toBe(0);
  });
});

describe('a time that cannot be', () => {
  it.each([
    ['?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z', '?from'],
    ['?from=2020-01-01T00:00:00Z&to=2026-01-01T00:00:00Z', '?from'],
    ['?group_by=mood', '?group_by'],
  ])('is refused: %s', async (query, path) => {
    expect(await admin.get(`/v1/metrics/summary${query}`)).toMatchObject({
      status: 422,
      body: { errors: [{ path }] },
    });
  });
});
