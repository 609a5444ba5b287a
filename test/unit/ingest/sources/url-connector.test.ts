import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import {
  Cleanup,
  codeOf,
  entryOf,
  knownFrom,
  listAll,
  NEVER,
  openSource,
  pathsOf,
  serve,
} from './connector-harness.ts';

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A site whose pages answer as scripted; `requests` holds what it was asked. */
async function startSite(pages: Readonly<Record<string, Answer>>) {
  const requests: string[] = [];
  const host = await serve((request, response) => {
    const condition =
      request.headers['if-none-match'] ?? request.headers['if-modified-since'] ?? 'unconditional';
    requests.push(`${request.url ?? ''} ${condition}`);
    const answer = pages[request.url ?? ''];
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  }, cleanup);
  return { host, requests, address: (path: string) => `http://${host}${path}` };
}

type Site = Awaited<ReturnType<typeof startSite>>;

function openPages(site: Site, paths: readonly string[], known?: ReadonlyMap<string, string>) {
  return openSource(
    { kind: 'url', urls: paths.map(site.address) },
    {
      config: { hosts: { allow_private: [site.host] } },
      cleanup,
      ...(known === undefined ? {} : { known }),
    },
  );
}

function withValidator(name: string, value: () => string): Answer {
  return (request, response) => {
    const condition = request.headers[name === 'etag' ? 'if-none-match' : 'if-modified-since'];
    response.setHeader(name, value());
    response.setHeader('content-type', 'text/html');
    if (condition === value()) response.writeHead(304).end();
    else response.end(`<p>${value()}</p>`);
  };
}

describe('a list of pages', () => {
  it('reads each page, named by its address', async () => {
    const site = await startSite({ '/a': (_request, response) => response.end('text') });
    const connector = await openPages(site, ['/a', '/a#part']);
    const [entry, ...others] = await listAll(connector);
    expect(entry?.path).toBe(site.address('/a'));
    expect(others).toEqual([]);
    const file = await connector.read(await entryOf(connector, site.address('/a')), NEVER);
    expect(file.bytes.toString()).toBe('text');
    expect(file.fingerprint).toBe(entry?.fingerprint);
  });

  it.each([
    ['etag', '"1"', '"2"'],
    ['last-modified', 'Tue, 06 Jan 2026 10:00:00 GMT', 'Wed, 07 Jan 2026 10:00:00 GMT'],
  ])('asks by %s for what is known, and sees when it changes', async (name, before, after) => {
    let value = before;
    const site = await startSite({ '/a': withValidator(name, () => value) });
    const first = await listAll(await openPages(site, ['/a']));
    const again = await listAll(await openPages(site, ['/a'], knownFrom(first)));
    expect(again[0]?.fingerprint).toBe(first[0]?.fingerprint);
    value = after;
    const changed = await listAll(await openPages(site, ['/a'], knownFrom(first)));
    expect(changed[0]?.fingerprint).not.toBe(first[0]?.fingerprint);
    expect(site.requests).toEqual(['/a unconditional', `/a ${before}`, `/a ${before}`]);
  });

  it('goes by the bytes where the server says nothing', async () => {
    let text = 'one';
    const site = await startSite({ '/a': (_request, response) => response.end(text) });
    const first = await listAll(await openPages(site, ['/a']));
    const again = await listAll(await openPages(site, ['/a'], knownFrom(first)));
    expect(again).toEqual(first);
    text = 'two';
    const changed = await listAll(await openPages(site, ['/a'], knownFrom(first)));
    expect(changed[0]?.fingerprint).not.toBe(first[0]?.fingerprint);
  });

  it('gives the file the extension of its media type', async () => {
    const site = await startSite({ '/a': withValidator('etag', () => '"1"') });
    const connector = await openPages(site, ['/a']);
    const file = await connector.read(await entryOf(connector, site.address('/a')), NEVER);
    expect(file.fileName).toBe('a.html');
  });

  it.each([404, 410])('does not list a page that was answered with %i', async (status) => {
    const site = await startSite({
      '/a': (_request, response) => response.end('a'),
      '/b': (_request, response) => response.writeHead(status).end(),
    });
    expect(await pathsOf(await openPages(site, ['/a', '/b']))).toEqual([site.address('/a')]);
  });

  it.each([
    ['an error', (response: ServerResponse) => response.writeHead(500).end()],
    ['a demand to sign in', (response: ServerResponse) => response.writeHead(401).end()],
    ['a part', (response: ServerResponse) => response.writeHead(206).end('part')],
    ['an unasked 304', (response: ServerResponse) => response.writeHead(304).end()],
    ['a cut connection', (response: ServerResponse) => response.destroy()],
    [
      'a redirect to a private address',
      (response: ServerResponse) =>
        response.writeHead(302, { location: 'https://10.0.0.1/' }).end(),
    ],
  ])('lists a page answered with %s with its problem, and the others', async (_name, answer) => {
    const site = await startSite({
      '/a': (_request, response) => response.end('a'),
      '/b': (_request, response) => answer(response),
    });
    const connector = await openPages(site, ['/b', '/a']);
    const entries = await listAll(connector);
    expect(entries.map((entry) => entry.problem?.code ?? null)).toEqual([
      'source_unavailable',
      null,
    ]);
    const reading = connector.read(await entryOf(connector, site.address('/b')), NEVER);
    expect(['unavailable', 'invalid_value']).toContain(await reading.catch(codeOf));
  });

  it('lists what is too large with its problem', async () => {
    const site = await startSite({
      '/a': (_request, response) =>
        response.writeHead(200, { etag: '"1"', 'content-length': 26_300_000 }).write('x'),
    });
    const [entry] = await listAll(await openPages(site, ['/a']));
    expect(entry?.problem?.code).toBe('too_large');
  });

  it('stops reading what never ends', async () => {
    const site = await startSite({
      '/a': (_request, response) => {
        const block = Buffer.alloc(1 << 20);
        const push = () => {
          while (!response.destroyed && response.write(block));
        };
        response.on('drain', push);
        push();
      },
    });
    const [entry] = await listAll(await openPages(site, ['/a']));
    expect(entry?.problem?.code).toBe('too_large');
  });

  it('says that a page is gone when it is read too late', async () => {
    let isThere = true;
    const site = await startSite({
      '/a': (_request, response) => response.writeHead(isThere ? 200 : 404).end('a'),
    });
    const connector = await openPages(site, ['/a']);
    const entry = await entryOf(connector, site.address('/a'));
    isThere = false;
    expect(await connector.read(entry, NEVER).catch(codeOf)).toBe('not_found');
  });

  it('stops when it is told to', async () => {
    const site = await startSite({ '/a': () => {} });
    const connector = await openPages(site, ['/a']);
    const controller = new AbortController();
    const listing = listAll(connector, controller.signal);
    controller.abort(new Error('stopped'));
    await expect(listing).rejects.toThrow('stopped');
  });
});

describe('what the operator allows', () => {
  it('refuses loopback that is not on the list', async () => {
    const site = await startSite({ '/a': (_request, response) => response.end('a') });
    const settings = { kind: 'url', urls: [site.address('/a')] };
    const opening = openSource(settings, { config: {}, cleanup });
    await expect(opening).rejects.toMatchObject({
      code: 'invalid_value',
      fields: [{ path: 'settings.urls.0', message: 'only https is fetched' }],
    });
    expect(site.requests).toEqual([]);
  });
});
