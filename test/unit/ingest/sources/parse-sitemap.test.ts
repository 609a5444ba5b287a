import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseSitemap } from '../../../../ingest/sources/web/parse-sitemap.ts';
import { codeOf } from './connector-harness.ts';

const NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"';
const PAGES = `<?xml version="1.0" encoding="UTF-8"?>
<urlset ${NAMESPACE}>
  <url><loc>https://example.com/a?x=1&amp;y=2</loc><lastmod>2026-01-02</lastmod></url>
  <url><loc> https://example.com/b </loc><priority>0.5</priority></url>
</urlset>`;

function parse(text: string): unknown {
  try {
    return parseSitemap(Buffer.from(text));
  } catch (error) {
    return codeOf(error);
  }
}

describe('parseSitemap', () => {
  it('reads pages, and when they changed', () => {
    expect(parse(PAGES)).toEqual({
      kind: 'pages',
      pages: [
        { url: 'https://example.com/a?x=1&y=2', lastModified: '2026-01-02' },
        { url: 'https://example.com/b', lastModified: null },
      ],
    });
  });

  it('reads an index', () => {
    const index = `<sitemapindex ${NAMESPACE}><sitemap><loc>https://example.com/1.xml</loc></sitemap></sitemapindex>`;
    expect(parse(index)).toEqual({ kind: 'index', sitemaps: ['https://example.com/1.xml'] });
  });

  it('reads what is gzipped', () => {
    expect(parseSitemap(gzipSync(PAGES))).toEqual(parse(PAGES));
  });

  it('reads names with a prefix, and passes over those of extensions', () => {
    const prefixed = `<s:urlset xmlns:s="x"><s:url><s:loc>https://a/</s:loc><image:image xmlns:image="y"><image:loc>https://a/b.png</image:loc></image:image></s:url></s:urlset>`;
    expect(parse(prefixed)).toEqual({
      kind: 'pages',
      pages: [{ url: 'https://a/', lastModified: null }],
    });
  });

  it('reads an empty set as no pages', () => {
    expect(parse(`<urlset ${NAMESPACE}></urlset>`)).toEqual({ kind: 'pages', pages: [] });
  });

  it.each([
    ['a web page', '<!doctype html><html><body>Sign in</body></html>'],
    ['nothing', ''],
    ['text', 'https://example.com/a'],
    ['a set that was cut off', PAGES.slice(0, -30)],
    ['a page without its address', '<urlset><url><lastmod>2026-01-02</lastmod></url></urlset>'],
    ['entities of its own', `<!DOCTYPE x [<!ENTITY a "b">]>${PAGES.slice(39)}`],
    ['another kind of XML', '<rss><channel/></rss>'],
  ])('refuses %s', (_name, text) => {
    expect(parse(text)).toBe('invalid_value');
  });

  it('refuses what unpacks to more than a sitemap may hold', () => {
    const bomb = gzipSync(Buffer.alloc(21 * 1024 * 1024));
    expect(() => parseSitemap(bomb)).toThrow('cannot be unpacked');
  });
});
