import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DistilledVersion, StoredExample, TrainedVersion } from '../../contract/classifier.ts';
import type { ClassificationNow, ClassifyResponse } from '../../contract/classify.ts';
import type { Page } from '../../contract/page.ts';
import type { Problem } from '../../contract/problem.ts';
import type { Review, ReviewDetail } from '../../contract/review.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import type { TraceSummary } from '../../contract/trace-summary.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { writeConfig } from '../support/model-config.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';
import { TICKETS } from '../support/tickets.ts';

const models = [
  { name: 'vague', model: 'sim-uncited', tier: 'small' },
  { name: 'exact', model: 'sim-good', tier: 'large', dataClasses: ['public', 'internal'] },
] as const;
/** No text is sure enough for the classifier. */
const cascade = { min_probability: 1, models: ['vague', 'exact'], review: true };
const sections = {
  classifiers: { triage: cascade, described: cascade, lonely: { min_probability: 1 } },
};
const MEANING = { label: 'printer', description: 'Paper, toner and zebra stripes.' };
const MODEL_TEXT = 'there is something about leave';
const PRIVATE_TEXT = 'leave for jane.doe@example.com, IBAN GB82 WEST 1234 5698 7654 32';

let simulator: Simulator;
let footnote: RunningFootnote;
let client: TestClient;

beforeAll(async () => {
  simulator = await startSimulator();
  const config = writeConfig(simulator.baseUrl, { models, sections });
  footnote = await startFootnote({ config, hasWorker: false });
  client = createClient(footnote, footnote.adminKey);
  for (const name of ['triage', 'lonely']) {
    await client.post('/v1/classifiers', { name, examples: TICKETS });
  }
  const described = { name: 'described', examples: TICKETS, label_descriptions: [MEANING] };
  await client.post('/v1/classifiers', described);
});
afterEach(() => simulator.forgetRequests());
afterAll(async () => {
  await footnote.stop();
  await simulator.stop();
});

async function classify(text: string, more: object = {}) {
  const request = { classifier: 'triage', text, ...more };
  const { body } = await client.post<ClassifyResponse>('/v1/classify', request);
  const [result] = body.results;
  if (result === undefined) throw new Error(JSON.stringify(body));
  return { ...body, result };
}

type ClassifiedTrace = Extract<TraceResponse, { classified: unknown }>;

async function traceOf(id: string | null): Promise<ClassifiedTrace> {
  const { body } = await client.get<ClassifiedTrace>(`/v1/traces/${id}`);
  return body;
}

async function askedModels(): Promise<readonly string[]> {
  const requests = await simulator.requests();
  return requests
    .filter(({ path }) => path.endsWith('/chat/completions'))
    .map(({ body }) => String((JSON.parse(body) as { model: unknown }).model));
}

describe('a text of which the classifier is not sure', () => {
  it('goes to the small model and then to the larger one, whose label counts', async () => {
    const { result, usage } = await classify(MODEL_TEXT);
    expect(result).toMatchObject({ label: 'leave', decided_by: 'model', model: 'exact' });
    expect(result).toMatchObject({ abstained: false, review_id: null });
    expect(await askedModels()).toEqual(['sim-uncited', 'sim-good']);
    expect(usage.cost_usd).toBeGreaterThan(0);
    const trace = await traceOf(result.trace_id);
    expect(trace.classified.asked).toMatchObject([
      { model: 'vague', reply: 'no-such-label', label: null },
      { model: 'exact', reply: 'leave', label: 'leave' },
    ]);
    expect(trace.attempts.map(({ kind }) => kind)).toEqual(['primary', 'escalation']);
    expect(trace.measures.usage).toEqual(usage);
    expect(trace.prompt?.messages[1]?.content).toContain(MODEL_TEXT);
  });

  it('is sent to no model that may not see what is in it', async () => {
    const { result } = await classify(PRIVATE_TEXT);
    expect(await askedModels()).toEqual(['sim-uncited']);
    const trace = await traceOf(result.trace_id);
    const [, exact] = trace.classified.asked;
    expect(exact).toMatchObject({ model: 'exact', reply: null });
    expect(exact?.receipt.candidates.find(({ model }) => model === 'exact')?.refused_by).toBe(
      'policy',
    );
    expect(result).toMatchObject({ label: null, abstained: true, decided_by: 'nobody' });
    expect(result.review_id).not.toBeNull();
  });

  it('is sent to no model that the key may not use', async () => {
    const { body } = await client.post<{ key: string }>('/v1/keys', {
      name: 'narrow',
      scopes: ['ask'],
      clearance: 'internal',
      models: ['vague'],
    });
    const narrow = createClient(footnote, body.key);
    await narrow.post('/v1/classify', { classifier: 'triage', text: MODEL_TEXT });
    expect(await askedModels()).toEqual(['sim-uncited']);
  });

  it('goes to models that are told what labels mean', async () => {
    const { result } = await classify('a zebra in room 4', { classifier: 'described' });
    expect(result).toMatchObject({ label: 'printer', decided_by: 'model', model: 'exact' });
    const trace = await traceOf(result.trace_id);
    expect(trace.prompt?.messages[1]?.content).toContain(
      'What labels mean:\n- printer: Paper, toner and zebra stripes.\n',
    );
  });

  it('is on record when it was sent to a model, whatever the caller wants', async () => {
    const { result } = await classify(MODEL_TEXT, { store: false });
    expect(result.trace_id).not.toBeNull();
  });

  it('is left alone where nobody is to be asked', async () => {
    const { result } = await classify(MODEL_TEXT, { classifier: 'lonely' });
    expect(result).toMatchObject({ label: null, decided_by: 'nobody', review_id: null });
    expect(await askedModels()).toEqual([]);
  });
});

describe('a text of which nobody is sure', () => {
  const reviewOf = async (text: string, more?: object) => {
    const { result } = await classify(text, more);
    const { body } = await client.get<ReviewDetail>(`/v1/reviews/${result.review_id}`);
    return { result, review: body };
  };
  const decide = (review: Review, decision: object) =>
    client.post<Pick<ReviewDetail, 'record'> & Problem>(
      `/v1/reviews/${review.id}/decision`,
      decision,
    );

  it('waits for a person with what the classifier and the models said', async () => {
    const { result, review } = await reviewOf('zebra astronomy');
    expect(review).toMatchObject({ status: 'open', question: 'zebra astronomy', evidence: [] });
    expect(review.draft?.text).toBe(result.top[0]?.label);
    expect(review.classified).toMatchObject({
      classifier: 'triage',
      version: 1,
      labels: ['leave', 'password', 'printer'],
      asked: [{ model: 'vague' }, { model: 'exact', reply: 'UNSURE' }],
    });
    const listed = await client.get<Page<TraceSummary>>(
      '/v1/traces?kind=classification&status=needs_review&limit=1',
    );
    expect(listed.body.data[0]?.id).toBe(result.trace_id);
  });

  it('waits with what the labels mean', async () => {
    const { review } = await reviewOf('astronomy', { classifier: 'described' });
    expect(review.classified?.label_descriptions).toEqual([MEANING]);
  });

  it('gets the label that a person decides on, which is one of the labels', async () => {
    const { review } = await reviewOf('comets and quasars');
    const wrong = await decide(review, { decision: 'correct', answer: 'space' });
    expect(wrong.status).toBe(422);
    expect(wrong.body.errors?.[0]?.message).toContain('leave, password, printer');
    const right = await decide(review, { decision: 'correct', answer: 'printer' });
    expect(right.body).toMatchObject({ status: 'decided', record: { intact: true } });
    expect(right.body.record?.decision.answer).toBe('printer');
    const now = await client.get<ClassificationNow>(`/v1/classifications/${review.trace_id}`);
    expect(now.body).toMatchObject({
      label: 'printer',
      decided_by: 'person',
      review: { id: review.id, decision: 'correct' },
    });
  });

  it('gets the first label of the classifier when that is approved', async () => {
    const { result, review } = await reviewOf('quasars and comets');
    const { body } = await decide(review, { decision: 'approve' });
    expect(body.record?.decision.answer).toBe(result.top[0]?.label);
  });

  it('becomes an example of the next version with its new label, once', async () => {
    const { review } = await reviewOf('nebula on the horizon');
    const path = '/v1/classifiers/triage/examples/from-reviews';
    const undecided = await client.post(path, { review_ids: [review.id] });
    expect(undecided.status).toBe(404);
    await decide(review, { decision: 'correct', answer: 'printer' });
    const { body } = await client.post<TrainedVersion>(path, { review_ids: [review.id] });
    const { body: examples } = await client.get<Page<StoredExample>>(
      `/v1/classifiers/triage/examples?version=${body.version}&label=printer`,
    );
    expect(examples.data).toContainEqual({
      text: 'nebula on the horizon',
      label: 'printer',
      origin: 'review',
      origin_id: review.id,
    });
    expect((await client.post(path, { review_ids: [review.id] })).status).toBe(409);
    expect((await client.post(path, {})).status).toBe(201);
  });
});

describe('a model that teaches the classifier', () => {
  const texts = [
    'leave in june, please',
    'is leave paid out',
    'leave for two weeks',
    'password of the wifi',
    'the password was refused',
    'printer in room nine',
    'which printer prints in colour',
    'nothing that fits',
  ];
  const distil = (request: object) =>
    client.post<DistilledVersion & Problem>('/v1/classifiers/lonely/distil', {
      model: 'exact',
      texts,
      ...request,
    });

  it('labels texts, of which the next version learns; gap and saving are told', async () => {
    const { status, body } = await distil({ compare_on: 6 });
    expect(status).toBe(201);
    expect(body).toMatchObject({ name: 'lonely', version: 2, active: false });
    const { distillation } = body;
    expect(distillation.texts).toEqual({ given: 8, labelled: 7, unlabelled: 1 });
    expect(distillation.compared?.examples).toBe(6);
    const { model_accuracy: model, classifier_accuracy: classifier } = distillation.compared ?? {};
    expect(distillation.compared?.gap).toBeCloseTo((model ?? 0) - (classifier ?? 0), 9);
    expect(distillation.saving.model_usd_per_1000).toBeGreaterThan(0);
    const { body: examples } = await client.get<Page<StoredExample>>(
      '/v1/classifiers/lonely/examples?version=2&label=password',
    );
    expect(examples.data).toContainEqual({
      text: 'password of the wifi',
      label: 'password',
      origin: 'model',
      origin_id: 'exact',
    });
    const traces = await client.get<Page<TraceSummary>>('/v1/traces?model=exact&limit=200');
    expect(traces.body.data.map(({ question }) => question)).toEqual(
      expect.arrayContaining(texts.slice(0, 7)),
    );
  });

  it('has to be configured', async () => {
    const { status, body } = await distil({ model: 'nobody' });
    expect(status).toBe(422);
    expect(body.errors?.[0]?.message).toContain('there are vague, exact');
  });
});
