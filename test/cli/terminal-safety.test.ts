import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as replies from './support/replies.ts';
import { runCommand } from './support/run-command.ts';
import { eventStream, problem, startScriptedServer } from './support/scripted-server.ts';

const UNSAFE = /(?!\n)\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u;

const hostileText = fc
  .array(
    fc.constantFrom(
      '\u001B[2J',
      '\u001B]0;owned\u0007',
      '\u009B31m',
      '\r',
      '\b\b\b',
      '\u0000',
      '\u007F',
      '\u202Efdp.',
      'word ',
      '\n',
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''));

/** Appends hostile text to every string that the contract leaves free. */
function poison(value: unknown, text: string): unknown {
  if (Array.isArray(value)) return value.map((item) => poison(item, text));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      FREE_TEXT.has(name) && typeof member === 'string'
        ? member + text
        : name === 'heading_path' || name === 'tags' || name === 'acl' || name === 'matched_terms'
          ? [text]
          : poison(member, text),
    ]),
  );
}

const FREE_TEXT: ReadonlySet<string> = new Set(
  (
    'answer text title source quote question detail name verifier model provider key_name prefix ' +
    'key url trace_url next_cursor rule chosen query api_key_name config_hash code_version parser'
  ).split(' '),
);

const routes: readonly (readonly [commandLine: readonly string[], route: string, body: unknown])[] =
  [
    [['ask', 'q'], 'POST /v1/answers', replies.answer],
    [['retrieve', 'q', '--rejected'], 'POST /v1/retrieve', replies.retrieveResponse],
    [['traces'], 'GET /v1/traces', replies.pageOf(replies.traceSummary)],
    [['trace', replies.TRACE_ID], `GET /v1/traces/${replies.TRACE_ID}`, replies.trace],
    [['documents'], 'GET /v1/documents', replies.pageOf(replies.document)],
    [
      ['retire', replies.DOCUMENT_ID],
      `DELETE /v1/documents/${replies.DOCUMENT_ID}`,
      replies.document,
    ],
    [['runs'], 'GET /v1/ingest-runs', replies.pageOf(replies.ingestRun)],
    [['collections'], 'GET /v1/collections', replies.pageOf(replies.collection)],
    [['keys', 'list'], 'GET /v1/keys', replies.pageOf(replies.apiKey)],
    [['sign-in'], 'POST /v1/sign-in-links', replies.signInLink],
    [['openapi'], 'GET /openapi.json', { info: { title: 'x' } }],
    [['doctor'], 'GET /healthz', { status: 'ok' }],
  ];

describe('text of the server', () => {
  it.each(routes)('never controls the terminal of %j', async (commandLine, route, body) => {
    let text = '';
    await using server = await startScriptedServer({
      'GET /readyz': () => ({ body: poison(replies.readiness, text) }),
      'GET /v1/session': () => ({ body: poison(replies.session, text) }),
      [route]: () => ({ body: poison(body, text) }),
    });
    await fc.assert(
      fc.asyncProperty(hostileText, fc.boolean(), async (hostile, asJson) => {
        text = hostile;
        const json = asJson ? ['--json'] : [];
        const result = await runCommand([...commandLine, ...json], { url: server.url });
        expect(result.stdout.length).toBeGreaterThan(0);
        expect(result.stdout + result.stderr).not.toMatch(UNSAFE);
      }),
      { numRuns: 20 },
    );
  });

  it('never controls the terminal through a stream', async () => {
    let text = '';
    await using server = await startScriptedServer({
      'POST /v1/answers': () =>
        eventStream([
          ['delta', { text, provisional: true }],
          [`step${text.replaceAll(/[\n\r\0]/g, '')}`, { text }],
          ['done', poison(replies.answer, text)],
        ]),
    });
    await fc.assert(
      fc.asyncProperty(hostileText, fc.boolean(), async (hostile, asJson) => {
        text = hostile;
        const options = asJson ? ['--stream', '--json'] : ['--stream'];
        const result = await runCommand(['ask', 'q', ...options], { url: server.url, isTty: true });
        expect(result).toMatchObject({ exitCode: 0 });
        expect(result.stdout + result.stderr).not.toMatch(UNSAFE);
      }),
      { numRuns: 20 },
    );
  });

  it('never controls the terminal through a problem', async () => {
    let text = '';
    await using server = await startScriptedServer({
      'GET /v1/traces': () =>
        problem(422, text, { title: text, errors: [{ path: text, message: text }] }),
    });
    await fc.assert(
      fc.asyncProperty(hostileText, async (hostile) => {
        text = hostile;
        const result = await runCommand(['traces'], { url: server.url });
        expect(result.stderr).toContain('(422)');
        expect(result.stderr).not.toMatch(UNSAFE);
      }),
      { numRuns: 20 },
    );
  });
});
