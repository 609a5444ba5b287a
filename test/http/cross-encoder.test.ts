import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RetrieveResponse } from '../../contract/retrieval.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import {
  TINY_CROSS_ENCODER,
  writeTinyCrossEncoder,
} from '../support/tiny-models/write-tiny-cross-encoder.ts';

let folder: string;
let footnote: RunningFootnote;
let client: TestClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-models-'));
  await writeTinyCrossEncoder(folder);
  const encoder = { adapter: 'local', model: TINY_CROSS_ENCODER, models_folder: folder };
  const retrieval = { cross_encoder: { ...encoder, candidates: 5, time_budget_ms: 20_000 } };
  footnote = await startFootnote({ config: JSON.stringify({ retrieval }) });
  client = createClient(footnote, footnote.adminKey);
  await client.ingest(
    ['The interest of the dog in the cat.', 'The interest rate of a bank loan.', 'A rate.'].map(
      (text, index) => ({ title: `Note ${index}`, source: `note-${index}`, text }),
    ),
  );
});
afterAll(async () => {
  await footnote.stop();
  await rm(folder, { recursive: true });
});

it('a cross-encoder orders the best candidates, which the ledger and the trace say', async () => {
  const question = 'What is the interest rate of a bank loan?';
  const { body } = await client.post<RetrieveResponse>('/v1/retrieve', { question });
  expect(body.chunks[0]?.source).toBe('note-1');
  const scores = body.chunks.map((chunk) => chunk.scores.cross_encoder?.score ?? -1);
  expect(scores).toEqual(scores.toSorted((left, right) => right - left));
  expect(body.chunks[0]?.reason.text).toContain('before the cross-encoder gave it');
  const trace = await client.get<TraceResponse>(`/v1/traces/${body.id}`);
  expect('retrieval' in trace.body && trace.body.retrieval.cross_encoder).toMatchObject({
    adapter: 'local',
    model: TINY_CROSS_ENCODER,
    ending: 'complete',
    scored_count: 3,
    withheld_count: 0,
  });
});
