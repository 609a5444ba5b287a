import { describe, expect, it } from 'vitest';
import { ReviewId, TraceId } from '../../contract/ids.ts';
import type { Review, ReviewDetail } from '../../contract/review.ts';
import { runCommand } from './support/run-command.ts';
import { startScriptedServer } from './support/scripted-server.ts';

const review: Review = {
  id: ReviewId.parse('0198c0de-0000-7000-8000-000000000001'),
  trace_id: TraceId.parse('0198c0de-0000-7000-8000-000000000002'),
  status: 'open',
  reason: 'The rule "pay" asks a person to decide.',
  question: 'When is overtime paid?',
  created_at: '2026-11-23T15:00:00.000Z',
  due_at: '2026-11-24T15:00:00.000Z',
  claimed_by: null,
  claimed_until: null,
  decision: null,
  decided_at: null,
};
const verification = {
  verdict: 'verified',
  verifier: 'builtin',
  citation_precision: 1,
  citation_recall: 1,
  unsupported_claims: 0,
} as const;
const detail: ReviewDetail = {
  ...review,
  draft: {
    text: 'With the next payslip. [1]',
    model: 'm',
    citations: [],
    claims: [],
    verification,
  },
  evidence: [],
  classified: null,
  record: null,
};
const path = `/v1/reviews/${review.id}`;

describe('reviews', () => {
  it('lists those that are open', async () => {
    await using server = await startScriptedServer({
      'GET /v1/reviews': { body: { data: [review], next_cursor: null } },
    });
    const { exitCode, stdout } = await runCommand(['reviews'], { url: server.url, columns: 200 });
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/0198c0de-\S+1 +open +2026-11-24 15:00 +When is overtime paid\?/);
  });

  it('shows the draft and why it is held back', async () => {
    await using server = await startScriptedServer({ [`GET ${path}`]: { body: detail } });
    const { stdout } = await runCommand(['reviews', 'show', review.id], { url: server.url });
    expect(stdout).toContain('With the next payslip. [1]');
    expect(stdout).toMatch(/because +The rule "pay" asks a person to decide\./);
  });

  it('sends a decision', async () => {
    await using server = await startScriptedServer({ [`POST ${path}/decision`]: { body: detail } });
    const commandLine = ['reviews', 'decide', review.id, 'correct', '--answer', 'Soon. [1]'];
    const { exitCode } = await runCommand(commandLine, { url: server.url });
    expect(exitCode).toBe(0);
    expect(JSON.parse(String(server.requests[0]?.body))).toEqual({
      decision: 'correct',
      answer: 'Soon. [1]',
    });
  });

  it('does not understand another decision', async () => {
    const commandLine = ['reviews', 'decide', review.id, 'perhaps'];
    const url = new URL('http://127.0.0.1:9');
    expect((await runCommand(commandLine, { url })).exitCode).toBe(2);
  });
});
