import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EvaluationDetail, Figure } from '../../contract/evaluation.ts';
import { EvaluationId } from '../../contract/ids.ts';
import { runCommand } from './support/run-command.ts';
import { startScriptedServer } from './support/scripted-server.ts';

const id = EvaluationId.parse('0198c0de-0000-7000-8000-000000000001');
const success: Figure = {
  metric: 'success',
  title: 'Item succeeds',
  group: 'outcome',
  unit: 'share',
  better: 'higher',
  n: 120,
  value: 0.75,
  low: 0.66,
  high: 0.82,
  interval: 'wilson',
};
const none: Figure = {
  ...success,
  metric: 'abstains',
  title: 'Unanswerable items abstained',
  n: 0,
  value: null,
  low: null,
  high: null,
};
const counts = { classes: [], fields: [], lost_at: [], verdicts: [], citations: [], models: [] };
const run: EvaluationDetail = {
  id,
  status: 'succeeded',
  gold_set: { name: 'ours', version: 2 },
  part: null,
  variants: [],
  concurrency: 2,
  progress: { total: 240, done: 240, failed: 0, skipped: 0 },
  failure: null,
  simulated: true,
  config_hashes: ['abc'],
  code_version: '1',
  created_by: 'admin',
  created_at: '2026-11-23T15:00:00.000Z',
  started_at: '2026-11-23T15:00:01.000Z',
  finished_at: '2026-11-23T15:00:09.000Z',
  parts: [
    {
      part: null,
      items: 120,
      variants: [
        { variant: 'one', figures: [success, none], ...counts },
        { variant: 'other', figures: [{ ...success, value: 0.5 }, none], ...counts },
      ],
      frontiers: [],
      comparisons: [
        {
          baseline: 'one',
          variant: 'other',
          saving: null,
          differences: [
            {
              metric: 'success',
              title: 'Item succeeds',
              group: 'outcome',
              unit: 'share',
              better: 'higher',
              n: 120,
              difference: -0.25,
              low: -0.3,
              high: -0.2,
              p: 0.0001,
              improved: 3,
              regressed: 33,
            },
          ],
        },
      ],
    },
  ],
};
const replies = {
  'POST /v1/evaluations': { status: 202, body: { ...run, parts: undefined } },
  [`GET /v1/evaluations/${id}`]: { body: run },
  'GET /v1/gold-sets/ours': {
    status: 404,
    body: {
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'None.',
      instance: '/',
      request_id: 'r',
    },
  },
  'POST /v1/gold-sets': {
    status: 201,
    body: {
      name: 'ours',
      version: 2,
      items: 2,
      note: '',
      created_by: 'admin',
      created_at: '2026-11-23T15:00:00.000Z',
      warnings: [{ line: 3, item: 'b', message: 'no document has the source "gone.md"' }],
    },
  },
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-cli-'));
  await writeFile(join(folder, 'gold.csv'), 'id,question\na,How?\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function evaluate(...commandLine: readonly string[]) {
  await using server = await startScriptedServer(replies);
  const words = ['evaluate', '--gold-set', 'ours', ...commandLine];
  return await runCommand(words, { url: server.url, columns: 200 });
}

describe('evaluate', () => {
  it('prints each figure with its interval, and says of what it is simulated', async () => {
    const { exitCode, stdout } = await evaluate();
    expect(exitCode).toBe(0);
    expect(stdout).toContain('Simulated: ours, version 2');
    expect(stdout).toMatch(/Item succeeds +75\.0 % \[66\.0 %, 82\.0 %\] \(n 120\)/u);
    expect(stdout).toMatch(/Unanswerable items abstained +no data/u);
    expect(stdout).toMatch(/−25\.0 points \[−30\.0 points, −20\.0 points\] +< 0\.001 +3 +33/u);
  });

  it('stores a file first, and warns of its lines', async () => {
    const { stderr } = await evaluate('--gold', join(folder, 'gold.csv'));
    expect(stderr).toContain('Stored 2 items as ours, version 2.');
    expect(stderr).toContain('Warning: line 3 (b): no document has the source "gone.md".');
  });

  it.each([
    ['a figure that is reached', ['--fail-under', 'success=0.5'], 0],
    ['a figure that one variant misses', ['--fail-under', 'success=0.6'], 1],
    ['a figure that has no data', ['--fail-under', 'abstains=0'], 1],
    ['a regression for certain', ['--fail-on-regression'], 1],
    ['a metric that there is not', ['--fail-under', 'luck=1'], 2],
    ['a variant that there is not', ['--compare', 'nobody'], 1],
    ['a report of an unknown form', ['--report', 'x.exe'], 1],
    ['a set of a simulated run', ['--simulated'], 1],
  ])('exits by %s', async (_what, words, code) => {
    const { exitCode, stderr } = await evaluate(...words);
    expect(exitCode).toBe(code);
    expect(stderr === '').toBe(false);
  });

  it('says how to go on with a run that cannot be followed any more', async () => {
    const gone = {
      status: 401,
      body: { type: 'about:blank', title: 'Unauthorized', status: 401, detail: 'Revoked.' },
    };
    await using server = await startScriptedServer({
      ...replies,
      [`GET /v1/evaluations/${id}`]: gone,
    });
    const { exitCode, stderr } = await runCommand(['evaluate', '--gold-set', 'ours'], {
      url: server.url,
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`go on with evaluate --resume ${id}`);
  });

  it('keeps the file as it was when the report cannot be had', async () => {
    const path = join(folder, 'report.md');
    await writeFile(path, 'before');
    const { exitCode } = await evaluate('--report', path);
    expect(exitCode).toBe(1);
    expect(await readFile(path, 'utf8')).toBe('before');
  });
});
