import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { projectRoot } from '../../platform/project-root.ts';
import { openTestDatabase } from '../support/database.ts';

const Compose = z.object({
  services: z.record(z.string(), z.object({ command: z.array(z.string()).optional() })),
});
const { services } = Compose.parse(
  parse(readFileSync(join(projectRoot, 'docker-compose.yml'), 'utf8'), { merge: true }),
);

let dataDirectory: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'footnote-processes-'));
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => endOf(child, 'SIGKILL')));
  rmSync(dataDirectory, { recursive: true });
});

/** Starts a program of `dist/`, which `npm test` has built, with nothing of our environment. */
function start(
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): ChildProcess {
  const child = spawn(process.execPath, args, {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: '/usr/bin:/bin',
      PORT: '0',
      FOOTNOTE_DATA_DIR: dataDirectory,
      FOOTNOTE_DEMO: '0',
      ...environment,
    },
  });
  children.push(child);
  return child;
}

function composeCommand(service: string): readonly string[] {
  const [program, ...args] = services[service]?.command ?? [];
  expect(program).toBe('node');
  return args;
}

/** The first match in what a process writes, line by line. */
async function waitForLine(child: ChildProcess, pattern: RegExp): Promise<string> {
  const streams = [child.stdout, child.stderr].filter((stream) => stream !== null);
  return await new Promise((resolve, reject) => {
    const seen: string[] = [];
    for (const input of streams) {
      createInterface({ input }).on('line', (line) => {
        seen.push(line);
        const match = pattern.exec(line);
        if (match !== null) resolve(match[0]);
      });
    }
    child.once('exit', () => reject(new Error(`Ended before ${pattern}: ${seen.join('\n')}`)));
  });
}

async function endOf(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  child.kill(signal);
  const [code]: unknown[] = await once(child, 'exit');
  return code;
}

async function readyzOf(child: ChildProcess): Promise<unknown> {
  const url = await waitForLine(child, /http:\/\/127\.0\.0\.1:\d+/);
  return (await fetch(`${url}/readyz`)).json();
}

// The embedded database is made anew here, which takes long on a busy machine.
describe('the processes', { timeout: 150_000 }, () => {
  it('run apart, as docker compose starts them, and drain on SIGTERM', async () => {
    await using opened = await openTestDatabase();
    const environment = { DATABASE_URL: opened.connectionString };
    const server = start(composeCommand('server'), environment);
    const worker = start(composeCommand('worker'), environment);
    expect(await readyzOf(server)).toMatchObject({ status: 'ready' });
    await waitForLine(worker, /worker\.started/);
    expect(await endOf(worker, 'SIGTERM')).toBe(0);
    expect(await endOf(server, 'SIGTERM')).toBe(0);
  });

  it('run together with a database of their own, which a second start refuses', async () => {
    const launcher = start(['scripts/start.mjs'], {});
    expect(await readyzOf(launcher)).toMatchObject({ status: 'ready', durability: 'kill_safe' });
    const second = start(['scripts/start.mjs'], {});
    const refusal = waitForLine(second, /^The data directory .* is in use by process \d+\./);
    const [code]: unknown[] = await once(second, 'exit');
    expect(await refusal).toContain(dataDirectory);
    expect(code).toBe(1);
    expect(await endOf(launcher, 'SIGTERM')).toBe(0);
    expect(readdirSync(dataDirectory)).not.toContain('lock');
  });

  it('refuse a wrong configuration with one line, and exit 1', async () => {
    await using opened = await openTestDatabase();
    const launcher = start(['scripts/start.mjs'], {
      DATABASE_URL: opened.connectionString,
      PORT: 'eighty',
    });
    const refusal = waitForLine(launcher, /^The environment variable PORT .*$/);
    const [code]: unknown[] = await once(launcher, 'exit');
    expect(await refusal).toContain('PORT');
    expect(code).toBe(1);
  });
});
