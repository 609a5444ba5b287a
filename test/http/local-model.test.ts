import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TraceResponse } from '../../contract/trace.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { TINY_WRITER, writeTinyWriter } from '../support/tiny-models/write-tiny-writer.ts';

const QUESTION = 'When is overtime paid?';
const ANSWER = 'Overtime is paid with the next payslip [1].';

let folder: string;
let footnote: RunningFootnote;
let client: TestClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-models-'));
  await writeTinyWriter(folder, ANSWER);
  const model = {
    name: 'inside',
    provider: 'local',
    model: TINY_WRITER,
    models_folder: folder,
    tier: 'small',
    context_window: 4_096,
  };
  footnote = await startFootnote({ config: JSON.stringify({ models: [model] }) });
  client = createClient(footnote, footnote.adminKey);
  await client.ingest([
    {
      title: 'Pay',
      source: 'pay.md',
      classification: 'restricted',
      text: '# Pay\n\nOvertime is paid with the next payslip.',
    },
  ]);
});
afterAll(async () => {
  await footnote.stop();
  await rm(folder, { recursive: true });
});

it('a local model answers from what no hosted one may see, and its citation is verified', async () => {
  const answer = await client.ask({ question: QUESTION });
  expect(answer).toMatchObject({
    status: 'answered',
    answer: ANSWER,
    route: { model: 'inside' },
  });
  expect(answer.verification.verdict).toBe('verified');
  const { body } = await client.get<TraceResponse>(`/v1/traces/${answer.id}`);
  expect('attempts' in body && body.attempts).toMatchObject([
    {
      provider: 'local',
      requested_model: 'inside',
      served_model: TINY_WRITER,
      fingerprint: 'q4@main',
      error: null,
      finish_reason: 'stop',
    },
  ]);
});

it('is listed with its circuit, in no region', async () => {
  const { body } = await client.get<{ data: object[] }>('/v1/routing/models');
  expect(body.data).toContainEqual(
    expect.objectContaining({
      name: 'inside',
      provider: 'local',
      provider_model: TINY_WRITER,
      hosting: 'self_hosted',
      region: null,
      circuit: expect.objectContaining({ state: 'closed' }) as object,
    }),
  );
});
