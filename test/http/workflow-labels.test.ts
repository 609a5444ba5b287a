import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Page } from '../../contract/page.ts';
import type { Review } from '../../contract/review.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import type { TraceSummary } from '../../contract/trace-summary.ts';
import type { StartedWorkflowRun, WorkflowItem } from '../../contract/workflow.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { finishWorkflowRun } from '../support/finish-workflow-run.ts';
import { writeConfig } from '../support/model-config.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';
import { TICKETS } from '../support/tickets.ts';

const models = [
  { name: 'vague', model: 'sim-uncited', tier: 'small' },
  { name: 'exact', model: 'sim-good', tier: 'large', dataClasses: ['public', 'internal'] },
] as const;
/** No ticket is sure enough for these classifiers. */
const classifiers = {
  triage: { min_probability: 1, models: ['vague', 'exact'], review: true },
  lenient: { min_probability: 1, models: ['vague', 'exact'] },
  lonely: { min_probability: 1, review: true },
};
const drafting = [{ kind: 'answer', model: 'exact' }, { kind: 'decide' }];
const classify = (classifier: string) => ({ kind: 'classify', classifier });
const workflows = [
  { name: 'desk', steps: [classify('triage'), ...drafting] },
  { name: 'sure', steps: [{ ...classify('triage'), min_probability: 0 }, ...drafting] },
  { name: 'lenient', steps: [classify('lenient'), ...drafting] },
  { name: 'lonely', steps: [classify('lonely'), ...drafting] },
  {
    name: 'held-label',
    steps: [
      classify('triage'),
      { kind: 'policy', review_when: { labels: ['leave'], label_probability: 1 } },
      ...drafting,
    ],
  },
  { name: 'poor', steps: [classify('lenient'), ...drafting] },
];
const budgets = { workflows: [{ name: 'poor', usd_per_day: 0.000001 }] };
const OF_LEAVE = 'How many days of annual leave does every employee have?';
const OF_NOTHING = 'How many employees have annual days?';

let simulator: Simulator;
let footnote: RunningFootnote;
let client: TestClient;

beforeAll(async () => {
  simulator = await startSimulator();
  const sections = { classifiers, workflows, budgets };
  footnote = await startFootnote({ config: writeConfig(simulator.baseUrl, { models, sections }) });
  client = createClient(footnote, footnote.adminKey);
  for (const name of Object.keys(classifiers)) {
    await client.post('/v1/classifiers', { name, examples: TICKETS });
  }
  const text = '# Leave\n\nEvery employee has 27 days of annual leave in a calendar year.';
  await client.ingest([{ title: 'Leave policy', source: 'leave.md', text }]);
});
afterEach(() => simulator.forgetRequests());
afterAll(async () => {
  await footnote.stop();
  await simulator.stop();
});

async function putThrough(workflow: string, text: string): Promise<WorkflowItem> {
  const input = { id: 'T-1', text, metadata: { app: 'desk', channel: 'mail' } };
  const path = `/v1/workflows/${workflow}`;
  const { body } = await client.post<StartedWorkflowRun>(`${path}/runs`, { input });
  await finishWorkflowRun(client, { workflow, id: body.run_id });
  const items = await client.get<Page<WorkflowItem>>(`${path}/items?run_id=${body.run_id}`);
  const [item] = items.body.data;
  if (item?.status !== 'done') throw new Error(JSON.stringify(items.body));
  return item;
}

async function traceOf<Kind extends 'classified' | 'workflow'>(
  id: string | null | undefined,
): Promise<Extract<TraceResponse, Record<Kind, unknown>>> {
  const { body } = await client.get<Extract<TraceResponse, Record<Kind, unknown>>>(
    `/v1/traces/${id}`,
  );
  return body;
}

/** Which were asked for the label. */
async function askedModels(): Promise<readonly string[]> {
  const requests = await simulator.requests();
  return requests
    .filter(({ path, body }) => path.endsWith('/chat/completions') && body.includes('Labels:'))
    .map(({ body }) => String((JSON.parse(body) as { model: unknown }).model));
}

const classifyStepOf = ({ steps }: WorkflowItem) => steps.find(({ kind }) => kind === 'classify');

describe('a ticket of whose label the classifier is not sure', () => {
  it('gets the label of the first of its models that is sure, which counts for the step', async () => {
    const item = await putThrough('desk', OF_LEAVE);
    expect(await askedModels()).toEqual(['sim-uncited', 'sim-good']);
    expect(item).toMatchObject({ outcome: 'resolved', label: 'leave', review: null });
    const step = classifyStepOf(item);
    expect(step).toMatchObject({ outcome: 'labelled', model: 'exact' });
    expect(step?.reason).toMatch(/ and 100 % are wanted\. .*exact named the label\.$/);
    expect(step?.usage.cost_usd).toBeGreaterThan(0);
    const costs = item.steps.map(({ usage }) => usage.cost_usd);
    expect(item.usage.cost_usd).toBeCloseTo(costs.reduce((sum, cost) => sum + cost));
    const ticket = await traceOf<'workflow'>(item.trace_id);
    expect(ticket.workflow.classification).toMatchObject({
      label: 'leave',
      decided_by: 'model',
      model: 'exact',
    });
  });

  it('has a trace of the calls for its label, which names the ticket', async () => {
    const step = classifyStepOf(await putThrough('desk', OF_LEAVE));
    const trace = await traceOf<'classified'>(step?.trace_id);
    expect(trace.attempts.map(({ kind }) => kind)).toEqual(['primary', 'escalation']);
    expect(trace.classified.asked).toMatchObject([
      { model: 'vague', label: null },
      { model: 'exact', label: 'leave' },
    ]);
    expect(trace.measures.usage).toEqual(step?.usage);
    expect(trace.identity.metadata).toMatchObject({
      channel: 'mail',
      workflow: 'desk',
      workflow_item: '1',
    });
    expect(trace.identity.caller.app).toBe('desk');
  });

  it('is held with one review of its draft where nobody is sure and a person decides', async () => {
    const item = await putThrough('desk', OF_NOTHING);
    expect(await askedModels()).toEqual(['sim-uncited', 'sim-good']);
    expect(item).toMatchObject({ outcome: 'review', label: null, review: { decision: null } });
    const reason = 'Neither the classifier nor vague, exact was sure enough.';
    expect(item.steps.at(-1)).toMatchObject({ kind: 'decide', outcome: 'review', reason });
    const { body: reviews } = await client.get<Page<Review>>('/v1/reviews?limit=200');
    const ofTicket = reviews.data.filter(({ id }) => id === item.review?.id);
    expect(ofTicket).toMatchObject([{ trace_id: item.answer_id, reason }]);
    const waiting = await client.get<Page<TraceSummary>>(
      '/v1/traces?kind=classification&status=needs_review',
    );
    expect(waiting.body.data).toEqual([]);
    const step = classifyStepOf(item);
    expect(step).toMatchObject({ outcome: 'unsure', model: 'triage@1' });
    expect(step?.usage.input_tokens).toBeGreaterThan(0);
  });

  it('is held without asking anybody where the classifier has no models', async () => {
    const item = await putThrough('lonely', OF_LEAVE);
    expect(await askedModels()).toEqual([]);
    expect(item).toMatchObject({ outcome: 'review', label: null });
    expect(classifyStepOf(item)).toMatchObject({ outcome: 'unsure', trace_id: null });
  });

  it('is escalated where nobody is sure and no policy wants a person', async () => {
    const item = await putThrough('lenient', OF_NOTHING);
    expect(item).toMatchObject({ outcome: 'escalated', label: null });
  });

  it('is held for a label that policy holds when a model names it', async () => {
    const item = await putThrough('held-label', OF_LEAVE);
    expect(item).toMatchObject({ outcome: 'review', label: 'leave' });
    expect(item.steps.find(({ kind }) => kind === 'policy')).toMatchObject({
      outcome: 'held',
      reason: 'A person decides on leave, which exact named.',
    });
  });

  it("is sent to no model for which the workflow's budget has no room", async () => {
    const item = await putThrough('poor', OF_LEAVE);
    expect(await askedModels()).toEqual([]);
    expect(item).toMatchObject({ outcome: 'escalated', label: null });
    const step = classifyStepOf(item);
    expect(step?.usage.cost_usd).toBe(0);
    const trace = await traceOf<'classified'>(step?.trace_id);
    expect(trace.classified.asked.map(({ model, reply }) => [model, reply])).toEqual([
      ['vague', null],
      ['exact', null],
    ]);
  });
});

describe('a ticket of whose label the classifier is sure', () => {
  it('is sent to no model, and its own trace has the label', async () => {
    const item = await putThrough('sure', OF_LEAVE);
    expect(await askedModels()).toEqual([]);
    expect(classifyStepOf(item)).toMatchObject({
      outcome: 'labelled',
      model: 'triage@1',
      trace_id: null,
      usage: { input_tokens: 0, output_tokens: 0, cost_usd: 0 },
    });
    const ticket = await traceOf<'workflow'>(item.trace_id);
    expect(ticket.workflow.classification).toMatchObject({
      label: item.label,
      decided_by: 'classifier',
      model: null,
    });
  });
});
