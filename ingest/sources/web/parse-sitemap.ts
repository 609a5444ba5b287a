import { gunzipSync } from 'node:zlib';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { AppError, messageOf } from '../../../platform/errors.ts';

export type Sitemap =
  | { readonly kind: 'index'; readonly sitemaps: readonly string[] }
  | { readonly kind: 'pages'; readonly pages: readonly SitemapPage[] };

export interface SitemapPage {
  readonly url: string;
  /** As the site writes it; null when it does not say. */
  readonly lastModified: string | null;
}

/**
 * Uncompressed. The 50,000 pages that the protocol allows one file have about 12 MB, which are parsed in
 * 1 s; the 50 MB that it allows would hold up the process for 4 s.
 */
export const MAX_SITEMAP_BYTES = 20 * 1024 * 1024;

const Text = z.string().trim().min(1);
const UrlSet = z.object({
  urlset: z.object({ url: z.array(z.object({ loc: Text, lastmod: Text.optional() })).default([]) }),
});
const SitemapIndex = z.object({
  sitemapindex: z.object({ sitemap: z.array(z.object({ loc: Text })).default([]) }),
});
const AnySitemap = z.union([UrlSet, SitemapIndex]);

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  isArray: (name) => name === 'url' || name === 'sitemap',
});

/**
 * Reads a sitemap or an index of sitemaps, gzipped or not. Throws `AppError('invalid_value')` for anything
 * else, because half a sitemap would look like a site that lost half its pages.
 */
export function parseSitemap(bytes: Buffer): Sitemap {
  const text = inflate(bytes).toString('utf8');
  if (/<!(?:DOCTYPE|ENTITY)/iu.test(text)) throw notASitemap('it has a document type declaration');
  const result = AnySitemap.safeParse(withEmptySets(parseXml(text)));
  if (!result.success) throw notASitemap('it has neither <urlset> nor <sitemapindex> as it should');
  const { data } = result;
  if ('sitemapindex' in data) {
    return { kind: 'index', sitemaps: data.sitemapindex.sitemap.map(({ loc }) => loc) };
  }
  return {
    kind: 'pages',
    pages: data.urlset.url.map(({ loc, lastmod }) => ({ url: loc, lastModified: lastmod ?? null })),
  };
}

function parseXml(text: string): unknown {
  try {
    return parser.parse(text, true);
  } catch (error) {
    throw notASitemap(messageOf(error));
  }
}

/** `<urlset></urlset>` is parsed as an empty text. */
function withEmptySets(parsed: unknown): unknown {
  if (typeof parsed !== 'object' || parsed === null) return parsed;
  return Object.fromEntries(
    Object.entries(parsed).map(([name, value]) => [name, value === '' ? {} : value]),
  );
}

function inflate(bytes: Buffer): Buffer {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_SITEMAP_BYTES });
  } catch (error) {
    throw notASitemap(`it cannot be unpacked: ${messageOf(error)}`);
  }
}

function notASitemap(reason: string): AppError {
  return new AppError('invalid_value', `The reply is not a sitemap: ${reason}.`);
}
