import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from '../../contract/page.ts';
import type { Problem } from '../../contract/problem.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import type { TracePage } from '../../contract/trace-summary.ts';
import type { VerificationResult, VerificationRun } from '../../contract/verification-run.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

const QUESTION = 'When is overtime paid?';
let footnote: RunningFootnote;
let admin: TestClient;
let auditor: TestClient;
let asker: TestClient;

beforeAll(async () => {
  footnote = await startFootnote();
  admin = createClient(footnote, footnote.adminKey);
  auditor = await keyFor('auditor', 'audit');
  asker = await keyFor('asker', 'ask');
  const document = (classification: string) => ({
    title: 'Pay',
    source: `pay-${classification}.md`,
    collection: classification,
    classification,
    text: '# Pay\n\nOvertime is paid with the next payslip.',
  });
  await admin.ingest([document('internal'), document('restricted')]);
});
afterAll(() => footnote.stop());

async function keyFor(name: string, scope: string): Promise<TestClient> {
  const request = { name, scopes: [scope], clearance: 'internal' };
  const { body } = await admin.post<{ key: string }>('/v1/keys', request);
  return createClient(footnote, body.key);
}

async function runToEnd(client: TestClient, request: object = {}): Promise<VerificationRun> {
  const { status, body } = await client.post<VerificationRun>('/v1/verifications', request);
  expect(status).toBe(202);
  for (
    let run = body;
    ;
    run = (await client.get<VerificationRun>(`/v1/verifications/${run.id}`)).body
  ) {
    if (run.status !== 'running') return run;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

async function resultsOf(client: TestClient, run: VerificationRun, query = '') {
  const path = `/v1/verifications/${run.id}/results${query}`;
  return (await client.get<Page<VerificationResult>>(path)).body.data as VerificationResult[];
}

describe('a run over stored answers', () => {
  it('checks each of them once, keeps what is on record, and leaves a trace of each check', async () => {
    const answers = [
      await admin.ask({ question: QUESTION, collections: ['internal'] }),
      await admin.ask({ question: `${QUESTION} Soon?`, collections: ['internal'] }),
    ];
    const before = await admin.get<TraceResponse>(`/v1/traces/${answers[0]?.id ?? ''}`);
    const run = await runToEnd(admin);
    expect(run).toMatchObject({
      status: 'done',
      total_answers: 2,
      checked_answers: 2,
      failed_answers: 0,
      changed_answers: 0,
      changed_claims: 0,
    });
    const results = await resultsOf(admin, run);
    expect(results.map(({ trace_id: id }) => id)).toEqual(answers.map(({ id }) => id));
    expect(results[0]).toMatchObject({ recorded_verdict: 'verified', verdict: 'verified' });
    const check = await admin.get(`/v1/traces/${results[0]?.verification_id ?? ''}`);
    expect(check.body).toMatchObject({ checked: { trace_id: answers[0]?.id, is_same: true } });
    const after = await admin.get<TraceResponse>(`/v1/traces/${answers[0]?.id ?? ''}`);
    expect(after.body).toEqual(before.body);
  });

  it('is listed, the newest first, page by page, for auditors', async () => {
    const older = await runToEnd(admin);
    const newer = await runToEnd(admin, { verdict: 'unverified' });
    const first = await admin.get<Page<VerificationRun>>('/v1/verifications?limit=1');
    expect(first.body.data).toEqual([newer]);
    const cursor = encodeURIComponent(first.body.next_cursor ?? '');
    const rest = await auditor.get<Page<VerificationRun>>(`/v1/verifications?cursor=${cursor}`);
    expect(rest.body.data[0]).toEqual(older);
    expect((await asker.get('/v1/verifications')).status).toBe(403);
  });

  it('takes only answers of the time and the verdict that are asked for', async () => {
    const past = await runToEnd(admin, { to: '2020-01-01T00:00:00Z' });
    expect(past).toMatchObject({ status: 'done', total_answers: 0, checked_answers: 0 });
    const unverified = await runToEnd(admin, { verdict: 'unverified' });
    expect(unverified.checked_answers).toBe(0);
    const wrong = { from: '2020-01-02T00:00:00Z', to: '2020-01-01T00:00:00Z' };
    expect((await admin.post<Problem>('/v1/verifications', wrong)).status).toBe(422);
  });

  it('reads in the name of its key, and shows results to whom may read the answers', async () => {
    await admin.ask({ question: QUESTION, collections: ['restricted'] });
    const all = await runToEnd(admin);
    const own = await runToEnd(auditor);
    expect(own.total_answers).toBe(all.total_answers - 1);
    expect(own.checked_answers).toBe(own.total_answers);
    expect(await resultsOf(auditor, all)).toHaveLength(own.total_answers);
    expect(await resultsOf(auditor, all, '?changed=true')).toEqual([]);
  });

  it('is for auditors, and ends when it is cancelled, once', async () => {
    expect((await asker.post('/v1/verifications', {})).status).toBe(403);
    const run = await runToEnd(admin);
    const cancelled = await admin.post<VerificationRun>(`/v1/verifications/${run.id}/cancel`, {});
    expect(cancelled.body.status).toBe('done');
    const absent = '/v1/verifications/0198c0de-0000-7000-8000-000000000001';
    expect((await admin.get(absent)).status).toBe(404);
    expect((await admin.post(`${absent}/cancel`, {})).status).toBe(404);
  });

  it('checks no checks: they are no answers', async () => {
    const { body } = await admin.get<typeof TracePage._output>('/v1/traces?kind=answer&limit=100');
    expect((await runToEnd(admin)).total_answers).toBe(body.data.length);
  });
});
