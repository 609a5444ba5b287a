import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IngestRunId, TraceId, WorkspaceId } from '../../../../contract/ids.ts';
import { openDatabase } from '../../../../db/client.ts';
import { inWorkspace } from '../../../../db/workspace-database.ts';
import { AppError } from '../../../../platform/errors.ts';
import type { Handlers } from '../../../../server/http/handlers.ts';
import { hashRequest, type HashedInput } from '../../../../server/http/idempotency.ts';
import { deferred } from '../../../support/deferred.ts';
import { send, startFakeService, type FakeService } from './support/fake-service.ts';
import { buildAnswer, TRACE_ID } from './support/sample-answer.ts';

/** Answers each time with another number, so that a second run cannot look like a replay. */
function countingAsk(): Partial<Handlers> {
  let runs = 0;
  return {
    createAnswer: async ({ emit }) => {
      runs += 1;
      emit?.('delta', { text: 'An', provisional: true });
      return { body: buildAnswer({ answer: `Run ${runs}.` }), traceId: TraceId.parse(TRACE_ID) };
    },
  };
}

async function ask(service: FakeService, key: string, json: object): Promise<Response> {
  return send(service, '/v1/answers', { json, headers: { 'idempotency-key': key } });
}

describe('Idempotency-Key', () => {
  it('gives the first answer back, byte by byte', async () => {
    await using service = await startFakeService({ handlers: countingAsk() });
    const first = await ask(service, 'k', { question: 'q' });
    const second = await ask(service, 'k', { question: 'q' });
    expect(await second.text()).toBe(await first.text());
    expect(second.status).toBe(200);
    expect(second.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(second.headers.get('x-footnote-trace-id')).toBe(TRACE_ID);
    expect(first.headers.get('idempotency-replayed')).toBeNull();
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });

  it('tells another key and no key from the first', async () => {
    await using service = await startFakeService({ handlers: countingAsk() });
    const answers = [];
    for (const key of ['a', 'b']) {
      const response = await ask(service, key, { question: 'q' });
      answers.push(await response.json());
    }
    const response = await send(service, '/v1/answers', { json: { question: 'q' } });
    answers.push(await response.json());
    expect(answers).toMatchObject([
      { answer: 'Run 1.' },
      { answer: 'Run 2.' },
      { answer: 'Run 3.' },
    ]);
  });

  it('takes the same JSON in another order for the same request', async () => {
    await using service = await startFakeService({ handlers: countingAsk() });
    await ask(service, 'k', { question: 'q', max_chunks: 3 });
    const again = await ask(service, 'k', { max_chunks: 3, question: 'q' });
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });

  it('refuses the key for another request with 422', async () => {
    await using service = await startFakeService({ handlers: countingAsk() });
    await ask(service, 'k', { question: 'q' });
    const response = await ask(service, 'k', { question: 'another' });
    expect(response.status).toBe(422);
  });

  it('answers 409 while the first is running', async () => {
    const gate = deferred();
    const reached = deferred();
    await using service = await startFakeService({
      handlers: {
        createAnswer: async () => {
          reached.resolve();
          await gate.promise;
          return { body: buildAnswer() };
        },
      },
    });
    const first = ask(service, 'k', { question: 'q' });
    await reached.promise;
    const second = await ask(service, 'k', { question: 'q' });
    expect([second.status, second.headers.get('retry-after')]).toEqual([409, '2']);
    gate.resolve();
    expect((await first).status).toBe(200);
  });

  it('gives a refusal back as well', async () => {
    let runs = 0;
    await using service = await startFakeService({
      handlers: {
        createAnswer: async () => {
          runs += 1;
          throw new AppError('not_found', `Run ${runs}.`);
        },
      },
    });
    const first = await ask(service, 'k', { question: 'q', stream: true });
    const second = await ask(service, 'k', { question: 'q', stream: true });
    expect([first.status, second.status]).toEqual([404, 404]);
    expect(second.headers.get('content-type')).toContain('application/problem+json');
    expect(await second.text()).toBe(await first.text());
  });

  it.each([
    ['an unforeseen error', new Error('boom'), 500],
    ['an outage', new AppError('unavailable', 'Down.'), 503],
    ['a limit', new AppError('rate_limited', 'Slow down.'), 429],
  ])('runs again after %s', async (_case, error, status) => {
    let runs = 0;
    await using service = await startFakeService({
      handlers: {
        createAnswer: async () => {
          runs += 1;
          if (runs === 1) throw error;
          return { body: buildAnswer() };
        },
      },
    });
    const first = await ask(service, 'k', { question: 'q' });
    const second = await ask(service, 'k', { question: 'q' });
    expect([first.status, second.status]).toEqual([status, 200]);
    expect(second.headers.get('idempotency-replayed')).toBeNull();
  });

  it('replays a stream as its end alone', async () => {
    await using service = await startFakeService({ handlers: countingAsk() });
    const first = await ask(service, 'k', { question: 'q', stream: true });
    const second = await ask(service, 'k', { question: 'q', stream: true });
    const [streamed, replayed] = [await first.text(), await second.text()];
    expect(streamed.match(/^event: .*$/gm)).toEqual(['event: delta', 'event: done']);
    expect(replayed.match(/^event: .*$/gm)).toEqual(['event: done']);
    expect(streamed.endsWith(replayed)).toBe(true);
    expect(second.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(second.headers.get('idempotency-replayed')).toBe('true');
  });

  it.each(['', ' ', 'a b', 'é', 'x'.repeat(256)])('refuses the key "%s" with 400', async (key) => {
    await using service = await startFakeService({ handlers: countingAsk() });
    const response = await send(service, '/v1/answers', {
      json: { question: 'q' },
      headers: { 'idempotency-key': key },
    });
    expect(response.status).toBe(400);
  });

  it('takes a key of 255 characters', async () => {
    await using service = await startFakeService({ handlers: countingAsk() });
    const response = await ask(service, '~'.repeat(255), { question: 'q' });
    expect(response.status).toBe(200);
  });

  it('keeps the answer when it cannot be stored, and says so in the log', async () => {
    await using service = await startFakeService({
      handlers: countingAsk(),
      idempotency: {
        begin: async () => ({
          kind: 'first',
          keepWith: async () => {},
          complete: async () => {
            throw new Error('disk full');
          },
          abandon: async () => {},
        }),
      },
    });
    const response = await ask(service, 'k', { question: 'q' });
    expect(response.status).toBe(200);
    expect(service.log.map((line) => line.message)).toContain('http.idempotency_failed');
  });

  it('keeps the reply in the transaction of what it tells of', async () => {
    const kept: string[] = [];
    // Nothing ever connects.
    const database = openDatabase({
      connectionString: 'postgres://127.0.0.1:1/none',
      maxConnections: 1,
      applicationName: 'test',
    });
    const transaction = inWorkspace(database, WorkspaceId.parse(TRACE_ID));
    await using service = await startFakeService({
      handlers: {
        createDocuments: async ({ keepReply }) => {
          const result = { body: { run_id: IngestRunId.parse(TRACE_ID), documents: [] } };
          await keepReply(transaction, result);
          kept.push('committed');
          return result;
        },
      },
      idempotency: {
        begin: async () => ({
          kind: 'first',
          keepWith: async (given, { status, body, headers }) => {
            expect(given).toBe(transaction);
            kept.push(`${status} ${body.toString()} ${JSON.stringify(headers)}`);
          },
          complete: async () => {},
          abandon: async () => {},
        }),
      },
    });
    const json = { title: 'a', text: 'a' };
    const headers = { 'idempotency-key': 'k' };
    const response = await send(service, '/v1/documents', { json, headers });
    expect(kept).toEqual([`202 ${await response.text()} {}`, 'committed']);
    const withoutKey = await send(service, '/v1/documents', { json });
    expect([withoutKey.status, kept.length]).toEqual([202, 3]);
  });

  it('is not looked at where nothing is made', async () => {
    await using service = await startFakeService({
      handlers: { listDocuments: async () => ({ body: { data: [], next_cursor: null } }) },
    });
    const response = await send(service, '/v1/documents', {
      headers: { 'idempotency-key': 'a b' },
    });
    expect(response.status).toBe(200);
  });
});

describe('the hash of a request', () => {
  const input: HashedInput = { params: {}, query: {}, body: null, files: [], fields: null };
  const file = { fileName: 'a.txt', bytes: Buffer.from('a'), declaredMime: 'text/plain' };

  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), fc.integer()), (body) => {
        const reversed = Object.fromEntries(Object.entries(body).toReversed());
        expect(hashRequest('createAnswer', { ...input, body })).toEqual(
          hashRequest('createAnswer', { ...input, body: reversed }),
        );
      }),
    );
  });

  it('changes with everything that makes a request another one', () => {
    const hashes = [
      hashRequest('createDocuments', input),
      hashRequest('createCollection', input),
      hashRequest('createDocuments', { ...input, body: {} }),
      hashRequest('createDocuments', { ...input, params: { id: '1' } }),
      hashRequest('createDocuments', { ...input, query: { a: '1' } }),
      hashRequest('createDocuments', { ...input, fields: { collection: 'hr' } }),
      hashRequest('createDocuments', { ...input, files: [file] }),
      hashRequest('createDocuments', { ...input, files: [file, file] }),
      hashRequest('createDocuments', { ...input, files: [{ ...file, fileName: 'b.txt' }] }),
      hashRequest('createDocuments', { ...input, files: [{ ...file, bytes: Buffer.from('b') }] }),
    ].map((hash) => hash.toString('hex'));
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
