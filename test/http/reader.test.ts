import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { AnswerTraceRecord, type TraceResponse } from '../../contract/trace.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { writeConfig } from '../support/model-config.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';
import { TINY_READER, writeTinyReader } from '../support/tiny-models/write-tiny-reader.ts';

const RIVER = 'Größere Fahrzeuge – ab 5 € – dürfen nicht hinein. A boat is in the river.';
const LOAN = 'Every loan has interest.';
const ALL = ['public', 'internal', 'confidential', 'restricted'];

let folder: string;
let simulator: Simulator;
let footnote: RunningFootnote;
let client: TestClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-models-'));
  await writeTinyReader(folder);
  simulator = await startSimulator();
  const reader = (name: string, facts: object) => ({
    name,
    provider: 'local_reader',
    model: TINY_READER,
    models_folder: folder,
    tier: 'small',
    ...facts,
  });
  const { models, ...sections } = JSON.parse(
    writeConfig(simulator.baseUrl, {
      models: [{ name: 'broken', model: 'sim-400', tier: 'small', dataClasses: ALL }],
      routes: [
        { name: 'inside', when: { sensitivity: { gte: 'restricted' } }, prefer: ['reader'] },
        { name: 'chain', prefer: ['broken', 'reader'], fallback: ['preferred', 'rule_answer'] },
      ],
    }),
  ) as { readonly models: readonly object[] };
  footnote = await startFootnote({
    config: JSON.stringify({
      ...sections,
      models: [
        ...models,
        reader('reader', {
          min_probability: 0.2,
          price: { input_per_m: 0, output_per_m: 0, gpu_hour: 3.6 },
        }),
        reader('strict', { min_probability: 1 }),
      ],
    }),
  });
  client = createClient(footnote, footnote.adminKey);
  const document = (collection: string, text: string, classification: string) => ({
    title: 'Rules',
    source: `${collection}.md`,
    collection,
    classification,
    text: `# Rules\n\n${text}\n`,
  });
  await client.ingest([document('river', RIVER, 'restricted'), document('loan', LOAN, 'internal')]);
});
afterAll(async () => {
  await footnote.stop();
  await simulator.stop();
  await rm(folder, { recursive: true });
});
beforeEach(() => simulator.forgetRequests());

async function ask(question: string, more: { collections: string[]; model?: string }) {
  const answer = await client.ask({ question, ...more });
  const { body } = await client.get<TraceResponse>(`/v1/traces/${answer.id}`);
  return { answer, record: AnswerTraceRecord.parse(body) };
}

it('answers with the sentence that the span stands in, from what no hosted model may see', async () => {
  const { answer, record } = await ask('Where is the boat?', { collections: ['river'] });
  expect(answer).toMatchObject({
    status: 'answered',
    answer: 'A boat is in the river. [1]',
    route: { model: 'reader', provider: 'local_reader', prompt_version: 'none', fallback: null },
  });
  expect(answer.verification.verdict).toBe('verified');
  expect(record.routing).toMatchObject({ rule: 'inside', chosen: 'reader' });
  expect(record.prompt.messages).toEqual([]);
  expect(record.outcome.reason).toContain('The best span stands in [1]');
  const [attempt] = record.attempts;
  expect(attempt).toMatchObject({
    provider: 'local_reader',
    served_model: TINY_READER,
    fingerprint: 'q8@main',
    error: null,
    circuit_after: 'closed',
    output_tokens: 0,
  });
  expect(attempt?.cost_usd).toBeCloseTo(((attempt?.duration_ms ?? 0) / 3_600_000) * 3.6);
  const [span] = attempt?.reading?.spans ?? [];
  expect(span?.probability).toBeGreaterThan(0.2);
  const at = record.evidence[0]?.char_start ?? 0;
  const document = `# Rules\n\n${RIVER}`;
  expect(document.slice(at + (span?.char_start ?? 0), at + (span?.char_end ?? 0))).toBe('boat');
});

it('stands in for a model that fails, and the trace has both calls', async () => {
  const { answer, record } = await ask('What has the loan?', { collections: ['loan'] });
  expect(answer).toMatchObject({
    status: 'answered',
    answer: `${LOAN} [1]`,
    route: { model: 'reader', fallback: { kind: 'same_tier' } },
  });
  expect(record.attempts).toMatchObject([
    { requested_model: 'broken', error: { code: 'refused' } },
    { requested_model: 'reader', kind: 'fallback', error: null },
  ]);
  expect(record.prompt.messages).not.toEqual([]);
});

it('abstains when no span is probable enough', async () => {
  const { answer, record } = await ask('Where is the boat?', {
    collections: ['river'],
    model: 'strict',
  });
  expect(answer.status).toBe('abstained');
  expect(record.outcome.reason).toContain('an answer needs 100 %');
  expect(record.attempts).toMatchObject([{ reading: { min_probability: 1 } }]);
});

it('is no model that writes: it summarises nothing', async () => {
  const { body } = await client.post<{ id: string }>('/v1/summarize', {
    text: 'A boat is in the river. The water is cold. A fish swims.',
    max_words: 20,
  });
  const trace = await client.get<TraceResponse>(`/v1/traces/${body.id}`);
  const { routing } = AnswerTraceRecord.parse(trace.body);
  expect(routing.candidates).toContainEqual(
    expect.objectContaining({ model: 'reader', eligible: false, refused_by: 'capability' }),
  );
});

it('is listed with its circuit', async () => {
  const { body } = await client.get<{ data: object[] }>('/v1/routing/models');
  expect(body.data).toContainEqual(
    expect.objectContaining({
      name: 'reader',
      provider: 'local_reader',
      provider_model: TINY_READER,
      hosting: 'self_hosted',
      region: null,
      circuit: expect.objectContaining({ state: 'closed', shared_with: ['strict'] }) as object,
    }),
  );
});
