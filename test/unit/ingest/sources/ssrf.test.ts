import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { SourcesConfig } from '../../../../contract/config.ts';
import type { Connector, ConnectorDeps } from '../../../../ingest/sources/connector.ts';
import { openGitConnector } from '../../../../ingest/sources/git/git-connector.ts';
import { openS3Connector } from '../../../../ingest/sources/s3/s3-connector.ts';
import { openSitemapConnector } from '../../../../ingest/sources/web/sitemap-connector.ts';
import { openUrlConnector } from '../../../../ingest/sources/web/url-connector.ts';
import { projectRoot } from '../../../../platform/project-root.ts';
import { checkSourceAddresses, checkSourceSettings } from '../../../../platform/source-access.ts';
import { PUBLIC_ADDRESS, startWeb, type Web } from '../../platform/safe-fetch-harness.ts';
import { Cleanup, codeOf, listAll, NEVER, temporaryFolder } from './connector-harness.ts';

const sharedFolder = process.env['FOOTNOTE_SHARED_DATA'] ?? join(projectRoot, '../shared/data');
const listFile = join(sharedFolder, 'attacks/ssrf-urls.txt');
const rows = (existsSync(listFile) ? readFileSync(listFile, 'utf8') : '')
  .split('\n')
  .filter((line) => line.startsWith('deny\t'))
  .map((line) => line.split('\t')[1] ?? '');
const REFUSED_NAMES = ['localtest.me', 'localhost', 'localhost.', 'sub.localhost'];

const cleanup = new Cleanup();
afterEach(() => cleanup.run());

/** A pretended internet in which every connection is counted, and none leaves this machine. */
async function startInternet(listener: RequestListener): Promise<Web> {
  const web = await startWeb(listener, {
    addresses: Object.fromEntries(REFUSED_NAMES.map((name) => [name, [['127.0.0.1']]])),
  });
  cleanup.add(() => web.stop());
  return web;
}

async function depsOn(web: Web): Promise<ConnectorDeps> {
  return {
    config: SourcesConfig.parse({}),
    secrets: new Map([
      ['ACCESS', 'a'],
      ['SECRET', 's'],
    ]),
    openFetch: () => ({ fetch: web.fetch, close: async () => {} }),
    temporaryFolder: await temporaryFolder(cleanup),
    now: () => new Date(),
  };
}

const s3 = { region: 'us-east-1', bucket: 'docs', prefix: '' };
const env = { access_key_env: 'ACCESS', secret_key_env: 'SECRET' };
const known = new Map<string, string>();
const CONNECTORS: Readonly<Record<string, (url: string, deps: ConnectorDeps) => Connector>> = {
  url: (url, deps) => openUrlConnector({ settings: { kind: 'url', urls: [url] }, known }, deps),
  sitemap: (url, deps) =>
    openSitemapConnector({ settings: { kind: 'sitemap', url, max_pages: 10 }, known }, deps),
  git: (url, deps) =>
    openGitConnector({ name: 'x', settings: { kind: 'git', url, ref: 'HEAD', folder: '' } }, deps),
  s3: (url, deps) =>
    openS3Connector({ name: 'x', settings: { kind: 's3', endpoint: url, ...s3, ...env } }, deps),
};

/** Headers hold ASCII: a server that means another letter writes the address as the standard does. */
function asHeader(url: string): string {
  return /^[\x21-\x7e]+$/u.test(url) ? url : new URL(url).href;
}

/** What listing came to: the code of its failure, or of the problem of the one entry. */
async function outcomeOf(open: () => Connector): Promise<string> {
  try {
    const [entry] = await listAll(open());
    return entry?.problem?.code ?? 'listed';
  } catch (error) {
    return codeOf(error);
  }
}

describe.skipIf(!existsSync(listFile))(`the list of addresses (needs ${listFile})`, () => {
  it('has the refused addresses that it is known to have', () => {
    expect(rows.length).toBeGreaterThanOrEqual(50);
  });

  it.each(Object.keys(CONNECTORS))('%s opens no connection to any of them', async (kind) => {
    const web = await startInternet((_request, response) => response.end('reached'));
    const deps = await depsOn(web);
    for (const url of rows) {
      const outcome = await outcomeOf(() => {
        const connector = CONNECTORS[kind]?.(url, deps);
        if (connector === undefined) throw new Error(`No connector is called ${kind}.`);
        cleanup.add(() => connector.close());
        return connector;
      });
      expect([url, outcome]).toEqual([url, expect.not.stringMatching(/^listed$/u)]);
    }
    expect(web.dialled).toEqual([]);
    expect(await readdir(deps.temporaryFolder)).toEqual([]);
  });

  it('url reads none of them, whatever entry it is given', async () => {
    const web = await startInternet((_request, response) => response.end('reached'));
    const connector = openUrlConnector(
      { settings: { kind: 'url', urls: [] }, known },
      await depsOn(web),
    );
    for (const path of rows) {
      const entry = { path, fileName: 'x', fingerprint: '', size: null, problem: null };
      expect([path, await connector.read(entry, NEVER).catch(codeOf)]).toEqual([
        path,
        'invalid_value',
      ]);
    }
    expect(web.dialled).toEqual([]);
  });

  it('no redirect leads to any of them', async () => {
    let location = '';
    const web = await startInternet((_request, response) =>
      response.writeHead(302, { location }).end(),
    );
    const deps = await depsOn(web);
    for (const [kind, open] of Object.entries(CONNECTORS)) {
      for (location of rows.filter((url) => URL.canParse(url)).map(asHeader)) {
        const outcome = await outcomeOf(() => open('https://example.com/', deps));
        expect([kind, location, outcome]).not.toContain('listed');
      }
    }
    expect([...new Set(web.dialled)]).toEqual([PUBLIC_ADDRESS]);
  });

  it('no sitemap leads to any of them', async () => {
    let url = '';
    const web = await startInternet((request, response) => {
      if (request.url === '/robots.txt') return response.writeHead(404).end();
      const loc = `<loc>${url.replaceAll('&', '&amp;')}</loc>`;
      const isIndex = request.url === '/index.xml';
      response.end(
        isIndex
          ? `<sitemapindex><sitemap>${loc}</sitemap></sitemapindex>`
          : `<urlset><url>${loc}</url></urlset>`,
      );
    });
    const deps = await depsOn(web);
    for (url of rows) {
      for (const path of ['index.xml', 'pages.xml']) {
        await outcomeOf(() => {
          const connector = CONNECTORS['sitemap']?.(`https://example.com/${path}`, deps);
          if (connector === undefined) throw new Error('There is no connector of sitemaps.');
          return connector;
        });
      }
    }
    expect([...new Set(web.dialled)]).toEqual([PUBLIC_ADDRESS]);
  });

  it('all but names are refused before a source is stored', async () => {
    const config = SourcesConfig.parse({});
    const byName = new Set(rows.filter((url) => /localtest\.me/u.test(url)));
    for (const url of rows.filter((row) => !byName.has(row))) {
      const settings = { kind: 'url' as const, urls: [url] };
      expect([
        url,
        await checkSourceSettings(settings, config).then(() => 'allowed', codeOf),
      ]).toEqual([url, 'invalid_value']);
      expect(() => checkSourceAddresses(settings, config)).toThrow('may not be followed');
    }
  });
});

describe('an address that isomorphic-git reads in another way than the URL standard', () => {
  it.each([
    'http://127.0.0.1#@example.com/',
    'http://127.0.0.1?@example.com/',
    'https://user:p@example.com/',
  ])('is refused: %s', async (url) => {
    const web = await startInternet((_request, response) => response.end('reached'));
    const deps = await depsOn(web);
    const outcome = await outcomeOf(() => {
      const settings = { kind: 'git' as const, url, ref: 'HEAD', folder: '' };
      return openGitConnector({ name: 'x', settings }, deps);
    });
    expect([outcome, web.dialled]).toEqual(['invalid_value', []]);
  });
});
