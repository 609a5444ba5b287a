import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProductionReadiness } from '../../contract/readiness.ts';
import { runCommand } from './support/run-command.ts';
import { startScriptedServer } from './support/scripted-server.ts';

const ID = '0198c0de-0000-7000-8000-000000000001';
const readiness = ProductionReadiness.parse({
  verdict: 'no_data',
  simulated: true,
  gold_set: { name: 'ours', version: 2 },
  variant: 'routed',
  assessed_at: '2026-11-23T15:00:00.000Z',
  answers: [
    {
      question: 'latency',
      title: 'Is the latency target met at peak?',
      verdict: 'no_data',
      because: 'No load was put on the server.',
      figures: [{ name: 'failed', value: '0 of 10' }],
      evidence: [],
    },
  ],
  report: '# The report\n',
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-cli-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function assess(verdict: ProductionReadiness['verdict'], ...words: readonly string[]) {
  await using server = await startScriptedServer({
    'POST /v1/readiness': { body: { ...readiness, verdict } },
  });
  const commandLine = ['readiness', '--evaluation', ID, '--no-load', ...words];
  const result = await runCommand(commandLine, { url: server.url, columns: 200 });
  const sent = server.requests.map(({ body }): unknown => JSON.parse(body.toString('utf8')));
  return { ...result, sent };
}

describe('readiness', () => {
  it('prints each answer with why, and exits with 1 unless all are yes', async () => {
    const { exitCode, stdout } = await assess('no_data');
    expect(exitCode).toBe(1);
    expect(stdout).toContain('Simulated: Readiness of routed on ours, version 2');
    expect(stdout).toContain('Is the latency target met at peak? no data');
    expect(stdout).toContain('Ready for production: no data');
    expect((await assess('yes')).exitCode).toBe(0);
    expect((await assess('no')).exitCode).toBe(1);
  });

  it('sends its targets, and no load where it put none', async () => {
    const { sent } = await assess('yes', '--p95', '500', '--peak', '20', '--variant', 'routed');
    expect(sent).toEqual([
      {
        evaluation: ID,
        variant: 'routed',
        targets: { items: 100, success: 0.7, p95_ms: 500, peak_per_s: 20 },
        load: null,
      },
    ]);
  });

  it('writes the report in the form of its name', async () => {
    const path = join(folder, 'readiness.md');
    const { sent } = await assess('yes', '--report', path);
    expect(sent.at(-1)).toMatchObject({ format: 'md' });
    expect(await readFile(path, 'utf8')).toBe('# The report\n');
  });

  it.each([
    ['a report of an unknown form', ['--report', 'x.exe'], 1],
    ['a run of a simulated server', ['--simulated'], 1],
    ['no peak', ['--peak', '0'], 2],
  ])('refuses %s', async (_what, words, code) => {
    const { exitCode, sent } = await assess('yes', ...words);
    expect(exitCode).toBe(code);
    expect(sent).toEqual([]);
  });
});
