import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../platform/errors.ts';
import { PUBLIC_ADDRESS, startWeb, type Web, type WebOptions } from './safe-fetch-harness.ts';

const webs: Web[] = [];

afterEach(async () => {
  await Promise.all(webs.splice(0).map((web) => web.stop()));
});

async function web(listener: RequestListener, options?: WebOptions): Promise<Web> {
  const started = await startWeb(listener, options);
  webs.push(started);
  return started;
}

function codeOf(error: unknown): string {
  return error instanceof AppError ? error.code : String(error);
}

describe('a reply', () => {
  it('is passed on with its status, headers and address', async () => {
    const { fetch } = await web((request, response) => {
      response.writeHead(201, { 'content-type': 'text/plain', 'x-path': request.url });
      response.end('made');
    });
    const response = await fetch('https://example.com/a?b=c#d', { method: 'POST', body: 'x' });
    expect(response.status).toBe(201);
    expect(response.headers.get('x-path')).toBe('/a?b=c');
    expect(response.url).toBe('https://example.com/a?b=c#d');
    expect(await response.text()).toBe('made');
  });

  it('is handed over while it is still arriving', async () => {
    let finish: (() => void) | undefined;
    const { fetch } = await web((_request, response) => {
      response.write('first');
      finish = () => response.end('last');
    });
    const response = await fetch('https://example.com/');
    const reader = response.body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('first');
    finish?.();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe('last');
    expect((await reader?.read())?.done).toBe(true);
  });

  it('may have no body', async () => {
    const { fetch } = await web((_request, response) => response.writeHead(204).end());
    const response = await fetch('https://example.com/');
    expect([response.status, response.body]).toEqual([204, null]);
  });

  it.each([
    ['gzip', gzipSync('said')],
    ['deflate', deflateSync('said')],
    ['br', brotliCompressSync('said')],
    ['deflate, gzip', gzipSync(deflateSync('said'))],
    ['unheard-of', Buffer.from('said')],
  ])('is decoded: %s', async (encoding, body) => {
    const { fetch } = await web((_request, response) =>
      response.writeHead(200, { 'content-encoding': encoding }).end(body),
    );
    const response = await fetch('https://example.com/');
    expect(await response.text()).toBe('said');
    expect(response.headers.get('content-length')).toBeNull();
  });

  it('that cannot be decoded, or that breaks off, fails as it is read', async () => {
    const { fetch } = await web((request, response) => {
      if (request.url === '/broken') {
        response.writeHead(200, { 'content-length': '9' }).write('half');
        setTimeout(() => response.destroy(), 20);
      } else {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip at all');
      }
    });
    for (const path of ['broken', 'encoded']) {
      const response = await fetch(`https://example.com/${path}`);
      expect(await response.text().catch(codeOf)).toBe('unavailable');
    }
  });

  it('that the caller stops reading lets its connection go', async () => {
    let isClosed = false;
    const { fetch } = await web((_request, response) => {
      response.on('close', () => (isClosed = true));
      const timer = setInterval(() => response.write('more'), 5);
      response.on('close', () => clearInterval(timer));
    });
    const response = await fetch('https://example.com/');
    const reader = response.body?.getReader();
    await reader?.read();
    await reader?.cancel();
    await expect.poll(() => isClosed).toBe(true);
  });

  it('of a type that is not on the list is refused', async () => {
    const { fetch } = await web(
      (_request, response) => response.writeHead(200, { 'content-type': 'image/png' }).end('x'),
      { options: { contentTypes: ['text/html'] } },
    );
    const error = await fetch('https://example.com/').catch(codeOf);
    expect(error).toBe('unsupported_type');
  });
});

describe('addresses', () => {
  it('connects to the address that was checked, not to the name', async () => {
    const { fetch, dialled } = await web((_request, response) => response.end());
    await fetch('https://example.com/');
    expect(dialled).toEqual([PUBLIC_ADDRESS]);
  });

  it('refuses a name when any of its addresses is not public', async () => {
    const { fetch, dialled } = await web((_request, response) => response.end(), {
      addresses: { 'example.com': [[PUBLIC_ADDRESS, '127.0.0.1']] },
    });
    expect(await fetch('https://example.com/').catch(codeOf)).toBe('invalid_value');
    expect(dialled).toEqual([]);
  });

  it('refuses a name that is rebound to loopback between two connections', async () => {
    const { fetch, dialled, resolved } = await web(
      (_request, response) => response.writeHead(200, { connection: 'close' }).end(),
      { addresses: { 'example.com': [[PUBLIC_ADDRESS], ['127.0.0.1']] } },
    );
    await (await fetch('https://example.com/')).text();
    expect(await fetch('https://example.com/').catch(codeOf)).toBe('invalid_value');
    expect(resolved).toEqual(['example.com', 'example.com']);
    expect(dialled).toEqual([PUBLIC_ADDRESS]);
  });

  it('refuses a peer other than the address that was checked', async () => {
    let served = 0;
    const { fetch } = await web((_request, response) => response.end(String(served++)), {
      peer: '10.0.0.1',
    });
    expect(await fetch('https://example.com/').catch(codeOf)).toBe('unavailable');
    expect(served).toBe(0);
  });

  it('tries the next address when one does not answer', async () => {
    const { fetch, dialled } = await web((_request, response) => response.end('ok'), {
      addresses: { 'example.com': [['2606:2800:21f::1', PUBLIC_ADDRESS]] },
      unreachable: ['2606:2800:21f::1'],
    });
    expect(await (await fetch('https://example.com/')).text()).toBe('ok');
    expect(dialled).toEqual(['2606:2800:21f::1', PUBLIC_ADDRESS]);
  });
});

describe('redirects', () => {
  const denied = [
    'http://127.0.0.1/',
    '//127.0.0.1/',
    'http://2130706433/',
    'http://[::ffff:169.254.169.254]/',
    'http://localhost:8080/',
    'file:///etc/hosts',
    'http://user:p@example.org/',
    'http://internal.example/',
  ];

  it.each(
    [301, 302, 303, 307, 308].flatMap((status) => denied.map((url) => [status, url] as const)),
  )('refuses a %i to %s', async (status, location) => {
    const { fetch, dialled } = await web(
      (_request, response) => response.writeHead(status, { location }).end(),
      { addresses: { 'internal.example': [['10.1.2.3']] } },
    );
    expect(await fetch('http://example.com/').catch(codeOf)).toBe('invalid_value');
    expect(dialled).toEqual([PUBLIC_ADDRESS]);
  });

  it('refuses loopback at the end of three hops', async () => {
    const { fetch, dialled } = await web((request, response) => {
      const next = Number(new URL(request.url ?? '', 'http://x').searchParams.get('n') ?? 0) + 1;
      const location = next > 2 ? 'http://127.0.0.1/' : `http://example.org/?n=${next}`;
      response.writeHead(302, { location }).end();
    });
    expect(await fetch('http://example.com/').catch(codeOf)).toBe('invalid_value');
    expect(dialled).not.toContain('127.0.0.1');
  });

  it('gives up after the allowed number', async () => {
    let requests = 0;
    const { fetch } = await web((_request, response) => {
      requests++;
      response.writeHead(302, { location: '/again' }).end();
    });
    expect(await fetch('http://example.com/').catch(codeOf)).toBe('invalid_value');
    expect(requests).toBe(4);
  });

  it('keeps credentials on the same origin and drops them on another', async () => {
    const seen: unknown[] = [];
    const { fetch } = await web((request, response) => {
      const { authorization, cookie, accept } = request.headers;
      seen.push([
        request.headers.host,
        authorization,
        cookie,
        request.headers['x-api-key'],
        accept,
      ]);
      const location = { '/start': '/same', '/same': 'http://other.example/end' }[
        request.url ?? ''
      ];
      if (location !== undefined) response.writeHead(302, { location });
      response.end();
    });
    const headers = {
      authorization: 'Bearer secret',
      cookie: 'a=b',
      'x-api-key': 'secret',
      accept: 'text/plain',
    };
    await fetch('http://example.com/start', { headers });
    const kept = ['example.com', 'Bearer secret', 'a=b', 'secret', 'text/plain'];
    const dropped = ['other.example', undefined, undefined, undefined, 'text/plain'];
    expect(seen).toEqual([kept, kept, dropped]);
  });

  it.each([
    [303, 'GET', ''],
    [302, 'GET', ''],
    [307, 'POST', 'question'],
  ])('follows a POST answered with %i by a %s', async (status, method, body) => {
    const { fetch } = await web((request, response) => {
      if (request.url === '/start') response.writeHead(status, { location: '/end' });
      response.write(JSON.stringify(request.method));
      request.pipe(response);
    });
    const response = await fetch('http://example.com/start', { method: 'POST', body: 'question' });
    expect(await response.text()).toBe(`"${method}"${body}`);
  });

  it('refuses to carry a request body to another origin', async () => {
    const { fetch, resolved } = await web((_request, response) =>
      response.writeHead(307, { location: 'http://other.example/' }).end(),
    );
    const call = fetch('http://example.com/', { method: 'POST', body: 'question' });
    expect(await call.catch(codeOf)).toBe('invalid_value');
    expect(resolved).toEqual(['example.com']);
  });
});

describe('limits', () => {
  it('counts a compressed body as it inflates', async () => {
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    const { fetch } = await web(
      (_request, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb),
      { options: { maxResponseBytes: 1_000_000 } },
    );
    const response = await fetch('https://example.com/');
    expect(await response.text().catch(codeOf)).toBe('too_large');
  });

  it('passes a body that is exactly as large as its limit', async () => {
    const { fetch } = await web((_request, response) => response.end('12345'), {
      options: { maxResponseBytes: 5 },
    });
    expect(await (await fetch('https://example.com/')).text()).toBe('12345');
  });

  it('stops a body that never ends at its size', async () => {
    const { fetch } = await web(
      (_request, response) => {
        const timer = setInterval(() => response.write(Buffer.alloc(65_536)), 1);
        response.on('close', () => clearInterval(timer));
      },
      { options: { maxResponseBytes: 1_000_000 } },
    );
    const response = await fetch('https://example.com/');
    expect(await response.text().catch(codeOf)).toBe('too_large');
  });

  it('stops a body that trickles at its total time', async () => {
    const { fetch } = await web(
      (_request, response) => {
        const timer = setInterval(() => response.write('.'), 10);
        response.on('close', () => clearInterval(timer));
      },
      { options: { totalTimeoutMs: 150 } },
    );
    const response = await fetch('https://example.com/');
    expect(await response.text().catch(codeOf)).toBe('unavailable');
  });

  it('stops waiting for a silent server at its total time', async () => {
    const { fetch } = await web(() => {}, { options: { totalTimeoutMs: 100 } });
    const error: unknown = await fetch('https://example.com/').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'unavailable',
      message: 'No complete reply within 100 ms.',
    });
  });

  it('gives the caller its own reason when it aborts', async () => {
    const { fetch } = await web(() => {});
    const controller = new AbortController();
    const call = fetch('https://example.com/', { signal: controller.signal });
    controller.abort(new Error('the caller left'));
    await expect(call).rejects.toThrow('the caller left');
  });

  it('names the origin and the cause of a failed connection, never the path', async () => {
    const { fetch } = await web((request) => request.socket.destroy());
    const error: unknown = await fetch('https://example.com/?key=secret').catch((e: unknown) => e);
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(String(error)).toContain('Cannot reach https://example.com: ');
    expect(String(error)).not.toContain('secret');
  });

  it.each([
    ['a Request', new Request('https://example.com/'), {}],
    ['a body of another kind', 'https://example.com/', { method: 'POST', body: new FormData() }],
  ])('does not take %s', async (_name, input, init) => {
    const { fetch } = await web((_request, response) => response.end());
    await expect(fetch(input, init)).rejects.toThrow(TypeError);
  });
});
