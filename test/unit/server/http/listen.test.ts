import { connect } from 'node:net';
import express, { type Response } from 'express';
import { describe, expect, it, vi } from 'vitest';
import { listen } from '../../../../server/http/listen.ts';
import { deferred } from '../../../support/deferred.ts';
import { KEY, send, sendRaw, startFakeService } from './support/fake-service.ts';
import { buildAnswer } from './support/sample-answer.ts';

describe('a port', () => {
  it('that is taken is named with what to do', async () => {
    await using service = await startFakeService();
    const attempt = listen({ app: express(), host: '127.0.0.1', port: service.port });
    await expect(attempt).rejects.toMatchObject({
      code: 'invalid_configuration',
      message: `Port ${service.port} is taken on 127.0.0.1. Stop what uses it, or choose another with PORT.`,
    });
  });

  it('on an address that is not ours is named', async () => {
    const attempt = listen({ app: express(), host: '192.0.2.1', port: 0 });
    await expect(attempt).rejects.toThrow('Cannot listen on 192.0.2.1, port 0');
  });
});

describe('closing', () => {
  it('lets a running answer finish', async () => {
    const gate = deferred();
    const reached = deferred();
    await using service = await startFakeService({
      handlers: {
        createAnswer: async ({ emit }) => {
          emit?.('route', {});
          reached.resolve();
          await gate.promise;
          return { body: buildAnswer() };
        },
      },
    });
    const body = '{"question":"q","stream":true}';
    const ask = [
      'POST /v1/answers HTTP/1.1',
      'host: a',
      `authorization: Bearer ${KEY}`,
      'content-type: application/json',
      `content-length: ${body.length}`,
      '',
      body,
    ].join('\r\n');
    const received = sendRaw(service, ask);
    await reached.promise;
    const closed = service.close();
    gate.resolve();
    const text = await received;
    await closed;
    expect(text).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(text).toContain('event: done');
  });

  it('refuses a request on a connection that is still open with 503', async () => {
    const first = deferred<Response>();
    const app = express().use((_request, response) => first.resolve(response));
    const service = await listen({ app, host: '127.0.0.1', port: 0 });
    const get = 'GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n';
    const ended = deferred();
    const received: string[] = [];
    const socket = connect(service.port, '127.0.0.1', () => socket.write(get));
    socket.on('data', (bytes) => received.push(bytes.toString('utf8')));
    socket.on('close', () => ended.resolve());
    const response = await first.promise;
    const closed = service.close();
    socket.write(get);
    await vi.waitFor(() => expect(response.socket?.bytesRead).toBe(2 * get.length));
    response.end();
    await ended.promise;
    await closed;
    const text = received.join('');
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 503']);
    expect(text).toMatch(/retry-after: 5[^]*connection: close[^]*urn:footnote:problem:unavailable/);
  });

  it('breaks running answers off when the grace is over', async () => {
    const aborted = deferred();
    const reached = deferred();
    await using service = await startFakeService({
      handlers: {
        createAnswer: async ({ signal }) => {
          reached.resolve();
          signal.addEventListener('abort', () => aborted.resolve());
          await aborted.promise;
          throw new Error('given up');
        },
      },
    });
    const response = send(service, '/v1/answers', { json: { question: 'q' } });
    const broken = response.catch((error: unknown) => String(error));
    await reached.promise;
    await service.close(1);
    await aborted.promise;
    expect(await broken).toContain('fetch failed');
  });

  it('does not wait for connections that were never used', async () => {
    const service = await startFakeService();
    const connected = deferred();
    const disconnected = deferred();
    const socket = connect(service.port, '127.0.0.1', () => connected.resolve());
    socket.on('close', () => disconnected.resolve());
    await connected.promise;
    await service.close();
    await disconnected.promise;
    expect(socket.destroyed).toBe(true);
  });
});

describe('bytes that are not a request', () => {
  const host = 'host: a\r\n';
  it.each([
    ['nonsense', 'nonsense\r\n\r\n', 400],
    ['a bad header', 'GET / HTTP/1.1\r\nbad header\r\n\r\n', 400],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    [
      'two lengths',
      `POST /v1/answers HTTP/1.1\r\n${host}content-length: 1\r\ncontent-length: 2\r\n\r\n`,
      400,
    ],
    [
      'a length and chunks',
      `POST /v1/answers HTTP/1.1\r\n${host}content-length: 1\r\ntransfer-encoding: chunked\r\n\r\n`,
      400,
    ],
    ['headers without end', `GET / HTTP/1.1\r\n${host}x: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    [
      'a bad chunk',
      `POST /v1/answers HTTP/1.1\r\n${host}authorization: Bearer ${KEY}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`,
      400,
    ],
  ])('as %s are refused', async (_case, bytes, status) => {
    await using service = await startFakeService();
    const response = await sendRaw(service, bytes);
    expect(response).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  });

  it('get a problem as well', async () => {
    await using service = await startFakeService();
    const [head = '', body = ''] = (await sendRaw(service, 'nonsense\r\n\r\n')).split('\r\n\r\n');
    expect(head).toContain('content-type: application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ status: 400, detail: 'This is not valid HTTP.' });
  });
});
