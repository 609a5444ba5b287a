import { createServer } from 'node:net';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as replies from './support/replies.ts';
import { runCommand } from './support/run-command.ts';
import { problem, startScriptedServer } from './support/scripted-server.ts';

/** An address at which nothing listens: the port was free a moment ago. */
async function unusedUrl(): Promise<URL> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise<void>((resolve) => server.close(() => resolve()));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return new URL(`http://127.0.0.1:${address.port}`);
}

describe('a command', () => {
  it('says in one line that no server runs', async () => {
    const url = await unusedUrl();
    const result = await runCommand(['traces'], { url });
    expect(result).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: `footnote: No server at ${url.origin}: start it with npm start, or set FOOTNOTE_URL.\n`,
    });
  });

  it('prints a problem and each wrong field on a line', async () => {
    await using server = await startScriptedServer({
      'POST /v1/answers': problem(422, 'The question is not valid.', {
        errors: [{ path: 'question', message: 'must not be blank' }],
      }),
    });
    const result = await runCommand(['ask', ' '], { url: server.url });
    expect(result.exitCode).toBe(1);
    expect(result.stderr.split('\n')).toEqual([
      'footnote: Refused (422): The question is not valid. (request req-1)',
      '  question: must not be blank',
      '',
    ]);
  });

  it.each([
    [401, 'Set FOOTNOTE_API_KEY'],
    [403, 'Use a key that has this scope'],
  ])('adds to a %i what to do', async (status, advice) => {
    await using server = await startScriptedServer({ 'GET /v1/traces': problem(status, 'No.') });
    const result = await runCommand(['traces'], { url: server.url });
    expect(result.stderr).toContain(advice);
  });

  it('copes with an error that is no problem object', async () => {
    await using server = await startScriptedServer({
      'GET /v1/traces': { status: 502, body: '<html>Bad gateway</html>' },
    });
    const result = await runCommand(['traces'], { url: server.url });
    expect(result.stderr).toContain(
      'Bad Gateway (502): The server answered 502 without saying why.',
    );
  });

  it('says when something else answers at the address', async () => {
    await using server = await startScriptedServer({ 'GET /v1/traces': { body: 'hello' } });
    const result = await runCommand(['traces'], { url: server.url });
    expect(result).toMatchObject({ exitCode: 1 });
    expect(result.stderr).toContain('What answers at /v1/traces is not a Footnote server.');
  });

  it('says where an answer differs from the contract', async () => {
    const page = { data: [{ ...replies.document, chunk_count: 'many' }], next_cursor: null };
    await using server = await startScriptedServer({ 'GET /v1/documents': { body: page } });
    const result = await runCommand(['documents'], { url: server.url });
    expect(result.stderr).toContain('data.0.chunk_count');
  });

  it('takes the key nowhere on a redirect', async () => {
    await using other = await startScriptedServer({});
    await using server = await startScriptedServer({
      'GET /v1/traces': {
        status: 307,
        headers: { location: `${other.url.origin}/v1/traces` },
        body: '',
      },
    });
    const result = await runCommand(['traces'], { url: server.url });
    expect(result.exitCode).toBe(1);
    expect(other.requests).toEqual([]);
  });

  it('asks for a key before it calls when there is none', async () => {
    await using server = await startScriptedServer({});
    const result = await runCommand(['traces'], { url: server.url, settings: { apiKey: null } });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('No API key: set FOOTNOTE_API_KEY');
    expect(server.requests).toEqual([]);
  });

  it('reads the key from the data directory', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'footnote-'));
    await writeFile(join(folder, 'admin-key'), 'fn_from_file\n');
    await using server = await startScriptedServer({
      'GET /v1/traces': { body: replies.pageOf() },
    });
    const settings = { apiKey: null, dataDirectory: folder };
    await runCommand(['traces'], { url: server.url, settings });
    await rm(folder, { recursive: true });
    expect(server.requests[0]?.headers.authorization).toBe('Bearer fn_from_file');
  });

  it('refuses an id that cannot be one without calling', async () => {
    await using server = await startScriptedServer({});
    const result = await runCommand(['trace', '../keys'], { url: server.url });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('"../keys" is not a valid id');
    expect(server.requests).toEqual([]);
  });
});

describe('a command line that is not understood', () => {
  it.each([
    [['frobnicate'], "unknown command 'frobnicate'"],
    [['ask'], "missing required argument 'question'"],
    [['traces', '--limit', '0'], 'whole number from 1 to 200'],
    [['traces', '--verdict', 'fine'], 'Allowed choices are'],
    [['traces', '--from', 'yesterday-ish'], 'must be a date or a time'],
    [['traces', '--min-cost', '-1'], 'at least 0'],
    [['keys', 'create', '--name', 'x'], "required option '--scope"],
    [['keys'], 'Usage: footnote keys'],
    [[], 'Usage: footnote'],
  ])('exits with 2 for %j', async (commandLine, message) => {
    const result = await runCommand(commandLine, { url: new URL('http://127.0.0.1:9') });
    expect(result.exitCode).toBe(2);
    expect(result.stdout).toBe('');
    expect(result.stderr).toContain(message);
  });

  it('exits with 0 when help was asked for', async () => {
    const result = await runCommand(['--help'], { url: new URL('http://127.0.0.1:9') });
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain('FOOTNOTE_API_KEY');
  });
});

describe('--quiet', () => {
  it('leaves results and errors', async () => {
    await using server = await startScriptedServer({
      'POST /v1/retrieve': { body: replies.retrieveResponse },
    });
    const result = await runCommand(['retrieve', 'leave', '--quiet'], { url: server.url });
    expect(result.stderr).toBe('');
    expect(result.stdout).toContain('Top fused score');
  });
});

describe('colours', () => {
  it.each([
    [{ color: 'always' }, [], true],
    [{ color: 'always' }, ['--no-color'], false],
    [{ color: 'never' }, [], false],
  ] as const)('follow %j and %j', async (settings, options, hasColor) => {
    await using server = await startScriptedServer({
      'POST /v1/answers': { body: replies.answer },
    });
    const result = await runCommand(['ask', 'x', ...options], { url: server.url, settings });
    expect(result.stdout.includes('\u001B[')).toBe(hasColor);
  });
});
