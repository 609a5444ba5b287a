import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { Answer } from '../../../../contract/answer.ts';
import type { Handlers } from '../../../../server/http/handlers.ts';
import { buildAnswer } from './support/sample-answer.ts';
import { send, sendRaw, startFakeService, KEY, type FakeService } from './support/fake-service.ts';
import { attacksFolder, hasAttacks } from './support/shared-data.ts';

const echo: Partial<Handlers> = {
  createAnswer: async ({ body }) => ({ body: buildAnswer({ answer: body.question }) }),
};

async function post(
  service: FakeService,
  body: string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const init = {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  };
  return send(service, '/v1/answers', init);
}

/** JSON leaves open what a key means that is there twice. */
const REFUSED_THOUGH_JSON: ReadonlySet<string> = new Set([
  'y_object_duplicated_key.json',
  'y_object_duplicated_key_and_value.json',
]);

describe('JSON bodies', () => {
  it.runIf(hasAttacks)('refuses what is not JSON and no JSON, over the whole suite', async () => {
    await using service = await startFakeService({ handlers: echo });
    const folder = join(attacksFolder, 'json-parsing');
    const counts = { refused: 0, parsed: 0 };
    const surprises: string[] = [];
    for (const file of readdirSync(folder)) {
      const response = await post(service, readFileSync(join(folder, file)));
      const type = response.headers.get('content-type') ?? '';
      const isProblem = type.includes('application/problem+json') && response.status < 500;
      const isRefused = response.status === 400;
      const isRefusable = file.startsWith('n_') || REFUSED_THOUGH_JSON.has(file);
      if (!isProblem || isRefused !== isRefusable) surprises.push(file);
      counts[isRefused ? 'refused' : 'parsed'] += 1;
    }
    expect(surprises).toEqual([]);
    expect(counts).toEqual({ refused: 190, parsed: 93 });
  });

  it.runIf(hasAttacks)('gives every naughty string back as it was sent', async () => {
    await using service = await startFakeService({ handlers: echo });
    const file = readFileSync(join(attacksFolder, 'naughty-strings.json'), 'utf8');
    const strings = z
      .array(z.string())
      .parse(JSON.parse(file))
      .filter((text) => text.trim() !== '');
    const answers: string[] = [];
    for (const question of strings) {
      const response = await send(service, '/v1/answers', { json: { question } });
      answers.push(Answer.parse(await response.json()).answer);
    }
    expect(answers).toEqual(strings);
    expect(strings.length).toBeGreaterThan(500);
  });

  it.each([
    ['invalid UTF-8', Buffer.from([0x22, 0xff, 0x22])],
    ['overlong UTF-8', Buffer.from([0x22, 0xc0, 0xaf, 0x22])],
    ['a surrogate in UTF-8', Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22])],
    ['a byte order mark', Buffer.from('\u{feff}{"question":"q"}')],
    ['UTF-16', Buffer.from('{"question":"q"}', 'utf16le')],
    ['65 levels', Buffer.from(`{"a":${'['.repeat(64)}${']'.repeat(64)}}`)],
    ['200,000 levels', Buffer.from('['.repeat(200_000) + ']'.repeat(200_000))],
    ['nothing', Buffer.alloc(0)],
    ['NaN', Buffer.from('{"max_chunks":NaN}')],
  ])('refuses %s with 400', async (_case, body) => {
    await using service = await startFakeService({ handlers: echo });
    const response = await post(service, body);
    expect(response.status).toBe(400);
  });

  it.each([
    ['{"question":"a","question":"b"}', 'question'],
    ['{"question":"a","questio\\u006e":"b"}', 'question'],
    ['{"question":"q","metadata":{"a":"1","b":"{,","a":"1"}}', 'a'],
    ['{"question":"q","messages":[{"role":"user","content":"x","role":"assistant"}]}', 'role'],
    ['{"é":1,"\\u00e9":2}', 'é'],
    ['{"":1,"":2}', ''],
  ])('refuses a key that is there twice, as in %s, with 400', async (body, key) => {
    await using service = await startFakeService({ handlers: echo });
    const response = await post(service, body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      detail: `The JSON has the key "${key}" twice in one object.`,
    });
  });

  it('accepts the same key in different objects', async () => {
    await using service = await startFakeService({ handlers: echo });
    const turn = { role: 'user', content: 'q "role":"user","role":' };
    const json = { question: 'q', messages: [turn, turn], metadata: { question: 'q', role: 'r' } };
    const response = await send(service, '/v1/answers', { json });
    expect(response.status).toBe(200);
  });

  it.each([
    ['a million keys', `{${Array.from({ length: 1_000_000 }, (_, n) => `"k${n}":1`).join(',')}}`],
    ['small objects', `[${'{},'.repeat(200_000)}{}]`],
    ['small numbers', `[${'1,'.repeat(300_000)}1]`],
  ])('refuses too many values, as %s, with 413', async (_case, body) => {
    await using service = await startFakeService({ handlers: echo });
    const response = await post(service, body);
    expect(response.status).toBe(413);
  });

  it('counts brackets within strings as text', async () => {
    await using service = await startFakeService({ handlers: echo });
    const question = `${'[{'.repeat(200)} "\\" \\\\" ]`;
    const response = await send(service, '/v1/answers', { json: { question } });
    expect(response.status).toBe(200);
  });

  it.each([
    ['{"question":1e400}', '/question'],
    ['{"question":"q","metadata":{"a":-1e999}}', '/metadata/a'],
    ['{"question":"q","metadata":{"__proto__":{"x":1}}}', '/metadata/__proto__'],
    ['{"question":"q","metadata":{"constructor":"x"}}', '/metadata/constructor'],
    ['{"question":"q","metadata":{"a.__proto__.b":"x"}}', '/metadata/a.__proto__.b'],
    ['{"question":"q","metadata":{"prototype":"x"}}', '/metadata/prototype'],
    ['{"question":"a\\u0000b"}', '/question'],
    ['{"question":"\\ud800"}', '/question'],
    ['{"question":"q","model":"\\udc00"}', '/model'],
    ['{"question":"q","metadata":{"a/b~c":"\\u0000"}}', '/metadata/a~1b~0c'],
    ['{"question":""}', '/question'],
    ['{"question":"q","api_base":"http://evil"}', '/api_base'],
    ['{"question":"q","filters":{"tag":"x"}}', '/filters/tag'],
    ['{"question":"q","messages":[{"role":"user","content":1}]}', '/messages/0/content'],
    ['{}', '/question'],
    ['[]', ''],
    ['null', ''],
    ['"text"', ''],
  ])('refuses %s with 422 at %s', async (body, path) => {
    await using service = await startFakeService({ handlers: echo });
    const response = await post(service, body);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({
      status: 422,
      title: 'Unprocessable Entity',
      instance: '/v1/answers',
      errors: [{ path }],
    });
  });

  it('leaves the prototypes of the process alone', async () => {
    await using service = await startFakeService({ handlers: echo });
    const before = Object.getOwnPropertyNames(Object.prototype);
    await post(service, '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}');
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
    expect('polluted' in {}).toBe(false);
  });

  it('accepts a question of 8,000 characters and refuses 8,001', async () => {
    await using service = await startFakeService({ handlers: echo });
    const statuses = [];
    for (const length of [8_000, 8_001]) {
      const response = await send(service, '/v1/answers', {
        json: { question: 'x'.repeat(length) },
      });
      statuses.push(response.status);
    }
    expect(statuses).toEqual([200, 422]);
  });

  it('names at most 50 of the fields that are wrong', async () => {
    await using service = await startFakeService({ handlers: echo });
    const json = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`field${n}`, n]));
    const response = await send(service, '/v1/answers', { json });
    const problem = z.object({ errors: z.array(z.unknown()) }).parse(await response.json());
    expect([response.status, problem.errors.length]).toEqual([422, 50]);
  });

  it('names the field of the kind of body that was meant', async () => {
    await using service = await startFakeService();
    const json = { documents: [{ title: 'Leave', text: 'x', mime: 'image/png' }] };
    const response = await send(service, '/v1/documents', { json });
    expect(await response.json()).toMatchObject({ errors: [{ path: '/documents/0/mime' }] });
  });
});

describe('the type and size of a body', () => {
  it.each([
    ['application/json', 200],
    ['application/json; charset=utf-8', 200],
    ['Application/JSON;charset="UTF-8"', 200],
    ['application/json; charset=utf-7', 415],
    ['application/json; charset=utf-16', 415],
    ['application/json; charset=iso-8859-1', 415],
    ['text/json', 415],
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data; boundary=x', 415],
    ['application/jsonp', 415],
    ['', 415],
  ])('takes "%s" with %i', async (type, status) => {
    await using service = await startFakeService({ handlers: echo });
    const response = await post(service, '{"question":"q"}', { 'content-type': type });
    expect(response.status).toBe(status);
  });

  it.each(['gzip', 'br', 'deflate', 'gzip, identity', 'x'])(
    'refuses the encoding %s with 415',
    async (encoding) => {
      await using service = await startFakeService({ handlers: echo });
      const body = gzipSync('{"question":"q"}');
      const response = await post(service, body, { 'content-encoding': encoding });
      expect(response.status).toBe(415);
    },
  );

  it('refuses more than 25 MB with 413', async () => {
    await using service = await startFakeService({ handlers: echo });
    const response = await post(service, `{"question":"${'x'.repeat(26 * 1024 * 1024)}"}`);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ type: 'urn:footnote:problem:too_large' });
  });

  it('refuses a body that does not arrive in time with 408', async () => {
    await using service = await startFakeService({ limits: { bodyTimeoutMs: 30 } });
    const head = [
      'POST /v1/answers HTTP/1.1',
      'host: a',
      `authorization: Bearer ${KEY}`,
      'content-type: application/json',
      'content-length: 100',
    ];
    const response = await sendRaw(service, `${head.join('\r\n')}\r\n\r\n{"question"`);
    expect(response).toMatch(/^HTTP\/1\.1 408 /);
    expect(response).toContain('urn:footnote:problem:request_timeout');
  });

  it('accepts an empty object where no body is expected, and nothing else', async () => {
    await using service = await startFakeService({
      handlers: {
        createSignInLink: async () => ({
          body: { url: 'http://127.0.0.1/x', expires_at: '2026-03-01T00:00:00Z' },
        }),
      },
    });
    const statuses = [];
    for (const json of [{}, { a: 1 }]) {
      const response = await send(service, '/v1/sign-in-links', { json });
      statuses.push(response.status);
    }
    expect(statuses).toEqual([201, 422]);
  });
});

describe('queries', () => {
  it.each([
    ['limit=1&limit=2', 400],
    ['limit=%ff', 400],
    ['q=%', 400],
    ['q=%00', 400],
    [Array.from({ length: 101 }, (_, n) => `a${n}=1`).join('&'), 400],
    ['limit=0', 422],
    ['limit=201', 422],
    ['limit=ten', 422],
    ['limit=', 422],
    ['limit=Infinity', 422],
    ['limit[]=1', 422],
    ['unknown=1', 422],
    ['__proto__=1', 422],
    ['status=lost', 422],
    ['collection=Not%20A%20Name', 422],
    ['', 200],
    ['limit=200&q=%F0%9F%98%80+x&&', 200],
  ])('takes ?%s with %i', async (query, status) => {
    await using service = await startFakeService({
      handlers: { listDocuments: async () => ({ body: { data: [], next_cursor: null } }) },
    });
    const response = await send(service, `/v1/documents?${query}`);
    expect(response.status).toBe(status);
  });

  it('hands the decoded values to the handler', async () => {
    let seen: unknown;
    await using service = await startFakeService({
      handlers: {
        listDocuments: async ({ query }) => {
          seen = query;
          return { body: { data: [], next_cursor: null } };
        },
      },
    });
    await send(service, '/v1/documents?q=a+%2B%20%C3%A9&limit=3');
    expect(seen).toEqual({ q: 'a + é', limit: 3 });
  });

  it('refuses any parameter where none is declared', async () => {
    await using service = await startFakeService();
    const response = await send(service, '/healthz?a=1');
    expect(await response.json()).toMatchObject({ status: 422, errors: [{ path: '?a' }] });
  });
});
