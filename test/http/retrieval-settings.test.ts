import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Problem } from '../../contract/problem.ts';
import type { RetrieveResponse } from '../../contract/retrieval.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

const QUESTION = 'What does a night cost?';

let footnote: RunningFootnote;
let admin: TestClient;

beforeAll(async () => {
  footnote = await startFootnote({ config: 'retrieval: { leg_depth: 20, fusion: rrf }' });
  admin = createClient(footnote, footnote.adminKey);
  await admin.ingest([
    { title: 'Trips', source: 'trips', text: 'A night costs up to 150 euros, a long night more.' },
    { title: 'Rates', source: 'rates', text: 'A night in a small town.' },
    { title: 'Meals', source: 'meals', text: 'Breakfast is paid for.' },
  ]);
});
afterAll(() => footnote.stop());

async function retrieve(retrieval?: object) {
  const { body } = await admin.post<RetrieveResponse>('/v1/retrieve', {
    question: QUESTION,
    ...(retrieval === undefined ? {} : { retrieval }),
  });
  const trace = await admin.get<TraceResponse>(`/v1/traces/${body.id}`);
  if (!('retrieval' in trace.body)) throw new Error('The trace has no retrieval.');
  return { fused: body.chunks.map(({ scores }) => scores.fused), trace: trace.body.retrieval };
}

describe('the fusion of the legs', () => {
  it('is the configured one, which the trace says', async () => {
    const { fused, trace } = await retrieve();
    expect(trace.settings).toMatchObject({ fusion: 'rrf', leg_depth: 20 });
    // First in both legs, and second in both.
    expect(fused[0]).toBe(1);
    expect(fused[1]).toBeCloseTo(61 / 62, 6);
  });

  it('is another one for a retrieval that asks for it', async () => {
    const { fused, trace } = await retrieve({ fusion: 'convex' });
    expect(trace.settings).toMatchObject({ fusion: 'convex', leg_depth: 20 });
    expect(fused[0]).toBe(1);
    expect(fused[1]).toBeLessThan(0.9);
  });

  it('is refused by name where there is none of that name', async () => {
    const { status, body } = await admin.post<Problem>('/v1/retrieve', {
      question: QUESTION,
      retrieval: { fusion: 'max' },
    });
    expect(status).toBe(422);
    expect(body.errors?.[0]?.path).toBe('/retrieval/fusion');
  });
});
