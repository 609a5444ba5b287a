import { describe, expect, it } from 'vitest';
import { ApiKeyId, TraceId, VerificationRunId } from '../../contract/ids.ts';
import type { VerificationResult, VerificationRun } from '../../contract/verification-run.ts';
import { runCommand } from './support/run-command.ts';
import { startScriptedServer } from './support/scripted-server.ts';

const ID = '0198c0de-0000-7000-8000-000000000001';
const TRACE = TraceId.parse('0198c0de-0000-7000-8000-000000000002');
const run: VerificationRun = {
  id: VerificationRunId.parse(ID),
  status: 'done',
  from: null,
  to: '2026-11-23T15:00:00.000Z',
  verdict: null,
  up_to: 'builtin',
  api_key_id: ApiKeyId.parse(ID),
  created_at: '2026-11-23T15:00:00.000Z',
  finished_at: '2026-11-23T15:00:01.000Z',
  total_answers: 3,
  checked_answers: 3,
  failed_answers: 0,
  changed_answers: 0,
  changed_claims: 0,
  failure: null,
};
const result: VerificationResult = {
  trace_id: TRACE,
  verification_id: TRACE,
  recorded_verdict: 'verified',
  recorded_verifier: 'builtin-1',
  verdict: 'partly_verified',
  verifier: 'builtin-2',
  changed_claims: 2,
  failure: null,
};

describe('verify-trace over many answers', () => {
  it('says how many were checked, and that none differs', async () => {
    await using server = await startScriptedServer({
      'POST /v1/verifications': { status: 202, body: run },
    });
    const { exitCode, stdout } = await runCommand(['verify-trace', '--all'], { url: server.url });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('3 of 3 checked');
  });

  it('waits for the run, lists what differs, and exits with 1', async () => {
    await using server = await startScriptedServer({
      'POST /v1/verifications': { status: 202, body: { ...run, status: 'running' } },
      [`GET /v1/verifications/${ID}`]: { body: { ...run, changed_answers: 1, changed_claims: 2 } },
      [`GET /v1/verifications/${ID}/results`]: { body: { data: [result], next_cursor: null } },
    });
    const args = ['verify-trace', '--from', '2026-01-01', '--up-to', 'local'];
    const { exitCode, stdout } = await runCommand(args, { url: server.url, columns: 200 });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('2 verdicts in 1 answers');
    expect(stdout).toMatch(/verified +partly_verified +2/u);
  });

  it('exits with 2 when an answer could not be checked', async () => {
    await using server = await startScriptedServer({
      'POST /v1/verifications': { status: 202, body: { ...run, failed_answers: 1 } },
    });
    const { exitCode } = await runCommand(['verify-trace', '--all'], { url: server.url });
    expect(exitCode).toBe(2);
  });

  it.each([[['verify-trace']], [['verify-trace', ID, '--all']]])(
    'wants one id or many answers, not %j',
    async (args) => {
      const { exitCode, stderr } = await runCommand(args, {
        url: new URL('http://127.0.0.1:1'),
      });
      expect(exitCode).not.toBe(0);
      expect(stderr).toContain('give either the id of one answer');
    },
  );
});
