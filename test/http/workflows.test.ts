import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiKeyId, WorkflowRunId, WorkspaceId } from '../../contract/ids.ts';
import type { Problem } from '../../contract/problem.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import type { TraceSummary } from '../../contract/trace-summary.ts';
import { WorkflowConfig } from '../../contract/workflow-config.ts';
import type {
  StartedWorkflowRun,
  Workflow,
  WorkflowItem,
  WorkflowResult,
  WorkflowRun,
} from '../../contract/workflow.ts';
import { endWorkflowItem, leaseWorkflowItems } from '../../db/queries/lease-workflow-items.ts';
import { insertWorkflowRun } from '../../db/queries/workflow-runs.ts';
import { inTransaction, inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { finishWorkflowRun } from '../support/finish-workflow-run.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

const CONFIG = `
workflows:
  - name: desk
    description: Answers questions about pay and badges.
    steps:
      - { kind: policy, review_when: { regulated_topic: [payroll_dispute] } }
      - { kind: retrieve, max_chunks: 4 }
      - { name: draft, kind: answer }
      - { kind: verify, accept: [verified] }
      - { kind: decide }
  - name: other
    steps: [{ kind: answer }, { kind: decide }]
`;
const DOCUMENTS = [
  { title: 'Pay', source: 'pay.md', text: '# Pay\n\nOvertime is paid with the next payslip.' },
  {
    title: 'Badges',
    source: 'badges.md',
    text: '# Badges\n\nA lost badge is replaced at the front desk.',
  },
];
const ANSWERABLE = 'When is overtime paid?';
const DISPUTE = 'My overtime is missing from my payslip. When is overtime paid?';
const UNANSWERABLE = 'Zzyzx qwrtp vbnmk?';

let footnote: RunningFootnote;
let admin: TestClient;
let sender: TestClient;
let stranger: TestClient;

beforeAll(async () => {
  footnote = await startFootnote({ config: CONFIG });
  admin = createClient(footnote, footnote.adminKey);
  await admin.ingest(DOCUMENTS);
  sender = await keyFor({ name: 'sender', scopes: ['ask'] });
  stranger = await keyFor({ name: 'stranger', scopes: ['ask'] });
});
afterAll(() => footnote.stop());

async function keyFor(request: object): Promise<TestClient> {
  const { body } = await admin.post<{ key: string }>('/v1/keys', request);
  return createClient(footnote, body.key);
}

function start(client: TestClient, body: unknown, headers?: Readonly<Record<string, string>>) {
  return client.post<StartedWorkflowRun>('/v1/workflows/desk/runs', body, headers);
}

const finish = (client: TestClient, id: string) =>
  finishWorkflowRun(client, { workflow: 'desk', id });

async function itemsOf(client: TestClient, runId: string, query = ''): Promise<WorkflowItem[]> {
  const path = `/v1/workflows/desk/items?run_id=${runId}&${query}`;
  return (await client.get<{ data: WorkflowItem[] }>(path)).body.data;
}

async function resultsOf(client: TestClient, runId: string): Promise<WorkflowResult[]> {
  const response = await fetch(`${client.url}/v1/workflows/desk/runs/${runId}/results`, {
    headers: { authorization: `Bearer ${client.key}` },
  });
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  const lines = (await response.text()).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as WorkflowResult);
}

async function keyNamed(wanted: string): Promise<ApiKeyId> {
  const { body: keys } = await admin.get<{ data: { id: string; name: string }[] }>('/v1/keys');
  return ApiKeyId.parse(keys.data.find(({ name }) => name === wanted)?.id);
}

async function ownWorkspace(): Promise<WorkspaceDatabase> {
  const { rows } = await footnote.database.pool.query<{ id: string }>('select id from workspaces');
  return inWorkspace(footnote.database, WorkspaceId.parse(rows[0]?.id));
}

/** Queues tickets of a key without asking it for leave. */
async function queueRun(
  transaction: WorkspaceDatabase,
  apiKeyId: ApiKeyId,
  count: number,
): Promise<WorkflowRunId> {
  const id = WorkflowRunId.parse(uuidv7());
  const item = (_: unknown, index: number) => ({
    position: index + 1,
    text: ANSWERABLE,
    metadata: {},
  });
  await insertWorkflowRun(transaction, {
    id,
    apiKeyId,
    definition: WorkflowConfig.parse({
      name: 'desk',
      steps: [{ kind: 'answer' }, { kind: 'verify' }, { kind: 'decide' }],
    }),
    items: Array.from({ length: count }, item),
    refused: { count: 0, lines: [] },
  });
  return id;
}

describe('a run of a workflow', () => {
  it('resolves what is answered and verified, escalates what is not, holds what policy names', async () => {
    const inputs = [ANSWERABLE, UNANSWERABLE, DISPUTE].map((text) => ({ text }));
    const { status, body } = await start(sender, { inputs });
    expect(status).toBe(202);
    const run = await finish(sender, body.run_id);
    expect(run).toMatchObject({
      status: 'succeeded',
      items: { total: 3, done: 3, waiting: 0, running: 0 },
      outcomes: { resolved: 1, escalated: 1, review: 1 },
      larger_model: 0,
    });
    const [resolved, escalated, held] = await itemsOf(sender, body.run_id);
    expect(resolved).toMatchObject({
      position: 1,
      outcome: 'resolved',
      verdict: 'verified',
      review: null,
    });
    expect(resolved?.steps.map(({ step, outcome }) => [step, outcome])).toEqual([
      ['policy', 'clear'],
      ['retrieve', 'found'],
      ['draft', 'drafted'],
      ['verify', 'accepted'],
      ['decide', 'resolved'],
    ]);
    expect(escalated).toMatchObject({ outcome: 'escalated', review: { decision: null } });
    expect(held).toMatchObject({ outcome: 'review', review: { decision: null } });
    expect(held?.steps.find(({ kind }) => kind === 'policy')).toMatchObject({
      outcome: 'held',
      reason: expect.stringMatching(
        /^A person decides on the regulated topic payroll_dispute, by the words "/,
      ),
    });
  });

  it('leaves an ordinary answer and a trace of the whole way for each ticket', async () => {
    const { body } = await start(sender, { input: { text: ANSWERABLE, metadata: { desk: 'hr' } } });
    await finish(sender, body.run_id);
    const [item] = await itemsOf(sender, body.run_id);
    const { body: answer } = await admin.get<TraceResponse>(`/v1/traces/${item?.answer_id}`);
    expect(answer).toMatchObject({
      identity: {
        kind: 'answer',
        metadata: { desk: 'hr', workflow: 'desk', workflow_run: body.run_id, workflow_item: '1' },
      },
      outcome: { status: 'answered' },
      integrity: { intact: true },
    });
    const { body: way } = await admin.get<TraceResponse>(`/v1/traces/${item?.trace_id}`);
    expect(way).toMatchObject({
      identity: { kind: 'workflow_step' },
      workflow: {
        run_id: body.run_id,
        outcome: 'resolved',
        answer_id: item?.answer_id,
        steps: item?.steps,
      },
      integrity: { intact: true },
    });
    const { body: list } = await admin.get<{ data: TraceSummary[] }>(
      '/v1/traces?kind=workflow_step&limit=1',
    );
    expect(list.data[0]).toMatchObject({ id: item?.trace_id, question: ANSWERABLE });
  });

  it('asks what a ticket says, without its greeting and signature', async () => {
    const text = `Dear team,\n\n${ANSWERABLE}\n\nKind regards,\nMia Moss`;
    const { body } = await start(sender, { input: { text } });
    await finish(sender, body.run_id);
    const [item] = await itemsOf(sender, body.run_id);
    const { body: list } = await admin.get<{ data: TraceSummary[] }>(
      '/v1/traces?kind=answer&limit=1',
    );
    expect(item).toMatchObject({ outcome: 'resolved' });
    expect(list.data[0]).toMatchObject({ id: item?.answer_id, question: ANSWERABLE });
  });

  it('holds the draft of a regulated ticket back, and gives it out once a person approves it', async () => {
    const { body } = await start(sender, { input: { text: DISPUTE } });
    await finish(sender, body.run_id);
    const [before] = await resultsOf(sender, body.run_id);
    expect(before).toMatchObject({ outcome: 'review', answer: null, citations: [] });
    const review = `/v1/reviews/${before?.review?.id}`;
    const { body: detail } = await admin.get<{ draft: { text: string } }>(review);
    expect(detail.draft.text).toContain('Overtime is paid');
    await admin.post(`${review}/decision`, { decision: 'approve', note: '' });
    const [after] = await resultsOf(sender, body.run_id);
    expect(after?.review?.decision).toBe('approve');
    expect(after?.answer).toContain('Overtime is paid with the next payslip.');
    expect(after?.citations).toMatchObject([{ marker: 1, source: 'pay.md' }]);
    const decided = await itemsOf(sender, body.run_id, 'decision=approve');
    expect(decided).toHaveLength(1);
    expect(await itemsOf(sender, body.run_id, 'decision=open')).toEqual([]);
  });

  it('lists its tickets by outcome, and page by page', async () => {
    const inputs = [ANSWERABLE, UNANSWERABLE, ANSWERABLE].map((text) => ({ text }));
    const { body } = await start(sender, { inputs });
    await finish(sender, body.run_id);
    const resolved = await itemsOf(sender, body.run_id, 'outcome=resolved');
    expect(resolved.map(({ position }) => position)).toEqual([1, 3]);
    const refused = await itemsOf(sender, body.run_id, 'step=verify&step_outcome=refused');
    expect(refused.map(({ position }) => position)).toEqual([2]);
    const path = `/v1/workflows/desk/items?run_id=${body.run_id}&limit=2`;
    const { body: page } = await sender.get<{ data: WorkflowItem[]; next_cursor: string }>(path);
    expect(page.data.map(({ position }) => position)).toEqual([1, 2]);
    const next = await itemsOf(sender, body.run_id, `cursor=${page.next_cursor}`);
    expect(next.map(({ position }) => position)).toEqual([3]);
  });

  it('is started once for one Idempotency-Key', async () => {
    const key = { 'idempotency-key': 'once' };
    const first = await start(sender, { input: { text: ANSWERABLE } }, key);
    const second = await start(sender, { input: { text: ANSWERABLE } }, key);
    expect(second.body.run_id).toBe(first.body.run_id);
    expect((await finish(sender, first.body.run_id)).items.total).toBe(1);
  });

  it('is seen by whoever began it and by auditors, and by no other key', async () => {
    const { body } = await start(sender, { input: { text: ANSWERABLE } });
    await finish(sender, body.run_id);
    const path = `/v1/workflows/desk/runs/${body.run_id}`;
    expect((await stranger.get(path)).status).toBe(404);
    expect(await itemsOf(stranger, body.run_id)).toEqual([]);
    expect((await stranger.post(`${path}/cancel`, {})).status).toBe(404);
    const { body: runs } = await stranger.get<{ data: WorkflowRun[] }>('/v1/workflows/desk/runs');
    expect(runs.data).toEqual([]);
    const auditor = await keyFor({ name: 'auditor', scopes: ['audit'] });
    expect(await itemsOf(auditor, body.run_id)).toHaveLength(1);
    const outsider = await keyFor({ name: 'outsider', scopes: ['audit'], clearance: 'public' });
    expect(await itemsOf(outsider, body.run_id)).toEqual([]);
    expect((await outsider.get(path)).status).toBe(200);
    const writer = await keyFor({ name: 'writer', scopes: ['ingest'] });
    expect((await writer.get('/v1/workflows')).status).toBe(403);
  });

  it('ends tickets whose key was revoked before their turn, and says why', async () => {
    await keyFor({ name: 'gone', scopes: ['ask'] });
    const apiKeyId = await keyNamed('gone');
    await admin.delete(`/v1/keys/${apiKeyId}`);
    const workspace = await ownWorkspace();
    const id = await inTransaction(workspace, (transaction) => queueRun(transaction, apiKeyId, 3));
    const run = await finish(admin, id);
    expect(run).toMatchObject({ status: 'failed', items: { total: 3, failed: 3 } });
    for (const { error } of await itemsOf(admin, id, 'status=failed')) {
      expect(error).toEqual({
        code: 'not_allowed',
        detail: 'The key that sent the ticket is not valid any more.',
      });
    }
  });
});

describe('a batch of lines', () => {
  const LINES = { 'content-type': 'application/x-ndjson' };

  it('runs the good ones and lists the broken ones by line', async () => {
    const batch = [
      JSON.stringify({ id: 'T-1', text: ANSWERABLE }),
      '{"text": "no end',
      '',
      JSON.stringify({ id: 'T-2', text: UNANSWERABLE }),
      JSON.stringify({ id: 'T-3', subject: 'no text' }),
      JSON.stringify({ id: 'T-1', text: ANSWERABLE }),
      JSON.stringify({ id: 'T-2', text: 'Something else?' }),
      JSON.stringify({ text: 'x'.repeat(1_000_000) }),
      '[1, 2]',
      String.raw`{"text": "a NUL \u0000"}`,
    ].join('\r\n');
    const { status, body } = await start(sender, batch, LINES);
    expect(status).toBe(202);
    expect(body.items).toBe(2);
    expect(body.refused.count).toBe(7 - 1);
    expect(body.refused.lines.map(({ line }) => line)).toEqual([2, 5, 7, 8, 9, 10]);
    expect(body.refused.lines[0]?.detail).toBe('The line is not valid JSON.');
    expect(body.refused.lines[3]?.detail).toBe('text: must be at most 8000 characters.');
    const run = await finish(sender, body.run_id);
    expect(run.refused).toEqual(body.refused);
    const items = await itemsOf(sender, body.run_id);
    expect(items.map(({ key, position }) => [key, position])).toEqual([
      ['T-1', 1],
      ['T-2', 4],
    ]);
  });

  it('is refused when no line of it is a ticket', async () => {
    const reply = await sender.post<Problem>('/v1/workflows/desk/runs', 'not JSON\n', LINES);
    expect(reply.status).toBe(422);
    expect(reply.body.detail).toBe(
      'No line of the batch is a ticket. Line 1: The line is not valid JSON.',
    );
    expect((await start(sender, '\n\n', LINES)).status).toBe(422);
  });

  it('is refused with a clear problem where it is no batch at all', async () => {
    const huge = { input: { text: 'x'.repeat(1_000_000) } };
    const reply = await sender.post<Problem>('/v1/workflows/desk/runs', huge);
    expect(reply.status).toBe(422);
    expect(reply.body.errors).toEqual([
      { path: '/input/text', message: 'must be at most 8000 characters' },
    ]);
    expect((await start(sender, { inputs: [] })).status).toBe(422);
    expect((await start(sender, {})).status).toBe(422);
    expect((await start(sender, 'text', { 'content-type': 'text/plain' })).status).toBe(415);
    const unknown = await sender.post<Problem>('/v1/workflows/nope/runs', { input: { text: 'x' } });
    expect(unknown.status).toBe(404);
    expect(unknown.body.detail).toBe('No workflow is named "nope": there are desk, other.');
  });
});

describe('steering a run', () => {
  async function startMany(count: number): Promise<string> {
    const inputs = Array.from({ length: count }, (_, index) => ({
      text: `${ANSWERABLE} ${index}`,
    }));
    return (await start(sender, { inputs })).body.run_id;
  }
  const steer = (runId: string, verb: string) =>
    sender.post<WorkflowRun & { readonly detail?: string }>(
      `/v1/workflows/desk/runs/${runId}/${verb}`,
      {},
    );

  it('begins no further ticket while it is paused, and goes on where it was', async () => {
    const runId = await startMany(60);
    expect((await steer(runId, 'pause')).body.status).toBe('paused');
    expect((await steer(runId, 'pause')).status).toBe(409);
    await expect.poll(async () => (await steer(runId, 'pause')).status).toBe(409);
    await expect
      .poll(async () => {
        const { body } = await sender.get<WorkflowRun>(`/v1/workflows/desk/runs/${runId}`);
        return body.items.running;
      })
      .toBe(0);
    const { body: paused } = await sender.get<WorkflowRun>(`/v1/workflows/desk/runs/${runId}`);
    expect(paused.items.waiting).toBeGreaterThan(0);
    expect((await steer(runId, 'resume')).status).toBe(200);
    const run = await finish(sender, runId);
    expect(run.items).toMatchObject({ total: 60, done: 60 });
    expect((await steer(runId, 'resume')).body.detail).toBe(
      'The run has ended (succeeded): it cannot be resumed any more.',
    );
  });

  it('ends what waits when it is cancelled, and tries it again on demand', async () => {
    const runId = await startMany(60);
    const { body: cancelled } = await steer(runId, 'cancel');
    expect(cancelled.status).toBe('cancelled');
    expect(cancelled.items.cancelled).toBeGreaterThan(0);
    expect(cancelled.items.running).toBe(0);
    expect((await steer(runId, 'retry')).status).toBe(202);
    expect((await finish(sender, runId)).items).toMatchObject({ done: 60, cancelled: 0 });
    expect((await steer(runId, 'retry')).status).toBe(409);
  });

  it('is told as events until it has ended', async () => {
    const runId = await startMany(20);
    const response = await fetch(`${sender.url}/v1/workflows/desk/runs/${runId}/events`, {
      headers: { authorization: `Bearer ${sender.key}` },
    });
    const text = await response.text();
    const done = text.split('\n\n').find((block) => block.startsWith('event: done'));
    expect(JSON.parse(done?.split('data: ')[1] ?? 'null')).toMatchObject({
      id: runId,
      status: 'succeeded',
    });
  });
});

describe('a server that dies over its tickets', () => {
  /** Queues a run whose first tickets are leased, from the beginning, by somebody who does nothing more. */
  async function startWithDead(count: number) {
    const apiKeyId = await keyNamed('sender');
    const workspace = await ownWorkspace();
    return inTransaction(workspace, async (transaction) => {
      const id = await queueRun(transaction, apiKeyId, count);
      const lease = { token: uuidv7(), seconds: 1, server: 'dead', limit: 5 };
      const inside = { ...footnote.database, executor: transaction.executor };
      const taken = await leaseWorkflowItems(inside, lease);
      return { id, workspace, taken };
    });
  }

  it('leaves them to another one, and can store nothing once its lease is over', async () => {
    const { id, workspace, taken } = await startWithDead(12);
    expect(taken).toHaveLength(5);
    const run = await finish(sender, id);
    expect(run.items).toMatchObject({ total: 12, done: 12 });
    for (const lease of taken) {
      const late = { status: 'failed', code: 'internal', detail: 'too late' } as const;
      expect(await endWorkflowItem(workspace, lease, late)).toBe(false);
    }
    const items = await itemsOf(sender, id);
    expect(items.map(({ attempts }) => attempts)).toEqual([2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1]);
    expect(items.every(({ outcome }) => outcome === 'resolved')).toBe(true);
    const { rows } = await footnote.database.pool.query<{ kind: string; count: number }>(
      `select t.kind, count(*)::int as count
       from traces t
       join trace_records r on r.workspace_id = t.workspace_id and r.trace_id = t.id
       where strpos(convert_from(r.canonical, 'utf8'), $1) > 0
       group by t.kind
       order by t.kind`,
      [`"workflow_run":"${id}"`],
    );
    expect(rows).toEqual([
      { kind: 'answer', count: 12 },
      { kind: 'workflow_step', count: 12 },
    ]);
  });
});

describe('the figures of a workflow', () => {
  it('add up to its tickets, by step and by label', async () => {
    const inputs = [ANSWERABLE, UNANSWERABLE, DISPUTE].map((text) => ({ text }));
    const { body } = await start(sender, { inputs });
    await finish(sender, body.run_id);
    const { body: workflow } = await sender.get<Workflow>(
      `/v1/workflows/desk?run_id=${body.run_id}`,
    );
    const { figures } = workflow;
    expect(figures).toMatchObject({
      tickets: 3,
      failed: 0,
      outcomes: { resolved: 1, escalated: 1, review: 1 },
      decisions: { open: 2, approve: 0, correct: 0, reject: 0 },
      labels: [{ label: null, count: 3, outcomes: { resolved: 1, escalated: 1, review: 1 } }],
    });
    expect(figures.p95_ms).toBeGreaterThanOrEqual(figures.p50_ms);
    expect(figures.steps.map(({ step, count }) => [step, count])).toEqual([
      ['policy', 3],
      ['retrieve', 3],
      ['draft', 3],
      ['verify', 3],
      ['decide', 3],
    ]);
    expect(figures.steps.at(-1)?.outcomes).toEqual({ resolved: 1, escalated: 1, review: 1 });
    const { body: none } = await stranger.get<Workflow>('/v1/workflows/desk');
    expect(none.figures).toMatchObject({ tickets: 0, steps: [], labels: [] });
  });
});
