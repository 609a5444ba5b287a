import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../contract/answer.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

const QUESTION = 'When is overtime paid?';
let footnote: RunningFootnote;
let client: TestClient;

beforeAll(async () => {
  footnote = await startFootnote();
  client = createClient(footnote, footnote.adminKey);
  await client.ingest([{ title: 'Pay', source: 'pay', text: 'Overtime is paid in May.' }]);
});
afterAll(() => footnote.stop());

async function ask(): Promise<{ readonly status: string; readonly configHash: string }> {
  const { body } = await client.post<Answer>('/v1/answers', { question: QUESTION });
  const trace = await client.get<TraceResponse>(`/v1/traces/${body.id}`);
  return { status: body.status, configHash: trace.body.identity.config_hash };
}

describe('a configuration file that changes', () => {
  it('rules the next question, and the trace says by which configuration', async () => {
    const before = await ask();
    expect(before.status).toBe('answered');
    const reload = footnote.reload('routes: [{ name: people-first, action: review }]');
    expect(reload).toMatchObject({ kind: 'reloaded', needsRestart: [] });
    const after = await ask();
    expect(after.status).toBe('needs_review');
    expect(after.configHash).not.toBe(before.configHash);
  });

  it.each([
    ['is broken', 'routes: [{ name: x, action: perhaps }]', 'line 1'],
    ['is no YAML', 'routes: [', 'line 1'],
    [
      'has a rule for a model that does not run',
      `models: [{ name: new, provider: openai_compatible, base_url: 'http://127.0.0.1:9/v1', model: m, tier: small,
        hosting: hosted, data_classes: [public], context_window: 8000, price: { input_per_m: 0, output_per_m: 0 } }]
routes: [{ name: x, prefer: [new] }]`,
      'Restart to take it',
    ],
  ])('changes nothing when it %s, and says why', async (_what, text, why) => {
    const before = await ask();
    const reload = footnote.reload(text);
    expect(reload).toMatchObject({ kind: 'refused', reason: expect.stringContaining(why) });
    expect(await ask()).toEqual(before);
  });

  it('says what holds only after a restart', () => {
    const reload = footnote.reload('retrieval: { leg_depth: 50 }');
    expect(reload).toMatchObject({ kind: 'reloaded', needsRestart: ['retrieval'] });
  });
});
