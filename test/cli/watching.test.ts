import { describe, expect, it } from 'vitest';
import type { AlertPage } from '../../contract/alert.ts';
import type { CanaryRound, CanaryRoundPage } from '../../contract/canary.ts';
import type { MetricsSummary } from '../../contract/metrics.ts';
import { describeFigures, NO_ANSWERS } from '../../server/metrics/describe-figures.ts';
import { runCommand } from './support/run-command.ts';
import { startScriptedServer } from './support/scripted-server.ts';

const ROUND: CanaryRound = {
  id: '01990000-0000-7000-8000-000000000001',
  model: 'large',
  kind: 'check',
  status: 'done',
  verdict: 'answers_changed',
  detail: '12 of 50 answers are none that the baseline has (p = 0.0001).',
  baseline_id: '01990000-0000-7000-8000-000000000002',
  questions: 50,
  answered: 50,
  failed: 0,
  changed: 12,
  distance: 0.2,
  own_distance: 0.1,
  p_value: 0.0001,
  served_models: ['large-2026\u001b[31m'],
  fingerprints: [],
  cost_usd: 0.01,
  requested_by: null,
  created_at: '2026-03-01T09:30:00.000Z',
  finished_at: '2026-03-01T09:31:00.000Z',
};

const SUMMARY: MetricsSummary = {
  from: '2026-03-01T00:00:00.000Z',
  to: '2026-03-02T00:00:00.000Z',
  group_by: 'none',
  total: describeFigures(NO_ANSWERS),
  recovery: {
    count: 1,
    restored: 0,
    mean_seconds: { detect: 2.5, divert: null, recover: null, total: null },
    incidents: [
      {
        id: '01990000-0000-7000-8000-000000000003',
        kind: 'circuit',
        upstream: 'openai_compatible models.example.org/v1 large',
        models: ['large'],
        cause: 'failure_rate',
        detail: '6 of 10 calls failed.',
        first_bad_at: '2026-03-01T10:00:00.000Z',
        detected_at: '2026-03-01T10:00:02.500Z',
        diverted_at: null,
        restored_at: null,
        restored_because: null,
        detected_trace_id: null,
        diverted_trace_id: null,
      },
    ],
  },
  groups: [],
};

describe('metrics', () => {
  it('shows failures of models in their moments, and no data as such', async () => {
    await using server = await startScriptedServer({
      'GET /v1/metrics/summary': { body: SUMMARY },
    });
    const { exitCode, stdout } = await runCommand(['metrics'], { url: server.url, columns: 200 });

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/success +no data/);
    expect(stdout).toMatch(/failures of models +1, 0 of them over/);
    expect(stdout).toMatch(/mean time to recover +no data/);
    expect(stdout).toMatch(
      /large +circuit +2026-03-01 10:00:00 +\+2\.5 s +– +– +6 of 10 calls failed/,
    );
  });
});

describe('metrics by app', () => {
  it('show the same figures for each, and no data as such', async () => {
    const group = { ...SUMMARY.total, key: 'helpdesk', requests: 7 };
    const body = { ...SUMMARY, group_by: 'app' as const, groups: [group] };
    await using server = await startScriptedServer({ 'GET /v1/metrics/summary': { body } });
    const { stdout } = await runCommand(['metrics', '--by', 'app'], {
      url: server.url,
      columns: 200,
    });

    expect(server.requests[0]?.query.get('group_by')).toBe('app');
    expect(stdout).toMatch(/helpdesk +7 +no data +no data/);
  });
});

describe('metrics of a time', () => {
  it('takes a day for its beginning in UTC', async () => {
    await using server = await startScriptedServer({
      'GET /v1/metrics/summary': { body: SUMMARY },
    });
    await runCommand(['metrics', '--from', '2026-03-01', '--to', '2026-03-02'], {
      url: server.url,
    });
    const [request] = server.requests;
    expect(request?.query.get('from')).toBe('2026-03-01T00:00:00.000Z');
    expect(request?.query.get('to')).toBe('2026-03-02T00:00:00.000Z');
  });
});

describe('canaries', () => {
  it('lists what was found, without what would steer a terminal', async () => {
    const body: CanaryRoundPage = { data: [ROUND], next_cursor: null };
    await using server = await startScriptedServer({ 'GET /v1/canaries': { body } });
    const { exitCode, stdout } = await runCommand(['canaries'], { url: server.url, columns: 200 });

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/2026-03-01 09:30 +large +check +answers changed +12 of 50 +large-2026/);
    expect(stdout).not.toContain('\u001b[31m');
  });

  it('asks one model now', async () => {
    await using server = await startScriptedServer({
      'POST /v1/canaries': { status: 202, body: { rounds: [ROUND] } },
    });
    const { exitCode, stdout } = await runCommand(['canaries', 'ask', '--model', 'large'], {
      url: server.url,
    });

    expect(exitCode).toBe(0);
    expect(stdout).toContain(ROUND.id);
  });
});

describe('alerts', () => {
  it('lists the history, and how each rule stands beside it', async () => {
    const body: AlertPage = {
      data: [
        {
          id: '01990000-0000-7000-8000-000000000004',
          name: 'slow',
          detail: 'latency_p95_ms is 5000 (opens above 4000).',
          value: 5_000,
          opened_at: '2026-03-01T10:00:00.000Z',
          closed_at: null,
        },
      ],
      next_cursor: null,
      rules: [
        {
          name: 'slow',
          kind: 'threshold',
          says: 'latency_p95_ms above 4000 over 15 minutes, for 5 minutes',
          state: 'open',
          since: '2026-03-01T10:00:00.000Z',
          value: 5_000,
          detail: null,
        },
      ],
    };
    await using server = await startScriptedServer({ 'GET /v1/alerts': { body } });
    const { exitCode, stdout, stderr } = await runCommand(['alerts'], {
      url: server.url,
      columns: 200,
    });

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/slow +2026-03-01 10:00:00 +open +latency_p95_ms is 5000/);
    expect(stderr).toContain('slow: open. latency_p95_ms above 4000 over 15 minutes');
  });
});
