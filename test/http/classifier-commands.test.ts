import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { TICKETS } from '../support/tickets.ts';
import { runCommand } from '../cli/support/run-command.ts';

let footnote: RunningFootnote;
let folder: string;

beforeAll(async () => {
  footnote = await startFootnote({ hasWorker: false });
  folder = await mkdtemp(join(tmpdir(), 'footnote-cli-'));
  const lines = TICKETS.map((ticket) => JSON.stringify(ticket));
  await writeFile(join(folder, 'tickets.jsonl'), `${lines.join('\n')}\n`);
  const description = { label: 'password', description: 'What is forgotten on Mondays.' };
  await writeFile(join(folder, 'labels.jsonl'), JSON.stringify(description));
  await writeFile(join(folder, 'new.txt'), 'reset my password\nthe printer is jammed\n');
  await writeFile(join(folder, 'bad.jsonl'), `${lines.join('\n')}\n{"text":"no label"}\n`);
});
afterAll(async () => {
  await footnote.stop();
  await rm(folder, { recursive: true, force: true });
});

function run(...commandLine: readonly string[]) {
  const settings = { apiKey: footnote.adminKey, workingDirectory: folder };
  return runCommand(commandLine, { url: new URL(footnote.url), settings, columns: 200 });
}

describe('footnote classifier', () => {
  it('trains from a file, shows the report and the versions, and lets one serve', async () => {
    const trained = await run('classifier', 'train', 'triage', 'tickets.jsonl');
    expect(trained.exitCode).toBe(0);
    expect(trained.stdout).toMatch(/classifier +triage, version 1/u);
    expect(trained.stdout).toMatch(/accuracy +\d+\.\d % \(cross-validated, 5 parts\)/u);

    const waiting = await run('classifier', 'train', 'triage', 'tickets.jsonl', '--no-activate');
    expect(waiting.stderr).toContain('footnote classifier activate triage 2');
    expect((await run('classifier', 'activate', 'triage', '2')).exitCode).toBe(0);

    const { stdout } = await run('classifier', 'show', 'triage');
    expect(stdout).toMatch(/2 \(active\)/u);
    expect(stdout).toMatch(/password +6 +\d+\.\d %/u);
    expect((await run('classifier')).stdout).toMatch(/triage +2 +3 +18/u);
  });

  it('says what labels mean, as a file says it', async () => {
    const descriptions = ['--descriptions', 'labels.jsonl'];
    const trained = await run('classifier', 'train', 'told', 'tickets.jsonl', ...descriptions);
    expect(trained.exitCode).toBe(0);
    const { stdout } = await run('classifier', 'show', 'told');
    expect(stdout).toMatch(/password +6 .*What is forgotten on Mondays\./u);
    const wrong = ['--descriptions', 'tickets.jsonl'];
    const { stderr } = await run('classifier', 'train', 'told', 'tickets.jsonl', ...wrong);
    expect(stderr).toContain('tickets.jsonl, line 1 is no description');
  });

  it('says which line of a file is no example', async () => {
    const { exitCode, stderr } = await run('classifier', 'train', 'bad', 'bad.jsonl');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('bad.jsonl, line 19 is no example');
  });
});

describe('footnote classify', () => {
  it('labels a text and says which words decided', async () => {
    const { stdout } = await run('classify', 'triage', 'please reset my password');
    expect(stdout).toMatch(/label +password/u);
    expect(stdout).toMatch(/words +.*password/u);
  });

  it('labels each line of a file', async () => {
    const { stdout } = await run('classify', 'triage', '--file', 'new.txt', '--no-store');
    expect(stdout).toMatch(/password .* reset my password\nprinter .* the printer is jammed/u);
  });
});
