import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { CreatedApiKey } from '../../contract/api-key.ts';
import type { BudgetPage } from '../../contract/budget.ts';
import type { Problem } from '../../contract/problem.ts';
import type { RouteExplanation } from '../../contract/route-explanation.ts';
import { AnswerTraceRecord } from '../../contract/trace.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { writeConfig } from '../support/model-config.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';

const QUESTION = 'How many days of annual leave does every employee have?';
const ASKED = { question: QUESTION, collections: ['hr'] };
const LEAVE = `# Leave policy

Every employee has 27 days of annual leave in a calendar year.
`;

let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator();
});
afterAll(() => simulator.stop());
beforeEach(() => simulator.forgetRequests());

/** A server that knows one document and one model with a price. */
async function startWith(sections: Readonly<Record<string, object>>) {
  const footnote = await startFootnote({
    config: writeConfig(simulator.baseUrl, { models: [{ name: 'sim-good' }], sections }),
  });
  const admin = createClient(footnote, footnote.adminKey);
  await admin.ingest([
    { title: 'Leave', text: LEAVE, source: 'leave.md', collection: 'hr', mime: 'text/markdown' },
  ]);
  return { footnote, admin };
}

/** The most that the model may cost for the question. */
async function mostCostOf(client: TestClient): Promise<number> {
  const { body } = await client.post<RouteExplanation>('/v1/routing/explain', ASKED);
  const candidate = body.candidates.find(({ model }) => model === 'sim-good');
  return candidate?.estimated_cost_usd ?? 0;
}

async function keyWith(
  { footnote, admin }: { readonly footnote: RunningFootnote; readonly admin: TestClient },
  budgetUsd: number | null,
): Promise<TestClient> {
  const { body } = await admin.post<CreatedApiKey>('/v1/keys', {
    name: 'asker',
    scopes: ['ask'],
    budget_usd_per_day: budgetUsd,
  });
  return createClient(footnote, body.key);
}

describe('a key with a budget', () => {
  let server: Awaited<ReturnType<typeof startWith>>;
  let most: number;
  beforeAll(async () => {
    server = await startWith({ budgets: { workflows: [{ name: 'triage', usd_per_day: 1e-6 }] } });
    most = await mostCostOf(server.admin);
  });
  afterAll(() => server.footnote.stop());

  async function traceOf(id: string): Promise<AnswerTraceRecord> {
    return AnswerTraceRecord.parse((await server.admin.get(`/v1/traces/${id}`)).body);
  }

  it('gets the rule-based answer once it is beyond it, and the trace says why', async () => {
    const client = await keyWith(server, most * 1.01);
    const first = await client.ask(ASKED);
    const second = await client.ask(ASKED);

    expect(first.route).toMatchObject({ model: 'sim-good', fallback: null });
    expect(second).toMatchObject({
      status: 'answered',
      answer: 'Every employee has 27 days of annual leave in a calendar year. [1]',
      route: {
        model: 'builtin-extractive',
        fallback: { kind: 'rule_based', reason: 'sim-good: budget' },
      },
      usage: { cost_usd: 0 },
    });
    expect(second.route.reasons.join(' ')).toMatch(
      /sim-good is passed over: The key's budget of .* USD a day has .* USD left; a call may cost/,
    );
    const { routing, attempts } = await traceOf(second.id);
    expect(attempts).toEqual([]);
    expect(routing.candidates.find(({ model }) => model === 'sim-good')).toMatchObject({
      eligible: false,
      refused_by: 'budget',
    });
    expect(await simulator.requests()).toHaveLength(1);
  });

  it('leaves every other key alone', async () => {
    const poor = await keyWith(server, most / 2);
    const rich = await keyWith(server, most * 10);
    const unbounded = await keyWith(server, null);
    const answers = await Promise.all([poor, rich, unbounded].map((client) => client.ask(ASKED)));

    expect(answers.map(({ route }) => route.model)).toEqual([
      'builtin-extractive',
      'sim-good',
      'sim-good',
    ]);
  });

  it('never has more calls under way than it can pay', async () => {
    const client = await keyWith(server, most * 1.01);
    const answers = await Promise.all(Array.from({ length: 8 }, () => client.ask(ASKED)));
    const refused = answers.filter(({ route }) => route.model === 'builtin-extractive');

    expect(refused).toHaveLength(7);
    expect(await simulator.requests()).toHaveLength(1);
    for (const { id } of refused) {
      const { routing, skipped = [] } = await traceOf(id);
      const refusals = [...routing.candidates, ...skipped].map(({ refused_by: by }) => by);
      expect(refusals).toContain('budget');
    }
  });

  it('is told when most of it is used', async () => {
    const client = await keyWith(server, most * 1.01);
    const { route } = await client.ask(ASKED);
    expect(route.reasons.join(' ')).not.toContain('is used to');

    const { rowCount } = await server.footnote.database.pool.query(
      `update budget_days set spent_usd = $1 where scope = 'key' and spent_usd > 0`,
      [most],
    );
    expect(rowCount).toBeGreaterThan(0);
    expect((await client.ask(ASKED)).route.reasons.join(' ')).toMatch(
      /The key's budget of .* USD a day is used to 99 %\./,
    );
  });

  it('shares the budget of a workflow with whoever asks in its name', async () => {
    const client = await keyWith(server, null);
    const answer = await client.ask({ ...ASKED, metadata: { workflow: 'triage' } });

    expect(answer.route.reasons.join(' ')).toContain("The workflow's budget");
    expect(answer.route.model).toBe('builtin-extractive');
  });
});

describe('a workspace beyond its budget, where the policy is to refuse', () => {
  let server: Awaited<ReturnType<typeof startWith>>;
  beforeAll(async () => {
    const budgets = { workspace_usd_per_day: 1e-6, on_exceed: 'refuse' };
    server = await startWith({ budgets });
  });
  afterAll(() => server.footnote.stop());

  it('answers 429 until the next UTC day', async () => {
    const reply = await server.admin.post<Problem>('/v1/answers', ASKED);

    expect(reply.status).toBe(429);
    expect(reply.body).toMatchObject({ type: 'urn:footnote:problem:budget_exceeded' });
    expect(reply.body.detail).toContain("The workspace's budget of 0.000001 USD a day");
    const retryAfter = Number(reply.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThanOrEqual(86_400);
    expect(await simulator.requests()).toEqual([]);
  });

  it('says so to clients of OpenAI in their terms', async () => {
    const reply = await server.admin.post('/v1/chat/completions', {
      model: 'auto',
      messages: [{ role: 'user', content: QUESTION }],
    });

    expect(reply).toMatchObject({
      status: 429,
      body: { error: { type: 'rate_limit_error', code: 'insufficient_quota' } },
    });
  });

  it('answers the same where a stream was asked for, before it begins', async () => {
    const reply = await server.admin.post<Problem>('/v1/answers', { ...ASKED, stream: true });

    expect(reply.status).toBe(429);
    expect(reply.body).toMatchObject({ type: 'urn:footnote:problem:budget_exceeded' });
    const id = reply.headers.get('x-footnote-trace-id') ?? '';
    const { body } = await server.admin.get<{ readonly state: string }>(`/v1/traces/${id}`);
    expect(body.state).toBe('interrupted');
  });

  it('still quotes for whoever asks for quotes', async () => {
    const answer = await server.admin.ask({ ...ASKED, model: 'builtin-extractive' });

    expect(answer).toMatchObject({ status: 'answered', route: { model: 'builtin-extractive' } });
  });
});

describe('the list of budgets', () => {
  let server: Awaited<ReturnType<typeof startWith>>;
  beforeAll(async () => {
    const workflows = [{ name: 'triage', usd_per_day: 5 }];
    server = await startWith({
      budgets: { workspace_usd_per_day: 40, workflows, soft_limit: 0.5, on_exceed: 'refuse' },
    });
  });
  afterAll(() => server.footnote.stop());

  it('says what is spent, set aside and left today, of the workspace, workflows and keys', async () => {
    const client = await keyWith(server, 2);
    await keyWith(server, null);
    const answer = await client.ask({ ...ASKED, metadata: { workflow: 'triage' } });
    const cost = answer.usage.cost_usd;
    expect(cost).toBeGreaterThan(0);
    const { body, status } = await server.admin.get<BudgetPage>('/v1/budgets');

    expect(status).toBe(200);
    const used = { spent_usd: cost, reserved_usd: 0, state: 'open' };
    expect(body).toEqual({
      data: [
        {
          scope: 'workspace',
          subject: 'default',
          name: 'default',
          limit_usd: 40,
          left_usd: 40 - cost,
          ...used,
        },
        {
          scope: 'workflow',
          subject: 'triage',
          name: 'triage',
          limit_usd: 5,
          left_usd: 5 - cost,
          ...used,
        },
        {
          scope: 'key',
          subject: expect.any(String),
          name: 'asker',
          limit_usd: 2,
          left_usd: 2 - cost,
          ...used,
        },
      ],
      next_cursor: null,
      day: new Date().toISOString().slice(0, 10),
      renewed_at: expect.stringMatching(/T00:00:00\.000Z$/),
      on_exceed: 'refuse',
    });
  });

  it('says which are nearly used up, or wholly', async () => {
    const set = (spent: number, reserved: number) =>
      server.footnote.database.pool.query(
        `update budget_days set spent_usd = $1, reserved_usd = $2 where scope = 'workflow'`,
        [spent, reserved],
      );
    const stateOf = async () => {
      const { body } = await server.admin.get<BudgetPage>('/v1/budgets');
      return body.data.find(({ scope }) => scope === 'workflow');
    };
    await set(2, 0.5);
    expect(await stateOf()).toMatchObject({ state: 'soft_limit', left_usd: 2.5 });
    await set(2, 3);
    expect(await stateOf()).toMatchObject({ state: 'full', left_usd: 0 });
  });

  it('goes through the keys page by page, the shared budgets first', async () => {
    await keyWith(server, 3);
    const first = await server.admin.get<BudgetPage>('/v1/budgets?limit=1');
    expect(first.body.data.map(({ scope }) => scope)).toEqual(['workspace', 'workflow', 'key']);
    const cursor = first.body.next_cursor ?? '';
    const second = await server.admin.get<BudgetPage>(`/v1/budgets?limit=1&cursor=${cursor}`);
    expect(second.body.data.map(({ limit_usd: limit }) => limit)).toEqual([2]);
  });

  it('is for whoever audits', async () => {
    const asker = await keyWith(server, 1);
    expect((await asker.get('/v1/budgets')).status).toBe(403);
    expect((await server.admin.get('/v1/budgets?day=yesterday')).status).toBe(422);
  });
});
