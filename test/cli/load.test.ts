import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LoadReport } from '../../contract/load-report.ts';
import { answer, trace, TRACE_ID } from './support/replies.ts';
import { runCommand } from './support/run-command.ts';
import { problem, startScriptedServer, type ReceivedRequest } from './support/scripted-server.ts';

let folder: string;
let questions: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-cli-'));
  questions = join(folder, 'questions.jsonl');
  await writeFile(
    questions,
    '{"question":"How?"}\n{"id":"a","task":"answer","input":"Why?"}\n{"id":"b","task":"triage","input":"x"}\n',
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const routes = {
  'POST /v1/answers': { body: answer },
  [`GET /v1/traces/${TRACE_ID}`]: { body: trace },
};
const short = ['--rate', '5', '--seconds', '2', '--arrivals', 'constant', '--warm-up', '1'];

async function load(words: readonly string[], replies: object = routes) {
  await using server = await startScriptedServer({ ...routes, ...replies });
  const result = await runCommand(['load', '--questions', questions, ...short, ...words], {
    url: server.url,
  });
  const asked = server.requests.filter(({ path }) => path === '/v1/answers').map(bodyOf);
  return { ...result, asked };
}

function bodyOf({ body }: ReceivedRequest): unknown {
  return JSON.parse(body.toString('utf8'));
}

describe('load', () => {
  it('asks the questions of a file in turn, and says of its traces where they come from', async () => {
    const { exitCode, asked, stdout } = await load([]);
    expect(exitCode).toBe(0);
    expect(asked).toHaveLength(11);
    const metadata = { app: 'footnote-load' };
    expect(asked).toContainEqual({ question: 'How?', metadata });
    expect(asked).toContainEqual({ question: 'Why?', metadata });
    expect(stdout).toContain('5 questions a second for 2 s, constant arrivals');
    expect(stdout).toMatch(/retrieve +18 ms +18 ms +18 ms/u);
    expect(stdout).toContain('builtin-extractive 10');
  });

  it('prints figures that are of the contract', async () => {
    const { stdout } = await load(['--json']);
    const report = LoadReport.parse(JSON.parse(stdout));
    expect(report).toMatchObject({ requests: 10, simulated: false, error_budget: { spent: 0 } });
  });

  it('exits with 1 when more questions fail than may', async () => {
    let count = 0;
    const { exitCode, stderr } = await load([], {
      'POST /v1/answers': () => {
        count += 1;
        return count > 6 ? problem(503, 'Busy.') : { body: answer };
      },
    });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('50.0 % of the questions failed; 1.0 % may.');
  });

  it('says in its title that a model was simulated', async () => {
    const attempts = trace.attempts.map((one) => ({ ...one, fingerprint: 'fp_simulated' }));
    const { stdout } = await load([], {
      [`GET /v1/traces/${TRACE_ID}`]: { body: { ...trace, attempts } },
    });
    expect(stdout).toContain('Simulated: 5 questions');
  });

  it('begins nothing where the first question is refused', async () => {
    const { exitCode, asked } = await load([], { 'POST /v1/answers': problem(403, 'No.') });
    expect(exitCode).toBe(1);
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['more questions than may be asked', ['--rate', '1000', '--seconds', '600'], 1],
    ['saturation without a bound', ['--saturate'], 1],
    ['no rate', ['--rate', '0'], 2],
    ['a file that is not there', ['--questions', '/nowhere.txt'], 1],
    ['a set and a file', ['--gold-set', 'ours'], 1],
  ])('refuses %s', async (_what, words, code) => {
    const { exitCode, asked, stderr } = await load(words);
    expect(exitCode).toBe(code);
    expect(asked).toEqual([]);
    expect(stderr).not.toBe('');
  });

  it('puts no load on another machine', async () => {
    const { exitCode, stderr } = await runCommand(['load'], { url: new URL('http://192.0.2.1') });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('--allow-host 192.0.2.1');
  });
});
