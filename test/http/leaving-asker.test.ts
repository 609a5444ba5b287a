import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createClient, type TestClient } from '../support/client.ts';
import { writeConfig } from '../support/model-config.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';

const IN_TIME = { timeout: 20_000 };

let simulator: Simulator;
let footnote: RunningFootnote;
let client: TestClient;

beforeAll(async () => {
  simulator = await startSimulator();
  const models = [{ name: 'silent', model: 'sim-silence' }];
  footnote = await startFootnote({ config: writeConfig(simulator.baseUrl, { models }) });
  client = createClient(footnote, footnote.adminKey);
  const text = 'Every employee has 27 days of annual leave.';
  await client.ingest([{ title: 'Leave', source: 'leave', text }]);
});
afterAll(async () => {
  await footnote.stop();
  await simulator.stop();
});

it('keeps what a model was sent for an asker who left before the answer', async () => {
  const question = 'How many days of annual leave, asked by somebody who leaves?';
  const leaving = new AbortController();
  const left = fetch(`${client.url}/v1/answers`, {
    method: 'POST',
    signal: leaving.signal,
    headers: { authorization: `Bearer ${client.key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ question, model: 'silent' }),
  });
  await vi.waitFor(async () => expect(await simulator.requests()).toHaveLength(1), IN_TIME);
  leaving.abort();
  await expect(left).rejects.toThrow('aborted');

  const [seen] = await simulator.requests();
  const sent = JSON.parse(seen?.body ?? '') as { messages: unknown };
  await vi.waitFor(async () => {
    const { body } = await client.get<{ data: { id: string; question: string }[] }>('/v1/traces');
    const listed = body.data.find((one) => one.question === question);
    expect((await client.get(`/v1/traces/${listed?.id}`)).body).toMatchObject({
      state: 'interrupted',
      identity: { kind: 'answer' },
      attempts: [{ requested_model: 'silent', error: { code: 'aborted' } }],
      prompt: { messages: sent.messages },
    });
  }, IN_TIME);
});
