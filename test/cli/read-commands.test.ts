import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { displayWidth } from '../../cli/text/layout.ts';
import * as replies from './support/replies.ts';
import { runCommand } from './support/run-command.ts';
import { problem, startScriptedServer, type ScriptedReply } from './support/scripted-server.ts';

const json = (body: unknown): ScriptedReply => ({ body });

const routes: Readonly<Record<string, ScriptedReply>> = {
  'POST /v1/retrieve': json(replies.retrieveResponse),
  'GET /v1/traces': json(replies.pageOf(replies.traceSummary)),
  [`GET /v1/traces/${replies.TRACE_ID}`]: json(replies.trace),
  [`POST /v1/traces/${replies.TRACE_ID}/why-not`]: json(replies.whyNotAnswer),
  'GET /v1/documents': json(replies.pageOf(replies.document)),
  [`GET /v1/documents/${replies.DOCUMENT_ID}`]: json(replies.document),
  [`GET /v1/documents/${replies.DOCUMENT_ID}/versions`]: json(
    replies.pageOf(replies.documentVersion),
  ),
  [`DELETE /v1/documents/${replies.DOCUMENT_ID}`]: json({ ...replies.document, status: 'retired' }),
  'GET /v1/ingest-runs': json(replies.pageOf(replies.ingestRun)),
  [`GET /v1/ingest-runs/${replies.RUN_ID}`]: json({
    ...replies.ingestRun,
    status: 'partly_failed',
    errors: [
      {
        document_id: replies.DOCUMENT_ID,
        source: 'locked.pdf',
        code: 'encrypted',
        detail: 'The PDF needs a password.',
      },
    ],
  }),
  'GET /v1/collections': json(replies.pageOf(replies.collection)),
  'GET /v1/collections/default': json(replies.collection),
  'GET /v1/keys': json(replies.pageOf(replies.apiKey)),
  'POST /v1/keys': { status: 201, body: { ...replies.apiKey, key: 'fn_secret' } },
  [`DELETE /v1/keys/${replies.KEY_ID}`]: json({
    ...replies.apiKey,
    revoked_at: '2026-11-23T10:00:00.000Z',
  }),
  'POST /v1/sign-in-links': { status: 201, body: replies.signInLink },
  'GET /openapi.json': json({ openapi: '3.1.0' }),
};

const commands: readonly (readonly [commandLine: readonly string[], shown: readonly string[]])[] = [
  [
    ['retrieve', 'leave'],
    ['Top fused score', 'hr/family-leave-guide.pdf', '#3'],
  ],
  [['traces'], ['2026-11-23 09:30', 'verified', 'How much carer’s leave do I get?']],
  [
    ['trace', replies.TRACE_ID],
    [
      'intact: the hash was recomputed here',
      replies.trace.integrity.sha256,
      'You get 5 days a year [1].',
      'hosted-large refused by policy',
      '#3',
    ],
  ],
  [
    ['why-not', replies.TRACE_ID, 'hr/family-leave-guide.pdf'],
    [
      'Neither leg had it among its candidates (not_a_candidate).',
      'hr/family-leave-guide.pdf in default, version 3 served then.',
      'By vector it ranks 212',
      'as of 2026-11-23 09:30:00 UTC',
    ],
  ],
  [['documents'], [replies.DOCUMENT_ID, 'ready', 'hr/family-leave-guide.pdf']],
  [
    ['document', replies.DOCUMENT_ID],
    ['Family leave guide', 'everyone in the workspace', 'now'],
  ],
  [['retire', replies.DOCUMENT_ID], ['Retired hr/family-leave-guide.pdf']],
  [['runs'], [replies.RUN_ID, 'succeeded']],
  [
    ['runs', 'show', replies.RUN_ID],
    ['partly_failed', 'locked.pdf: The PDF needs a password. (encrypted)'],
  ],
  [['collections'], ['default', '410', 'builtin/hashing 1 (384)']],
  [
    ['collections', 'show', 'default'],
    ['256 tokens, 0 repeated', 'stale index  no'],
  ],
  [
    ['keys', 'list'],
    ['fn_abcdefgh…', 'ask,retrieve', 'never', 'valid'],
  ],
  [['keys', 'create', '--name', 'helpdesk', '--scope', 'ask'], ['fn_secret\n']],
  [['keys', 'revoke', replies.KEY_ID], ['Revoked helpdesk (fn_abcdefgh…).']],
  [['openapi'], ['"openapi": "3.1.0"']],
];

describe('reading commands', () => {
  it.each(commands)('show for people what %j reads', async (commandLine, shown) => {
    await using server = await startScriptedServer(routes);
    const result = await runCommand(commandLine, { url: server.url });
    expect(result).toMatchObject({ exitCode: 0 });
    for (const text of shown) expect(result.stdout).toContain(text);
    const key = commandLine[0] === 'openapi' ? undefined : 'Bearer fn_test';
    expect(server.requests[0]?.headers.authorization).toBe(key);
  });

  it.each(commands)(
    'print with --json exactly what the server sent for %j',
    async (commandLine) => {
      await using server = await startScriptedServer(routes);
      const result = await runCommand([...commandLine, '--json'], { url: server.url });
      expect(result).toMatchObject({ exitCode: 0 });
      const [request] = server.requests;
      expect(JSON.parse(result.stdout)).toEqual(
        routes[`${request?.method} ${request?.path}`]?.body,
      );
    },
  );

  it.each(commands)('print no line wider than the terminal for %j', async (commandLine) => {
    await using server = await startScriptedServer(routes);
    const result = await runCommand(commandLine, {
      url: server.url,
      isTty: true,
      columns: 110,
      settings: { color: 'on_terminal' },
    });
    expect(result).toMatchObject({ exitCode: 0 });
    const lines = stripVTControlCharacters(result.stdout).split('\n');
    expect(lines.filter((line) => displayWidth(line) > 110)).toEqual([]);
  });
});

describe('lists', () => {
  it('send their filters as the query', async () => {
    await using server = await startScriptedServer(routes);
    const filters = ['--verdict', 'verified', '--from', '2026-03-01', '--min-cost', '0.5'];
    const ofMetrics = ['--counted-as', 'held'];
    await runCommand(
      ['traces', '--document', replies.DOCUMENT_ID, '--limit', '3', ...filters, ...ofMetrics],
      { url: server.url },
    );
    expect(Object.fromEntries(server.requests[0]?.query ?? [])).toEqual({
      verdict: 'verified',
      from: '2026-03-01T00:00:00.000Z',
      min_cost: '0.5',
      counted_as: 'held',
      document_id: replies.DOCUMENT_ID,
      limit: '3',
    });
  });

  it('say how to see the next page', async () => {
    const page = { data: [replies.document], next_cursor: 'abc' };
    await using server = await startScriptedServer({ 'GET /v1/documents': json(page) });
    const result = await runCommand(['documents'], { url: server.url });
    expect(result.stderr).toBe('There are more: --cursor abc\n');
  });

  it('say that nothing matches, on stderr', async () => {
    await using server = await startScriptedServer({ 'GET /v1/documents': json(replies.pageOf()) });
    const result = await runCommand(['documents'], { url: server.url });
    expect(result).toMatchObject({
      exitCode: 0,
      stdout: '',
      stderr: 'No document matches.\n',
    });
  });
});

describe('trace', () => {
  const altered = { ...replies.trace, state: 'complete', question: { ...replies.trace.question } };
  altered.question.text = 'Another question?';
  const alteredRoutes = { [`GET /v1/traces/${replies.TRACE_ID}`]: json(altered) };

  it('exits with 1 and says so when the record was altered', async () => {
    await using server = await startScriptedServer(alteredRoutes);
    const result = await runCommand(['trace', replies.TRACE_ID], { url: server.url });
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain('ALTERED');
  });

  it('exits with 1 for an altered record printed as JSON, too', async () => {
    await using server = await startScriptedServer(alteredRoutes);
    const result = await runCommand(['trace', replies.TRACE_ID, '--json'], { url: server.url });
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('ALTERED');
    expect(JSON.parse(result.stdout)).toEqual(altered);
  });

  it('shows the first rejected candidates and the others on request', async () => {
    await using server = await startScriptedServer(routes);
    const few = await runCommand(['trace', replies.TRACE_ID], { url: server.url });
    const all = await runCommand(['trace', replies.TRACE_ID, '--rejected'], { url: server.url });
    expect(few.stdout).toContain('… and 2 more rejected');
    expect(all.stdout.match(/Beyond the limit/g)).toHaveLength(7);
  });

  it('shows a stream that was cut off', async () => {
    const { integrity: _, ...record } = replies.trace;
    const body = { ...record, state: 'interrupted', routing: undefined, retrieval: undefined };
    await using server = await startScriptedServer({
      [`GET /v1/traces/${replies.TRACE_ID}`]: json({ ...body, integrity: replies.trace.integrity }),
    });
    const result = await runCommand(['trace', replies.TRACE_ID], { url: server.url });
    expect(result.stdout).toContain('(answer, interrupted)');
  });
});

describe('why-not', () => {
  const path = `POST /v1/traces/${replies.TRACE_ID}/why-not`;

  async function namesSent(...names: readonly string[]) {
    await using server = await startScriptedServer({
      [path]: ({ body }) =>
        body.toString().includes('chunk_id')
          ? json(replies.whyNotAnswer)
          : problem(404, 'There is no such document.'),
    });
    const result = await runCommand(['why-not', replies.TRACE_ID, ...names], { url: server.url });
    const sent = server.requests.map((request): unknown => JSON.parse(request.body.toString()));
    return { sent, exitCode: result.exitCode, stderr: result.stderr };
  }

  it('takes an id for that of a document, then for that of a chunk', async () => {
    expect(await namesSent(replies.CHUNK_ID)).toMatchObject({
      sent: [{ document_id: replies.CHUNK_ID }, { chunk_id: replies.CHUNK_ID }],
      exitCode: 0,
    });
  });

  it('takes anything else for a source, and says when it is not found', async () => {
    const found = await namesSent('hr/leave.md', '--collection', 'hr');
    expect(found).toMatchObject({
      sent: [{ source: 'hr/leave.md', collection: 'hr' }],
      exitCode: 1,
    });
    expect(found.stderr).toContain('There is no such document.');
  });
});

describe('retrieve', () => {
  async function bodySent(...options: readonly string[]) {
    await using server = await startScriptedServer(routes);
    const result = await runCommand(['retrieve', 'leave', ...options], { url: server.url });
    const body: unknown = JSON.parse(server.requests[0]?.body.toString() ?? 'null');
    return { body, exitCode: result.exitCode };
  }

  it('sends every filter and setting that was given', async () => {
    const filters = [
      '--source',
      'hr/leave.md',
      '--tag',
      'hr',
      '--tag',
      'uk',
      '--mime',
      'text/html',
    ];
    const legs = ['--leg-depth', '50', '--fusion', 'rrf', '--dense-weight', '0.3'];
    const sizes = ['--max-chunks', '4', '--max-context-tokens', '900'];
    expect(await bodySent(...filters, ...legs, ...sizes)).toEqual({
      body: {
        question: 'leave',
        filters: { source: 'hr/leave.md', tags: ['hr', 'uk'], mime: 'text/html' },
        max_chunks: 4,
        retrieval: { leg_depth: 50, max_context_tokens: 900, fusion: 'rrf', dense_weight: 0.3 },
      },
      exitCode: 0,
    });
  });

  it.each([
    ['--leg-depth', '5'],
    ['--fusion', 'sum'],
    ['--dense-weight', '2'],
    ['--mime', 'image/png'],
    ['--as-of', '2026-02-30'],
  ])('sends nothing where %s is %s', async (...options) => {
    expect(await bodySent(...options)).toEqual({ body: null, exitCode: 2 });
  });
});

describe('keys create', () => {
  it('sends every right that was asked for', async () => {
    await using server = await startScriptedServer(routes);
    const rights = ['--group', 'hr', '--group', 'it', '--clearance', 'confidential'];
    const limits = ['-c', 'handbook', '-m', 'auto', '--budget', '2', '--expires', '2027-01-01'];
    const options = ['--name', 'n', '--scope', 'ask', 'retrieve', ...rights, ...limits];
    const result = await runCommand(['keys', 'create', ...options], { url: server.url });
    expect(JSON.parse(server.requests[0]?.body.toString() ?? '')).toEqual({
      name: 'n',
      scopes: ['ask', 'retrieve'],
      groups: ['hr', 'it'],
      clearance: 'confidential',
      collections: ['handbook'],
      models: ['auto'],
      budget_usd_per_day: 2,
      expires_at: '2027-01-01T00:00:00.000Z',
    });
    expect(result.stdout).toBe('fn_secret\n');
  });
});

describe('sign-in', () => {
  it('prints a whole address where the server gives a path', async () => {
    await using server = await startScriptedServer(routes);
    const result = await runCommand(['sign-in'], { url: server.url });
    expect(result.stdout).toBe(`${server.url.origin}/sign-in?token=one-time\n`);
    expect(result.stderr).toContain('it works once');
  });
});
