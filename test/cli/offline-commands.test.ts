import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CliSettings } from '../../cli/config.ts';
import * as replies from './support/replies.ts';
import { runCommand } from './support/run-command.ts';
import { problem, startScriptedServer } from './support/scripted-server.ts';

const nowhere = new URL('http://127.0.0.1:9');

async function withFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'footnote-'));
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Runs `config check` on a file with this text. */
function checkConfig(text: string, ...options: readonly string[]) {
  return withFolder(async (folder) => {
    await writeFile(join(folder, 'c.yaml'), text);
    const settings = { workingDirectory: folder };
    return runCommand(['config', 'check', 'c.yaml', ...options], { url: nowhere, settings });
  });
}

describe('config check', () => {
  it('says that the built-in default holds when there is no file', async () => {
    const result = await runCommand(['config', 'check'], { url: nowhere });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toContain('the built-in default holds');
    expect(result.stdout).toContain('embedding builtin; models builtin-extractive; 1 route');
  });

  it('accepts a valid file', async () => {
    const result = await checkConfig('retrieval: { leg_depth: 50 }\n');
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain('c.yaml is valid.');
  });

  it('prints the configuration with its defaults as JSON', async () => {
    const result = await checkConfig('retrieval: { leg_depth: 50 }\n', '--json');
    expect(JSON.parse(result.stdout)).toMatchObject({
      embedding: { adapter: 'builtin' },
      retrieval: { leg_depth: 50, max_context_tokens: 3000 },
    });
  });

  it('names the line of a mistake and exits with 1', async () => {
    const result = await checkConfig('version: 1\nretrieval:\n  leg_depth: few\n');
    expect(result).toMatchObject({ exitCode: 1, stdout: '' });
    expect(result.stderr).toContain('c.yaml, line 3: retrieval.leg_depth');
  });

  it('fails for a named file that does not exist', async () => {
    const result = await runCommand(['config', 'check', '/nowhere.yaml'], { url: nowhere });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('/nowhere.yaml does not exist');
  });
});

const healthy = {
  'GET /healthz': { body: { status: 'ok' } },
  'GET /readyz': { body: replies.readiness },
  'GET /v1/session': { body: replies.session },
};

describe('doctor', () => {
  it('finds nothing wrong with a healthy server and data directory', async () => {
    await using server = await startScriptedServer(healthy);
    const result = await withFolder(async (folder) => {
      await writeFile(join(folder, 'admin-key'), 'fn_key', { mode: 0o600 });
      return runCommand(['doctor'], { url: server.url, settings: { dataDirectory: folder } });
    });
    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).not.toMatch(/problem|warning/);
    expect(result.stdout).toContain('key: admin: admin; clearance restricted');
  });

  it('says what to do when no server runs, and checks no further', async () => {
    const result = await runCommand(['doctor'], { url: nowhere });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toMatch(
      /problem {2}server: .*\n +Run npm start in another terminal\.\n$/,
    );
  });

  it('reports each part that is not ready', async () => {
    const checks = {
      ...replies.readiness.checks,
      database: { ok: false, detail: 'connection refused' },
    };
    const body = { ...replies.readiness, status: 'not_ready', checks };
    await using server = await startScriptedServer({
      ...healthy,
      'GET /readyz': { status: 503, body },
    });
    const result = await runCommand(['doctor'], { url: server.url });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('problem  database: connection refused');
    expect(result.stdout).toContain('ok       migrations: up to date');
  });

  it('reports another program at the address', async () => {
    await using server = await startScriptedServer({ 'GET /healthz': { body: '<html>' } });
    const result = await runCommand(['doctor'], { url: server.url });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('is not a Footnote server');
  });

  it('reports a key that is not accepted', async () => {
    await using server = await startScriptedServer({
      ...healthy,
      'GET /v1/session': problem(401, 'The key is not known.'),
    });
    const result = await runCommand(['doctor', '--json'], { url: server.url });
    expect(result.exitCode).toBe(1);
    expect(JSON.parse(result.stdout)).toContainEqual(
      expect.objectContaining({
        subject: 'key',
        state: 'problem',
        detail: 'The key is not known.',
      }),
    );
  });

  it('warns of a key file that others can read', async () => {
    await using server = await startScriptedServer(healthy);
    const result = await withFolder(async (folder) => {
      await writeFile(join(folder, 'admin-key'), 'fn_key');
      await chmod(join(folder, 'admin-key'), 0o644);
      return runCommand(['doctor'], { url: server.url, settings: { dataDirectory: folder } });
    });
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain('warning  data directory: others can read');
  });

  it.each([
    ['18.20.0', 'problem  Node: 18.20.0 is too old'],
    ['20.18.3', 'problem  Node: 20.18.3 is too old'],
    ['20.19.0', 'ok       Node: 20.19.0'],
    ['24.1.0', 'ok       Node: 24.1.0'],
  ])('judges Node %s', async (nodeVersion, line) => {
    const result = await runCommand(['doctor'], { url: nowhere, nodeVersion });
    expect(result.stdout).toContain(line);
  });

  it('reports a broken configuration file', async () => {
    const result = await withFolder(async (folder) => {
      const configPath = join(folder, 'c.yaml');
      await writeFile(configPath, 'models: none\n');
      const settings: Partial<CliSettings> = { configPath, isConfigPathGiven: true };
      return runCommand(['doctor'], { url: nowhere, settings });
    });
    expect(result.stdout).toContain('problem  configuration:');
  });
});
