import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TraceResponse } from '../../contract/trace.ts';
import type { StartedWorkflowRun, Workflow, WorkflowItem } from '../../contract/workflow.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { writeConfig } from '../support/model-config.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';

const QUESTION = 'How many days of annual leave does every employee have?';
const models = [
  { name: 'wrong', model: 'sim-wrong-number', tier: 'small' },
  { name: 'right', model: 'sim-good', tier: 'large' },
] as const;
const draft = { kind: 'answer', model: 'wrong' };
const workflows = [
  {
    name: 'larger',
    steps: [draft, { kind: 'verify' }, { kind: 'escalate', model: 'right' }, { kind: 'decide' }],
  },
  {
    name: 'no-better',
    steps: [draft, { kind: 'verify' }, { kind: 'escalate', model: 'wrong' }, { kind: 'decide' }],
  },
  {
    name: 'regulated',
    steps: [
      { kind: 'policy', review_when: { sensitivity: { gte: 'public' } } },
      draft,
      { kind: 'verify' },
      { kind: 'escalate', model: 'right' },
      { kind: 'decide' },
    ],
  },
  { name: 'bounded', steps: [draft, { kind: 'decide' }] },
];
/** A marked draft stands with its verdicts: what becomes of it is the workflow's to say. */
const routes = [{ name: 'all', on_unsupported: 'accept' }];
const budgets = {
  workflows: [{ name: 'bounded', usd_per_day: 0.000001 }],
  on_exceed: 'refuse',
};

let simulator: Simulator;
let footnote: RunningFootnote;
let client: TestClient;

beforeAll(async () => {
  simulator = await startSimulator();
  const config = writeConfig(simulator.baseUrl, {
    models,
    routes,
    sections: { workflows, budgets },
  });
  footnote = await startFootnote({ config });
  client = createClient(footnote, footnote.adminKey);
  const text = '# Leave\n\nEvery employee has 27 days of annual leave in a calendar year.';
  await client.ingest([{ title: 'Leave policy', source: 'leave.md', text }]);
});
afterAll(async () => {
  await footnote.stop();
  await simulator.stop();
});

async function putThrough(workflow: string): Promise<WorkflowItem> {
  const path = `/v1/workflows/${workflow}/runs`;
  const { body } = await client.post<StartedWorkflowRun>(path, { input: { text: QUESTION } });
  const itemsPath = `/v1/workflows/${workflow}/items?run_id=${body.run_id}`;
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const items = await client.get<{ data: WorkflowItem[] }>(itemsPath);
    const [item] = items.body.data;
    if (item?.finished_at !== null && item !== undefined) return item;
    await sleep(50);
  }
  throw new Error('The ticket did not end in time.');
}

describe('a draft that is not supported', () => {
  it('is replaced by the accepted one of a larger model, and both are on record', async () => {
    const item = await putThrough('larger');
    expect(item).toMatchObject({
      outcome: 'resolved',
      model: 'right',
      is_escalated_to_model: true,
      verdict: 'verified',
    });
    expect(item.steps.map(({ kind, outcome, model }) => [kind, outcome, model])).toEqual([
      ['answer', 'drafted', 'wrong'],
      ['verify', 'refused', null],
      ['escalate', 'accepted', 'right'],
      ['decide', 'resolved', null],
    ]);
    const [first, , second] = item.steps;
    expect(item.usage.cost_usd).toBeCloseTo(
      (first?.usage.cost_usd ?? 0) + (second?.usage.cost_usd ?? 0),
    );
    expect(item.usage.cost_usd).toBeGreaterThan(0);
    expect(second?.trace_id).toBe(item.answer_id);
    const { body } = await client.get<TraceResponse>(`/v1/traces/${first?.trace_id}`);
    expect(body).toMatchObject({
      outcome: {
        status: 'answered',
        decisions: [{ decision: 'accept' }, { decision: 'escalate' }],
      },
    });
  });

  it('goes to a person when the larger model does no better', async () => {
    const item = await putThrough('no-better');
    expect(item).toMatchObject({ outcome: 'escalated', is_escalated_to_model: true });
    expect(item.review).toMatchObject({ decision: null });
    expect(item.steps.at(-1)?.reason).toBe(
      "No claim of wrong's draft is supported by what it cites.",
    );
  });

  it('is held without asking a larger model where policy wants a person', async () => {
    const item = await putThrough('regulated');
    expect(item).toMatchObject({ outcome: 'review', is_escalated_to_model: false, model: 'wrong' });
    expect(item.steps.at(-1)).toMatchObject({
      outcome: 'review',
      reason: expect.stringContaining('A person decides on what is'),
    });
  });
});

describe('the budget of a workflow', () => {
  it('ends tickets that it has no room for, and says so', async () => {
    const item = await putThrough('bounded');
    expect(item).toMatchObject({ status: 'failed', error: { code: 'budget_exceeded' } });
    expect(item.error?.detail).toContain("The workflow's budget");
  });
});

describe('the figures of a workflow that escalates', () => {
  it('count the larger model by its step, with tokens and cost', async () => {
    await putThrough('larger');
    const { body } = await client.get<Workflow>('/v1/workflows/larger');
    const { figures } = body;
    expect(figures.larger_model).toBe(figures.tickets);
    const step = figures.steps.find(({ kind }) => kind === 'escalate');
    expect(step).toMatchObject({ count: figures.tickets, outcomes: { accepted: figures.tickets } });
    expect(step?.usage.output_tokens).toBeGreaterThan(0);
    const sum = figures.steps.reduce((total, { usage }) => total + usage.cost_usd, 0);
    expect(figures.usage.cost_usd).toBeCloseTo(sum);
  });
});
