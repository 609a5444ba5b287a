import { describe, expect, it } from 'vitest';
import { ApiKeyId } from '../../contract/ids.ts';
import type { RoutedModel } from '../../contract/routed-model.ts';
import { runCommand } from './support/run-command.ts';
import { startScriptedServer } from './support/scripted-server.ts';

const model: RoutedModel = {
  name: 'meta/llama:8b',
  provider: 'openai_compatible',
  provider_model: 'llama',
  tier: 'small',
  hosting: 'self_hosted',
  region: null,
  circuit: {
    state: 'open',
    cause: 'failure_rate',
    detail: '6 of 10 calls failed.',
    since: '2026-11-23T15:55:00.000Z',
    retry_at: '2026-11-23T15:55:05.000Z',
    transitions: [],
    orders: [
      {
        state: 'forced_open',
        reason: 'Broken.',
        by: { api_key_id: ApiKeyId.parse('01a20952-36b3-7319-998a-000000000001'), name: 'ops' },
        at: '2026-11-23T15:54:00.000Z',
      },
    ],
    shared_with: ['other'],
  },
  recent: {
    window_seconds: 30,
    calls: 10,
    failures: 6,
    error_rate: 0.6,
    p95_ms: 812,
    in_flight: 0,
  },
  spend_usd: 0.0123,
};
const builtin: RoutedModel = {
  ...model,
  name: 'builtin-extractive',
  circuit: null,
  recent: { ...model.recent, calls: 0, failures: 0, error_rate: null, p95_ms: null },
  spend_usd: 0,
};

describe('models', () => {
  it('lists circuits with their causes, errors, latency and spend', async () => {
    await using server = await startScriptedServer({
      'GET /v1/routing/models': { body: { data: [builtin, model], next_cursor: null } },
    });
    const { exitCode, stdout } = await runCommand(['models'], { url: server.url, columns: 200 });

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/builtin-extractive +small +– +0 +– +– +\$0\.0000 +calls nobody/);
    expect(stdout).toMatch(
      /meta\/llama:8b +small +open +10 +60\.0 % +812 ms +\$0\.0123 +failure rate: 6 of 10/,
    );
  });
});

describe('models circuit', () => {
  const path = `POST /v1/routing/models/${encodeURIComponent(model.name)}/circuit`;

  it('opens the circuit of a model by hand, and says why', async () => {
    await using server = await startScriptedServer({ [path]: { body: model } });
    const commandLine = ['models', 'circuit', model.name, 'forced_open', '--reason', 'Broken.'];
    const { exitCode, stdout } = await runCommand(commandLine, { url: server.url });

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/circuit +open/);
    expect(stdout).toMatch(/by hand +forced_open by ops, .+ UTC: Broken\./);
    expect(stdout).toMatch(/shared with +other/);
    expect(JSON.parse(String(server.requests[0]?.body))).toEqual({
      state: 'forced_open',
      reason: 'Broken.',
    });
  });

  it.each([
    ['without a reason', ['models', 'circuit', 'm', 'auto']],
    ['with another state', ['models', 'circuit', 'm', 'closed', '--reason', 'x']],
  ])('is not understood %s', async (_what, commandLine) => {
    const url = new URL('http://127.0.0.1:9');
    expect((await runCommand(commandLine, { url })).exitCode).toBe(2);
  });
});
