import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TraceId } from '../../contract/ids.ts';
import type { ReplayedRoute } from '../../contract/route-replay.ts';
import { runCommand } from './support/run-command.ts';
import { startScriptedServer } from './support/scripted-server.ts';

const unchanged: ReplayedRoute = {
  trace_id: TraceId.parse('01890000-0000-7000-8000-000000000001'),
  created_at: '2026-03-01T12:00:00.000Z',
  question: 'How many days?',
  cost_usd: 0.001,
  recorded: {
    rule: 'default',
    action: 'answer',
    chosen: 'large',
    most_cost_usd: 0.01,
    refused: [{ model: 'other', refused_by: 'policy' }],
  },
  replayed: {
    rule: 'default',
    action: 'answer',
    chosen: 'large',
    most_cost_usd: 0.01,
    refused: [],
  },
  changed: false,
};
const changed: ReplayedRoute = {
  ...unchanged,
  trace_id: TraceId.parse('01890000-0000-7000-8000-000000000002'),
  question: 'Why not?',
  replayed: {
    rule: 'careful',
    action: 'review',
    chosen: 'small',
    most_cost_usd: 0.002,
    refused: [{ model: 'large', refused_by: 'policy' }],
  },
  changed: true,
};

let folder: string;
let policy: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-replay-'));
  policy = join(folder, 'new.yaml');
  await writeFile(
    policy,
    `
models:
  - name: small
    provider: openai_compatible
    base_url: http://127.0.0.1:9/v1
    model: s
    api_key_env: SMALL_KEY
    tier: small
    hosting: self_hosted
    data_classes: [public]
    context_window: 8000
    price: { input_per_m: 1, output_per_m: 2 }
routes:
  - { name: careful, action: review }
`,
  );
});
afterAll(() => rm(folder, { recursive: true }));

function serve(data: readonly ReplayedRoute[]) {
  return startScriptedServer({
    'POST /v1/routing/replay': { body: { data, next_cursor: null } },
  });
}

describe('route-replay', () => {
  it('prints totals of both policies, and the decisions that change', async () => {
    await using server = await serve([changed, unchanged]);
    const commandLine = ['route-replay', '--policy', policy];
    const { exitCode, stdout } = await runCommand(commandLine, { url: server.url, columns: 200 });

    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/answers +2\n/);
    expect(stdout).toMatch(/changed +1\n/);
    expect(stdout).toMatch(/recorded: chosen +large 2\n/);
    expect(stdout).toMatch(/replayed: chosen +(?:small 1, large 1|large 1, small 1)\n/);
    expect(stdout).toMatch(/recorded: most cost +\$0\.020000/);
    expect(stdout).toMatch(/replayed: most cost +\$0\.012000/);
    expect(stdout).toMatch(/large +small \(a person decides\) +careful .*Why not\?/);
    expect(stdout).not.toContain('How many days?');
  });

  it('sends the routes and what the router knows of the models, and no address', async () => {
    await using server = await serve([]);
    const commandLine = ['route-replay', '--policy', policy, '--limit', '3'];
    await runCommand(commandLine, { url: server.url });

    expect(JSON.parse(String(server.requests[0]?.body))).toEqual({
      routes: [{ name: 'careful', when: {}, require: {}, prefer: [], action: 'review' }],
      models: [
        {
          name: 'small',
          provider: 'openai_compatible',
          tier: 'small',
          hosting: 'self_hosted',
          data_classes: ['public'],
          context_window: 8000,
          max_output_tokens: 800,
          price: { input_per_m: 1, output_per_m: 2 },
          timeouts: { first_token_ms: 20_000, idle_ms: 15_000, total_ms: 60_000 },
        },
      ],
      limit: 3,
    });
  });

  it('prints totals and changed decisions as JSON', async () => {
    await using server = await serve([changed, unchanged]);
    const commandLine = ['route-replay', '--policy', policy, '--json'];
    const { stdout } = await runCommand(commandLine, { url: server.url });

    expect(JSON.parse(stdout)).toEqual({
      totals: {
        answers: 2,
        changed: 1,
        cost_usd: 0.002,
        recorded: {
          chosen: { large: 2 },
          refused_by: { policy: 2 },
          reviews: 0,
          most_cost_usd: 0.02,
        },
        replayed: {
          chosen: { small: 1, large: 1 },
          refused_by: { policy: 1 },
          reviews: 1,
          most_cost_usd: 0.012,
        },
      },
      changed: [changed],
    });
  });

  it('fails for a file that is not there, and is not understood without one', async () => {
    const url = new URL('http://127.0.0.1:9');
    const missing = await runCommand(['route-replay', '--policy', join(folder, 'no.yaml')], {
      url,
    });

    expect(missing).toMatchObject({ exitCode: 1 });
    expect(missing.stderr).toContain('does not exist');
    expect((await runCommand(['route-replay'], { url })).exitCode).toBe(2);
  });
});
