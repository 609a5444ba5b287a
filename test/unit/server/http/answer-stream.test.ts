import { describe, expect, it, vi } from 'vitest';
import { TraceId } from '../../../../contract/ids.ts';
import { AppError } from '../../../../platform/errors.ts';
import { deferred } from '../../../support/deferred.ts';
import { send, startFakeService } from './support/fake-service.ts';
import { buildAnswer, buildCaller, TRACE_ID } from './support/sample-answer.ts';

const question = { question: 'q', stream: true };

describe('a streamed answer', () => {
  it('sends events in order and ends with the whole answer', async () => {
    await using service = await startFakeService({
      handlers: {
        createAnswer: async ({ emit, announceTrace }) => {
          announceTrace(TraceId.parse(TRACE_ID));
          emit?.('route', { model: 'm' });
          emit?.('delta', { text: 'line\none', provisional: true });
          return { body: buildAnswer() };
        },
      },
    });
    const response = await send(service, '/v1/answers', { json: question });
    expect(await response.text()).toBe(
      [
        'event: route\ndata: {"model":"m"}\n\n',
        'event: delta\ndata: {"text":"line\\none","provisional":true}\n\n',
        `event: done\ndata: ${JSON.stringify(buildAnswer())}\n\n`,
      ].join(''),
    );
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
      'x-footnote-trace-id': TRACE_ID,
    });
  });

  it('is not compressed, while the same answer in one piece is', async () => {
    const body = buildAnswer({ answer: 'x'.repeat(5_000) });
    await using service = await startFakeService({
      handlers: { createAnswer: async () => ({ body }) },
    });
    const headers = { 'accept-encoding': 'gzip' };
    const streamed = await send(service, '/v1/answers', { json: question, headers });
    const whole = await send(service, '/v1/answers', { json: { question: 'q' }, headers });
    expect(streamed.headers.get('content-encoding')).toBeNull();
    expect(whole.headers.get('content-encoding')).toBe('gzip');
    expect(await whole.json()).toEqual(body);
  });

  it('leaves each event at once', async () => {
    const gate = deferred();
    await using service = await startFakeService({
      handlers: {
        createAnswer: async ({ emit }) => {
          emit?.('route', {});
          await gate.promise;
          return { body: buildAnswer() };
        },
      },
    });
    const response = await send(service, '/v1/answers', { json: question });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const first = await reader?.read();
    expect(first?.value).toBe('event: route\ndata: {}\n\n');
    gate.resolve();
    const last = await reader?.read();
    expect(last?.value).toMatch(/^event: done\n/);
  });

  it('says that it is alive while nothing happens', async () => {
    const gate = deferred();
    await using service = await startFakeService({
      limits: { heartbeatMs: 5 },
      handlers: {
        createAnswer: async () => {
          await gate.promise;
          return { body: buildAnswer() };
        },
      },
    });
    const response = await send(service, '/v1/answers', { json: question });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const first = await reader?.read();
    gate.resolve();
    expect(first?.value).toMatch(/^: still here\n\n/);
    await reader?.cancel();
  });

  it('answers with a plain problem when it fails before the first event', async () => {
    await using service = await startFakeService({
      handlers: {
        createAnswer: async () => {
          throw new AppError('not_found', 'There is no collection "hr".');
        },
      },
    });
    const response = await send(service, '/v1/answers', { json: question });
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  it('ends with an error event when it fails later', async () => {
    await using service = await startFakeService({
      handlers: {
        createAnswer: async ({ emit }) => {
          emit?.('route', {});
          throw new Error('select * from secrets');
        },
      },
    });
    const response = await send(service, '/v1/answers', { json: question });
    const text = await response.text();
    expect(response.status).toBe(200);
    expect(text).toMatch(/event: error\ndata: \{"type":"urn:footnote:problem:internal".*\}\n\n$/);
    expect(text).not.toContain('secrets');
    expect(service.log.filter((line) => line.level === 'error')).toHaveLength(1);
  });

  it('ignores an end that the handler announces itself', async () => {
    await using service = await startFakeService({
      handlers: {
        createAnswer: async ({ emit }) => {
          emit?.('done', {});
          emit?.('error', {});
          return { body: buildAnswer() };
        },
      },
    });
    const response = await send(service, '/v1/answers', { json: question });
    const text = await response.text();
    expect(text.match(/^event: .*$/gm)).toEqual(['event: done']);
  });

  it('aborts the signal when the client leaves', async () => {
    const aborted = deferred();
    await using service = await startFakeService({
      handlers: {
        createAnswer: async ({ emit, signal }) => {
          signal.addEventListener('abort', () => aborted.resolve());
          emit?.('route', {});
          await aborted.promise;
          throw new Error('The question was given up.');
        },
      },
    });
    const client = new AbortController();
    const response = await send(service, '/v1/answers', { json: question, signal: client.signal });
    client.abort();
    await aborted.promise;
    await expect(response.text()).rejects.toThrow('abort');
    await service.close();
    expect(service.log.filter((line) => line.level === 'error')).toEqual([]);
  });

  it('starts with an aborted signal when the client has left already', async () => {
    const entered = deferred();
    const gate = deferred();
    const wasAborted = deferred<boolean>();
    await using service = await startFakeService({
      authenticate: {
        byKey: async () => {
          entered.resolve();
          await gate.promise;
          return buildCaller();
        },
        bySession: async () => null,
      },
      handlers: {
        getAnswer: async ({ signal }) => {
          wasAborted.resolve(signal.aborted);
          return { body: { ...buildAnswer(), review: null } };
        },
      },
    });
    const client = new AbortController();
    const path = `/v1/answers/${TRACE_ID}`;
    const response = send(service, path, { signal: client.signal }).catch(() => null);
    await entered.promise;
    client.abort();
    await response;
    await vi.waitFor(() => expect(service.log).toMatchObject([{ fields: { is_complete: false } }]));
    gate.resolve();
    expect(await wasAborted.promise).toBe(true);
  });

  it('does not abort the signal of an answer that was sent', async () => {
    let signal: AbortSignal | null = null;
    await using service = await startFakeService({
      handlers: {
        createAnswer: async (call) => {
          signal = call.signal;
          return { body: buildAnswer() };
        },
      },
    });
    const response = await send(service, '/v1/answers', { json: { question: 'q' } });
    await response.text();
    await service.close();
    expect(signal).toMatchObject({ aborted: false });
  });
});
