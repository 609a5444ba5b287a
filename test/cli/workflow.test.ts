import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RUN_ID } from './support/replies.ts';
import { runCommand } from './support/run-command.ts';
import { eventStream, problem, startScriptedServer } from './support/scripted-server.ts';

const RUN = `/v1/workflows/desk/runs/${RUN_ID}`;
const TIME = '2026-11-23T09:30:00.000Z';
const usage = { input_tokens: 12, output_tokens: 3, cost_usd: 0.0042 };
const run = {
  id: RUN_ID,
  workflow: 'desk',
  status: 'succeeded',
  items: { total: 4, waiting: 0, running: 0, done: 4, failed: 0, cancelled: 0 },
  outcomes: { resolved: 2, escalated: 1, review: 1 },
  larger_model: 1,
  usage,
  refused: { count: 0, lines: [] },
  created_at: TIME,
  started_at: TIME,
  finished_at: TIME,
};
const running = {
  ...run,
  status: 'running',
  items: { ...run.items, done: 1, waiting: 3 },
  outcomes: { resolved: 1, escalated: 0, review: 0 },
  finished_at: null,
};
const started = { run_id: RUN_ID, items: 4, refused: run.refused };
const TICKETS = '{"text":"One?"}\n{"text":"Two?"}\n';

let folder: string;
let file: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-tickets-'));
  file = join(folder, 'tickets.jsonl');
  await writeFile(file, TICKETS);
});
afterAll(() => rm(folder, { recursive: true }));

function serve(end: object = run, begun: object = started) {
  return startScriptedServer({
    'POST /v1/workflows/desk/runs': { status: 202, body: begun },
    [`GET ${RUN}/events`]: eventStream([
      ['progress', running],
      ['done', end],
    ]),
    [`GET ${RUN}/results`]: {
      body: '{"position":1}\n',
      headers: { 'content-type': 'application/x-ndjson' },
    },
  });
}

describe('workflow run', () => {
  it('sends the file as it is, follows the run and tells what became of it', async () => {
    await using server = await serve();
    const result = await runCommand(['workflow', 'run', 'desk', file], { url: server.url });
    expect(result.exitCode).toBe(0);
    expect(server.requests[0]?.headers['content-type']).toBe('application/x-ndjson');
    expect(server.requests[0]?.body.toString('utf8')).toBe(TICKETS);
    expect(result.stderr).toContain('1/4 tickets, 1 resolved, 0 escalated, 0 for review');
    for (const text of ['4: 4 done', '2 (50 %)', '12 in, 3 out', '0.0042 USD'])
      expect(result.stdout).toContain(text);
  });

  it('sends the same file under the same key, so that it goes on, unless it is to begin again', async () => {
    await using server = await serve();
    const commandLine = ['workflow', 'run', 'desk', file, '--no-wait'];
    await runCommand(commandLine, { url: server.url });
    await runCommand(commandLine, { url: server.url });
    await runCommand([...commandLine, '--again'], { url: server.url });
    const [first, second, third] = server.requests.map(({ headers }) => headers['idempotency-key']);
    expect(first).toMatch(/^tickets:[0-9a-f]{64}$/u);
    expect(second).toBe(first);
    expect(third).toBe(`${String(first)}:id-1`);
  });

  it('lists the lines that were refused, and fails', async () => {
    const refused = { count: 3, lines: [{ line: 2, detail: 'text: is required.' }] };
    await using server = await serve({ ...run, refused }, { ...started, refused });
    const result = await runCommand(['workflow', 'run', 'desk', file], { url: server.url });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('4 tickets, 3 lines refused.');
    expect(result.stdout).toContain('refused line 2: text: is required.\nrefused 2 more lines');
  });

  it('fails when a ticket did', async () => {
    const items = { ...run.items, done: 3, failed: 1 };
    await using server = await serve({ ...run, status: 'partly_failed', items });
    const result = await runCommand(['workflow', 'run', 'desk', file], { url: server.url });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('4: 3 done, 1 failed');
  });

  it('reads and writes files beside whoever typed the command', async () => {
    await using server = await serve();
    const commandLine = ['workflow', 'run', 'desk', 'tickets.jsonl', '--results', 'results.jsonl'];
    await runCommand(commandLine, { url: server.url, settings: { workingDirectory: folder } });
    expect(server.requests[0]?.body.toString('utf8')).toBe(TICKETS);
    expect(await readFile(join(folder, 'results.jsonl'), 'utf8')).toBe('{"position":1}\n');
  });

  it('says which file it cannot read, and what the server refuses', async () => {
    await using server = await startScriptedServer({
      'POST /v1/workflows/desk/runs': problem(422, 'No line of the batch is a ticket.'),
    });
    const missing = await runCommand(['workflow', 'run', 'desk', join(folder, 'none')], {
      url: server.url,
    });
    expect(missing.exitCode).toBe(1);
    expect(missing.stderr).toContain('There is no file');
    const refused = await runCommand(['workflow', 'run', 'desk', file], { url: server.url });
    expect(refused.exitCode).toBe(1);
    expect(refused.stderr).toContain('No line of the batch is a ticket.');
  });
});

describe('workflow show', () => {
  const figures = {
    tickets: 4,
    failed: 0,
    outcomes: run.outcomes,
    larger_model: 1,
    decisions: { open: 1, approve: 1, correct: 0, reject: 0 },
    usage,
    p50_ms: 40,
    p95_ms: 90,
    steps: [
      {
        step: 'draft',
        kind: 'answer',
        count: 4,
        outcomes: { drafted: 3, abstained: 1 },
        p50_ms: 20,
        p95_ms: 60,
        usage,
      },
    ],
    labels: [
      {
        label: null,
        count: 4,
        outcomes: run.outcomes,
        failed: 0,
        verified: 3,
        decisions: { open: 1, approve: 1, correct: 0, reject: 0 },
        mean_probability: null,
        usage,
      },
    ],
  };

  it('tells outcomes, cost and latency, by step and by label', async () => {
    await using server = await startScriptedServer({
      'GET /v1/workflows/desk': { body: { name: 'desk', description: '', steps: [], figures } },
    });
    const result = await runCommand(['workflow', 'show', 'desk', '--run', RUN_ID], {
      url: server.url,
    });
    expect(server.requests[0]?.query.get('run_id')).toBe(RUN_ID);
    for (const text of [
      '2 (50 %)',
      '1 by people, 1 wait',
      'p50 40 ms, p95 90 ms',
      '3 drafted, 1 abstained',
      '75 %',
      '(unsure)',
    ])
      expect(result.stdout).toContain(text);
  });
});

describe('workflow', () => {
  it.each(['pause', 'resume', 'cancel', 'retry'])('%s asks for it', async (verb) => {
    await using server = await startScriptedServer({ [`POST ${RUN}/${verb}`]: { body: run } });
    const result = await runCommand(['workflow', verb, 'desk', RUN_ID], { url: server.url });
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain(RUN_ID);
  });

  it('lists what is configured', async () => {
    const steps = [{ kind: 'answer' }, { name: 'end', kind: 'decide' }];
    const data = [{ name: 'desk', description: '', steps, runs: 2, open_items: 7 }];
    await using server = await startScriptedServer({ 'GET /v1/workflows': { body: { data } } });
    const result = await runCommand(['workflow'], { url: server.url });
    expect(result.stdout).toContain('desk');
    expect(result.stdout).toContain('answer → end');
  });
});
