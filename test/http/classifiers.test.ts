import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  Classifier,
  ClassifierDetail,
  ClassifierVersionSummary,
  StoredExample,
  TrainedVersion,
  VersionComparison,
} from '../../contract/classifier.ts';
import type { ClassifyResponse } from '../../contract/classify.ts';
import type { Page } from '../../contract/page.ts';
import type { Problem } from '../../contract/problem.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import type { TraceSummary } from '../../contract/trace-summary.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { TICKETS } from '../support/tickets.ts';

let footnote: RunningFootnote;
let client: TestClient;
let first: TrainedVersion;

beforeAll(async () => {
  footnote = await startFootnote({ hasWorker: false });
  client = createClient(footnote, footnote.adminKey);
  const reply = await client.post<TrainedVersion>('/v1/classifiers', {
    name: 'triage',
    examples: TICKETS,
  });
  first = reply.body;
});
afterAll(() => footnote.stop());

function train(name: string, examples: readonly object[]) {
  return client.post<TrainedVersion & Problem>('/v1/classifiers', { name, examples });
}

function classify(request: object) {
  return client.post<ClassifyResponse & Problem>('/v1/classify', {
    classifier: 'triage',
    ...request,
  });
}

describe('training', () => {
  it('reports how good the version is on examples that were left out', () => {
    const { report } = first;
    expect(first).toMatchObject({ name: 'triage', version: 1, active: true });
    expect(report.examples).toEqual({ given: 18, used: 18, duplicates: 0, contradictory: 0 });
    expect(report.labels.map(({ label }) => label)).toEqual(['leave', 'password', 'printer']);
    const right = report.labels.reduce((sum, { recall, examples }) => sum + recall * examples, 0);
    expect(report.accuracy).toBeCloseTo(right / 18, 9);
    const wrong = report.confusions.reduce((sum, { count }) => sum + count, 0);
    expect(wrong).toBe(Math.round((1 - report.accuracy) * 18));
    expect(report.coverage.at(-1)).toMatchObject({ coverage: 1, accuracy: report.accuracy });
    expect(report.calibration.bins.reduce((sum, { count }) => sum + count, 0)).toBe(18);
  });

  it('has no calibration of probabilities that no text was given', () => {
    const { bins } = first.report.calibration;
    expect(bins.length).toBeGreaterThan(0);
    expect(bins.filter(({ count }) => count === 0)).toEqual([]);
    expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(18);
  });

  it('keeps one of a text that is given twice, and says so', async () => {
    const copy = { text: ' Printer  out of TONER', label: 'printer' };
    const { body } = await train('copies', [...TICKETS, copy]);
    expect(body.report.examples).toMatchObject({ given: 19, used: 18, duplicates: 1 });
  });

  it('leaves out a text with two labels, and names it', async () => {
    const { body } = await train('contradicting', [
      ...TICKETS,
      { text: 'printer out of toner', label: 'leave' },
    ]);
    expect(body.report.examples).toMatchObject({ used: 17, contradictory: 2 });
    expect(body.report.contradictions).toEqual([
      { text: 'printer out of toner', labels: ['leave', 'printer'] },
    ]);
  });

  it('names an example whose label is probably wrong', async () => {
    const wrong = { text: 'please reset the password of my account', label: 'printer' };
    const { body } = await train('suspicious', [...TICKETS, wrong]);
    expect(body.report.suspects[0]).toMatchObject({ ...wrong, predicted: 'password' });
  });

  it.each([
    ['one label', TICKETS.slice(0, 6), /at least two labels; all have the label "printer"/u],
    ['few examples', TICKETS.slice(0, 10), /at least 5 different texts .*"password" \(4\)/u],
    [
      'few examples that do not contradict',
      [...TICKETS.slice(1, 12), { text: 'printer out of toner', label: 'password' }],
      /1 text has several labels .*"printer out of toner" \(password, printer\)/u,
    ],
    [
      'an example of a megabyte',
      [{ text: 'x'.repeat(1_000_000), label: 'a' }],
      /32000 characters/u,
    ],
    ['a blank example', [{ text: '  ', label: 'a' }], /must not be blank/u],
  ])('refuses %s with a message that names it', async (_what, examples, message) => {
    const { status, body } = await train('refused', examples);
    expect(status).toBe(422);
    expect(body.errors?.[0]?.path).toMatch(/^\/examples/u);
    expect(body.errors?.[0]?.message).toMatch(message);
    expect((await client.get('/v1/classifiers/refused')).status).toBe(404);
  });

  it('gives the same answer to a repeated request, and trains once', async () => {
    const request = { name: 'repeated', examples: TICKETS };
    const key = { 'idempotency-key': 'train-once' };
    const one = await client.post<TrainedVersion>('/v1/classifiers', request, key);
    const other = await client.post<TrainedVersion>('/v1/classifiers', request, key);
    expect(other.body).toEqual(one.body);
    const { body } = await client.get<Classifier>('/v1/classifiers/repeated');
    expect(body.version_count).toBe(1);
  });
});

describe('classifying', () => {
  it('gives the label, how probable it is, the next ones and the words that decided', async () => {
    const { body } = await classify({ text: 'please reset my pasword' });
    const [result] = body.results;
    expect(body).toMatchObject({ classifier: 'triage', version: 1 });
    expect(result).toMatchObject({ label: 'password', abstained: false });
    expect(result?.top).toHaveLength(3);
    expect(result?.top[0]).toEqual({ label: 'password', probability: result?.probability });
    expect(result?.why.map(({ term }) => term)).toContain('password');
  });

  it('answers many texts in their order', async () => {
    const { body } = await classify({ texts: TICKETS.map(({ text }) => text) });
    expect(body.results.map(({ label }) => label)).toEqual(TICKETS.map(({ label }) => label));
    expect(new Set(body.results.map(({ trace_id: id }) => id)).size).toBe(TICKETS.length);
  });

  it('abstains below the wanted probability', async () => {
    const { body } = await classify({ text: 'zebra astronomy', min_probability: 0.95 });
    expect(body.results[0]).toMatchObject({ label: null, abstained: true });
    expect(body.results[0]?.oddity).toBeGreaterThan(0.9);
  });

  it('abstains where no word of the text is known, whatever probability is wanted', async () => {
    const { body } = await classify({ text: '😀 qwzx', min_probability: 0 });
    expect(body.results[0]).toMatchObject({
      label: null,
      abstained: true,
      why: [],
      decided_by: 'nobody',
      reason: 'The classifier knows no word of the text.',
    });
  });

  it('keeps a trace of each text with what decided', async () => {
    const { body } = await classify({ text: 'the toner is empty' });
    const [result] = body.results;
    const trace = await client.get<Extract<TraceResponse, { classified: unknown }>>(
      `/v1/traces/${result?.trace_id}`,
    );
    const { body: version } = await client.get<ClassifierVersionSummary>(
      '/v1/classifiers/triage/versions/1',
    );
    expect(trace.body.integrity.intact).toBe(true);
    expect(trace.body.classified).toMatchObject({
      text: 'the toner is empty',
      classifier: { name: 'triage', version: 1, sha256: version.sha256 },
      said: { label: result?.label, probability: result?.probability, why: result?.why },
    });
    const listed = await client.get<Page<TraceSummary>>('/v1/traces?kind=classification&limit=1');
    expect(listed.body.data[0]).toMatchObject({ id: result?.trace_id, model: 'triage@1' });
  });

  it('keeps no trace where none is wanted', async () => {
    const { body } = await classify({ text: 'the toner is empty', store: false });
    expect(body.results[0]?.trace_id).toBeNull();
  });

  it.each([
    [404, { classifier: 'nobody', text: 'a' }],
    [404, { text: 'a', version: 99 }],
    [422, {}],
    [422, { text: 'a', texts: ['b'] }],
    [422, { texts: [] }],
    [422, { texts: Array.from({ length: 257 }, () => 'a') }],
    [422, { text: 'x'.repeat(1_000_000) }],
  ])('answers %i for a request that is not right', async (expected, request) => {
    const { status, body } = await classify(request);
    expect(status).toBe(expected);
    expect(body.detail).not.toBe('');
  });
});

describe('versions', () => {
  it('are kept, compared, activated and rolled back', async () => {
    const examples = [
      { text: 'is my badge valid', label: 'badge' },
      { text: 'I lost my badge', label: 'badge' },
      { text: 'badge does not open the door', label: 'badge' },
      { text: 'a badge for a visitor', label: 'badge' },
      { text: 'new photo for the badge', label: 'badge' },
    ];
    await train('steps', TICKETS);
    const added = await client.post<TrainedVersion>('/v1/classifiers/steps/examples', { examples });
    expect(added.body).toMatchObject({ version: 2, active: true });

    const { body: comparison } = await client.get<VersionComparison>(
      '/v1/classifiers/steps/compare?from=1&to=2',
    );
    expect(comparison.examples).toEqual({ added: 5, removed: 0, relabelled: 0, kept: 18 });
    expect(comparison.labels.find(({ label }) => label === 'badge')).toMatchObject({
      f1_from: null,
    });

    const badge = { classifier: 'steps', text: 'my badge is lost' };
    expect((await classify(badge)).body).toMatchObject({
      version: 2,
      results: [{ label: 'badge' }],
    });
    const back = await client.post<Classifier>('/v1/classifiers/steps/rollback', {});
    expect(back.body).toMatchObject({ version: 1, previous_version: 2, version_count: 2 });
    expect((await classify(badge)).body.version).toBe(1);
    await client.post('/v1/classifiers/steps/versions/2/activate', {});
    expect((await classify(badge)).body.version).toBe(2);

    const { body: versions } = await client.get<Page<ClassifierVersionSummary>>(
      '/v1/classifiers/steps/versions',
    );
    expect(versions.data).toMatchObject([
      { version: 2, active: true, based_on: 1, example_count: 23, label_count: 4 },
      { version: 1, active: false, based_on: null, example_count: 18, label_count: 3 },
    ]);
  });

  it('take over the examples of the last one, with the new label of a text given again', async () => {
    await train('relabelled', TICKETS);
    const examples = [{ text: 'My account is LOCKED', label: 'printer' }];
    await client.post('/v1/classifiers/relabelled/examples', { examples, activate: false });
    const { body } = await client.get<Page<StoredExample>>(
      '/v1/classifiers/relabelled/examples?version=2&label=printer',
    );
    expect(body.data.map(({ text }) => text)).toContain('My account is LOCKED');
    const { body: classifier } = await client.get<ClassifierDetail>('/v1/classifiers/relabelled');
    expect(classifier).toMatchObject({ version: 1, version_count: 2 });
  });

  it('are refused where there is none to go to', async () => {
    const rollback = await client.post('/v1/classifiers/triage/rollback', {});
    const activate = await client.post('/v1/classifiers/triage/versions/9/activate', {});
    const compare = await client.get('/v1/classifiers/triage/compare?from=1&to=9');
    expect([rollback.status, activate.status, compare.status]).toEqual([409, 404, 404]);
  });
});

describe('the list', () => {
  it('names the classifiers of the workspace in pages', async () => {
    const page = await client.get<Page<Classifier>>('/v1/classifiers?limit=1');
    const { next_cursor: cursor } = page.body;
    const next = await client.get<Page<Classifier>>(`/v1/classifiers?limit=1&cursor=${cursor}`);
    const names = [...page.body.data, ...next.body.data].map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    expect(new Set(names).size).toBe(2);
  });
});
