import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
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

type Answer = string | Buffer | number | ((response: ServerResponse) => void);

interface Site {
  readonly host: string;
  readonly requests: string[];
  readonly pages: Record<string, Answer>;
  address(path: string): string;
}

/** A site without a robots.txt until it is given one. */
async function startSite(makePages: (host: string) => Record<string, Answer>): Promise<Site> {
  const requests: string[] = [];
  const pages: Record<string, Answer> = {};
  const host = await serve((request, response) => {
    requests.push(request.url ?? '');
    const answer = pages[request.url ?? ''] ?? 404;
    if (typeof answer === 'function') answer(response);
    else if (typeof answer === 'number') response.writeHead(answer).end();
    else response.end(answer);
  }, cleanup);
  Object.assign(pages, makePages(host));
  return { host, requests, pages, address: (path) => `http://${host}${path}` };
}

function urlSet(host: string, paths: readonly string[], lastModified?: string): string {
  const lastmod = lastModified === undefined ? '' : `<lastmod>${lastModified}</lastmod>`;
  const urls = paths.map((path) => `<url><loc>http://${host}${path}</loc>${lastmod}</url>`);
  return `<urlset>${urls.join('')}</urlset>`;
}

function index(host: string, paths: readonly string[]): string {
  const sitemaps = paths.map((path) => `<sitemap><loc>http://${host}${path}</loc></sitemap>`);
  return `<sitemapindex>${sitemaps.join('')}</sitemapindex>`;
}

interface OpenSite {
  readonly settings?: object;
  readonly known?: ReadonlyMap<string, string>;
  readonly now?: string;
}

function openSite(site: Site, { settings = {}, known, now = '2026-06-01' }: OpenSite = {}) {
  return openSource(
    { kind: 'sitemap', url: site.address('/sitemap.xml'), ...settings },
    {
      config: { hosts: { allow_private: [site.host, 'localhost:1'] } },
      cleanup,
      known: known ?? new Map(),
      deps: { now: () => new Date(now) },
    },
  );
}

describe('a sitemap', () => {
  it('lists its pages without fetching those that say when they changed', async () => {
    const site = await startSite((host) => ({
      '/sitemap.xml': urlSet(host, ['/a', '/b'], '2026-01-01T10:00:00Z'),
    }));
    const connector = await openSite(site);
    expect(await pathsOf(connector)).toEqual(['/a', '/b'].map(site.address));
    expect(site.requests).toEqual(['/robots.txt', '/sitemap.xml']);
  });

  it('keeps the time of change as the fingerprint of what it reads', async () => {
    const site = await startSite((host) => ({
      '/sitemap.xml': urlSet(host, ['/a'], '2026-01-01T10:00:00Z'),
      '/a': (response) => response.setHeader('etag', '"1"').end('text'),
    }));
    const connector = await openSite(site);
    const entry = await entryOf(connector, site.address('/a'));
    const file = await connector.read(entry, NEVER);
    expect([file.bytes.toString(), file.fingerprint]).toEqual(['text', entry.fingerprint]);
    site.pages['/sitemap.xml'] = urlSet(site.host, ['/a'], '2026-01-02T10:00:00Z');
    const changed = await entryOf(connector, site.address('/a'));
    expect(changed.fingerprint).not.toBe(entry.fingerprint);
  });

  it.each([
    ['without a time of change', undefined, '2026-06-01'],
    ['that changed on a day that is not over', '2026-06-01', '2026-06-01T12:00:00Z'],
    ['with a time that is none', 'yesterday', '2026-06-01'],
  ])('asks a page %s', async (_name, lastModified, now) => {
    const site = await startSite((host) => ({
      '/sitemap.xml': urlSet(host, ['/a'], lastModified),
      '/a': (response) => response.setHeader('etag', '"1"').end('text'),
    }));
    const [entry] = await listAll(await openSite(site, { now }));
    expect(entry?.fingerprint).toBe('etag:"1"');
  });

  it('asks conditionally for a page that is known', async () => {
    let condition: string | undefined;
    const site = await startSite((host) => ({
      '/sitemap.xml': urlSet(host, ['/a']),
      '/a': (response) => {
        condition = response.req.headers['if-none-match'];
        response
          .setHeader('etag', '"1"')
          .writeHead(condition === undefined ? 200 : 304)
          .end();
      },
    }));
    const first = await listAll(await openSite(site));
    expect(await listAll(await openSite(site, { known: knownFrom(first) }))).toEqual(first);
    expect(condition).toBe('"1"');
  });

  it('follows an index, gzipped or not, and one that names itself', async () => {
    const site = await startSite((host) => ({
      '/sitemap.xml': index(host, ['/1.xml', '/2.xml.gz', '/sitemap.xml']),
      '/1.xml': urlSet(host, ['/a'], '2026-01-01'),
      '/2.xml.gz': gzipSync(urlSet(host, ['/b', '/a#top'], '2026-01-01')),
    }));
    expect(await pathsOf(await openSite(site))).toEqual(['/a', '/b'].map(site.address));
  });

  it('follows include and exclude over the paths', async () => {
    const site = await startSite((host) => ({
      '/sitemap.xml': urlSet(host, ['/docs/a', '/docs/old/b', '/blog/c'], '2026-01-01'),
    }));
    const settings = { include: ['/docs/**'], exclude: ['/docs/old/**'], max_pages: 1 };
    expect(await pathsOf(await openSite(site, { settings }))).toEqual([site.address('/docs/a')]);
  });

  it('lists what robots.txt does not allow with that problem, and never asks for it', async () => {
    const site = await startSite((host) => ({
      '/robots.txt': 'User-agent: *\nDisallow: /private',
      '/sitemap.xml': urlSet(host, ['/private/a', '/b']),
      '/b': 'text',
    }));
    const entries = await listAll(await openSite(site));
    expect(entries.map(({ problem }) => problem?.detail ?? null)).toEqual([
      "The site's robots.txt does not allow it to be read.",
      null,
    ]);
    expect(site.requests).not.toContain('/private/a');
  });

  it('passes over pages of other hosts', async () => {
    const site = await startSite((host) => ({
      '/sitemap.xml': urlSet(host, ['/a'], '2026-01-01').replace(
        '</urlset>',
        '<url><loc>https://other.example/x</loc></url></urlset>',
      ),
    }));
    expect(await pathsOf(await openSite(site))).toEqual([site.address('/a')]);
  });

  it('refuses a page that redirects to another host', async () => {
    const other = await serve((_request, response) => response.end('other'), cleanup);
    const site = await startSite((host) => ({
      '/sitemap.xml': urlSet(host, ['/a']),
      '/a': (response) => response.writeHead(302, { location: `http://${other}/` }).end(),
    }));
    const connector = await openSource(
      { kind: 'sitemap', url: site.address('/sitemap.xml') },
      { config: { hosts: { allow_private: [site.host, other] } }, cleanup },
    );
    const [entry] = await listAll(connector);
    expect(entry?.problem?.detail).toBe(`${site.host} redirects to ${other}.`);
  });

  it('asks for two pages at a time', async () => {
    let underWay = 0;
    let most = 0;
    const paths = Array.from({ length: 12 }, (_, number) => `/${number}`);
    const site = await startSite((host) => ({
      '/sitemap.xml': urlSet(host, paths),
      ...Object.fromEntries(
        paths.map((path) => [
          path,
          (response: ServerResponse) => {
            most = Math.max(most, ++underWay);
            setImmediate(() => {
              underWay -= 1;
              response.end(path);
            });
          },
        ]),
      ),
    }));
    expect(await pathsOf(await openSite(site))).toEqual(paths.map(site.address));
    expect(most).toBe(2);
  });
});

describe('a listing that cannot be complete', () => {
  const pages = (host: string) => urlSet(host, ['/a'], '2026-01-01');

  it.each<[string, (host: string) => Record<string, Answer>, string]>([
    ['the sitemap is missing', () => ({}), 'unavailable'],
    ['the sitemap fails', () => ({ '/sitemap.xml': 500 }), 'unavailable'],
    ['the sitemap is a web page', () => ({ '/sitemap.xml': '<html></html>' }), 'invalid_value'],
    [
      'one sitemap of an index fails',
      (host) => ({
        '/sitemap.xml': index(host, ['/1.xml', '/2.xml']),
        '/1.xml': pages(host),
        '/2.xml': 500,
      }),
      'unavailable',
    ],
    [
      'one sitemap of an index is missing',
      (host) => ({ '/sitemap.xml': index(host, ['/1.xml', '/2.xml']), '/1.xml': pages(host) }),
      'unavailable',
    ],
    [
      'one sitemap of an index is cut off',
      (host) => ({
        '/sitemap.xml': index(host, ['/1.xml']),
        '/1.xml': (response) => {
          response.writeHead(200, { 'content-length': 999 });
          response.write('<urlset>', () => response.destroy());
        },
      }),
      'unavailable',
    ],
    [
      'all pages are of another host',
      () => ({ '/sitemap.xml': pages('other.example') }),
      'invalid_value',
    ],
    [
      'robots.txt fails',
      (host) => ({ '/robots.txt': 503, '/sitemap.xml': pages(host) }),
      'unavailable',
    ],
  ])('fails when %s', async (_name, makePages, code) => {
    const site = await startSite(makePages);
    expect(await listAll(await openSite(site)).catch(codeOf)).toBe(code);
  });

  it('fails when an index names a sitemap of another host, and says so', async () => {
    const site = await startSite(() => ({ '/sitemap.xml': index('other.example', ['/1.xml']) }));
    const listing = listAll(await openSite(site));
    await expect(listing).rejects.toThrow('lists a sitemap of other.example');
  });

  it('fails when there are more pages than allowed, and says so', async () => {
    const site = await startSite((host) => ({
      '/sitemap.xml': urlSet(host, ['/a', '/b', '/c'], '2026-01-01'),
    }));
    const listing = listAll(await openSite(site, { settings: { max_pages: 2 } }));
    await expect(listing).rejects.toThrow('lists more pages than max_pages (2)');
  });
});
