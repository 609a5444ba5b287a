import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  Cleanup,
  codeOf,
  entryOf,
  listAll,
  NEVER,
  openSource,
  pathsOf,
  readText,
  serve,
} from './connector-harness.ts';
import { startS3Simulator, type S3Simulator } from './s3-simulator.ts';

const cleanup = new Cleanup();
const KEYS = { accessKey: 'AKIDEXAMPLE', secretKey: 'a/secret+key', region: 'eu-central-1' };
let store: S3Simulator;

beforeEach(async () => {
  store = await startS3Simulator(KEYS, cleanup);
});
afterEach(() => cleanup.run());

function fill(objects: Readonly<Record<string, string>>): void {
  for (const [key, text] of Object.entries(objects)) store.objects.set(key, Buffer.from(text));
}

interface OpenBucket {
  readonly settings?: object;
  readonly otherHosts?: readonly string[];
  readonly secrets?: Readonly<Record<string, string>>;
}

function openBucket({ settings = {}, otherHosts = [], secrets }: OpenBucket = {}) {
  const origin = `http://${store.host}`;
  return openSource(
    {
      kind: 's3',
      endpoint: origin,
      region: KEYS.region,
      bucket: 'docs',
      access_key_env: 'S3_ACCESS_KEY',
      secret_key_env: 'S3_SECRET_KEY',
      ...settings,
    },
    {
      config: {
        hosts: { allow_private: [store.host, ...otherHosts] },
        secrets: [
          { env: 'S3_ACCESS_KEY', origin },
          { env: 'S3_SECRET_KEY', origin },
        ],
      },
      secrets: secrets ?? { S3_ACCESS_KEY: KEYS.accessKey, S3_SECRET_KEY: KEYS.secretKey },
      cleanup,
    },
  );
}

describe('a bucket', () => {
  it('lists all pages of its objects and reads them', async () => {
    fill({ 'a.md': 'a', 'b/c.md': 'c', 'd.md': 'd', 'e.md': 'e', 'f.md': 'f' });
    const connector = await openBucket();
    expect(await pathsOf(connector)).toEqual(
      ['a.md', 'b/c.md', 'd.md', 'e.md', 'f.md'].map((key) => `handbook/${key}`),
    );
    expect(store.requests.length).toBe(3);
    expect(await readText(connector, 'handbook/b/c.md')).toBe('c');
  });

  it.each([
    'with space.md',
    'plus+and%percent.md',
    'Ümläut ß 日本.md',
    'quotes \' " and (brackets) *!.md',
    'a//b.md',
    'tilde~ & <tag>.md',
    'query?and#hash.md',
    'tab\tand\u0001control.md',
    ' leading and trailing ',
  ])('lists and reads the key %j', async (key) => {
    fill({ [key]: 'text', 'z.md': 'z' });
    const connector = await openBucket();
    expect(await readText(connector, `handbook/${key}`)).toBe('text');
  });

  it.each(['a/../b.md', './a.md', '..'])('lists the key %j with its problem', async (key) => {
    fill({ [key]: 'text', 'b.md': 'b' });
    const connector = await openBucket();
    const entries = await listAll(connector);
    // What begins with a dot is hidden.
    const odd = entries.filter(({ path }) => path !== 'handbook/b.md');
    expect(odd.every(({ problem }) => problem !== null)).toBe(true);
  });

  it('passes over folders, hidden files and what its patterns leave out', async () => {
    fill({ 'a/': '', 'a/b.md': 'b', 'a/.c.md': 'c', 'a/d.txt': 'd', 'e.png': 'e' });
    expect(await pathsOf(await openBucket({ settings: { include: ['*.md'] } }))).toEqual([
      'handbook/a/b.md',
    ]);
  });

  it.each([
    ['hr/', ['handbook/a.md', 'handbook/b/c.md']],
    ['hr', ['handbook/hr-old/d.md', 'handbook/hr/a.md', 'handbook/hr/b/c.md']],
    ['hr/b', ['handbook/b/c.md']],
  ])('follows the prefix %s, with paths below its last slash', async (prefix, paths) => {
    fill({ 'hr/a.md': 'a', 'hr/b/c.md': 'c', 'hr-old/d.md': 'd', 'it/e.md': 'e' });
    const connector = await openBucket({ settings: { prefix } });
    expect(await pathsOf(connector)).toEqual(paths);
    expect(await readText(connector, paths.at(-1) ?? '')).toBe('c');
  });

  it('keeps a fingerprint until an object changes, and reads with that of its bytes', async () => {
    fill({ 'a.md': 'a' });
    const connector = await openBucket();
    const before = await entryOf(connector, 'handbook/a.md');
    expect(await entryOf(connector, 'handbook/a.md')).toEqual(before);
    fill({ 'a.md': 'b' });
    const file = await connector.read(before, NEVER);
    expect(file.bytes.toString()).toBe('b');
    expect(file.fingerprint).toBe((await entryOf(connector, 'handbook/a.md')).fingerprint);
    expect(file.fingerprint).not.toBe(before.fingerprint);
  });

  it('says that an object is gone when it is read too late', async () => {
    fill({ 'a.md': 'a' });
    const connector = await openBucket();
    const entry = await entryOf(connector, 'handbook/a.md');
    store.objects.clear();
    expect(await connector.read(entry, NEVER).catch(codeOf)).toBe('not_found');
  });

  it('lists an empty bucket as empty', async () => {
    expect(await listAll(await openBucket())).toEqual([]);
  });
});

describe('a listing that cannot be complete', () => {
  const PAGE = '<ListBucketResult><IsTruncated>true</IsTruncated>';

  it.each([
    ['fails', 500, '<Error><Code>InternalError</Code></Error>'],
    ['is a web page', 200, '<html><body>Sign in</body></html>'],
    ['is empty', 200, ''],
    ['is cut off', 200, PAGE],
    ['does not say whether more follows', 200, '<ListBucketResult></ListBucketResult>'],
    ['does not say how to go on', 200, `${PAGE}</ListBucketResult>`],
    [
      'lists an object without its ETag',
      200,
      '<ListBucketResult><IsTruncated>false</IsTruncated><Contents><Key>a</Key><Size>1</Size></Contents></ListBucketResult>',
    ],
    ['defines entities', 200, `<!DOCTYPE x [<!ENTITY a "b">]>${PAGE}</ListBucketResult>`],
    [
      'leads back to a page that was seen',
      200,
      `${PAGE}<NextContinuationToken>x</NextContinuationToken></ListBucketResult>`,
    ],
  ])('fails when the second page %s', async (_name, status, text) => {
    fill({ 'a.md': 'a', 'b.md': 'b', 'c.md': 'c' });
    const connector = await openBucket();
    store.intercept = (request, response) => {
      if (request.url?.includes('continuation-token') !== true) return false;
      response.writeHead(status).end(text);
      return true;
    };
    expect(await listAll(connector).catch(codeOf)).toBe('unavailable');
  });

  it.each([
    [
      'a wrong secret',
      { secrets: { S3_ACCESS_KEY: KEYS.accessKey, S3_SECRET_KEY: 'wrong' } },
      'SignatureDoesNotMatch',
    ],
    [
      'an unknown key',
      { secrets: { S3_ACCESS_KEY: 'AKIDOTHER', S3_SECRET_KEY: 'wrong' } },
      'InvalidAccessKeyId',
    ],
    ['another region', { settings: { region: 'us-east-1' } }, 'AuthorizationHeaderMalformed'],
  ])('fails with %s, and says so', async (_name, options, code) => {
    fill({ 'a.md': 'a' });
    await expect(listAll(await openBucket(options))).rejects.toThrow(`403 (${code})`);
  });

  it('does not follow a redirect', async () => {
    let visits = 0;
    const other = await serve((_request, response) => response.end(String(visits++)), cleanup);
    store.intercept = (_request, response) => {
      response.writeHead(307, { location: `http://${other}/` }).end();
      return true;
    };
    expect(await listAll(await openBucket({ otherHosts: [other] })).catch(codeOf)).toBe(
      'invalid_value',
    );
    expect(visits).toBe(0);
  });
});

describe('what the operator allows', () => {
  it('refuses secrets that are listed for another origin', async () => {
    const settings = { endpoint: 'https://evil.example.org' };
    await expect(openBucket({ settings })).rejects.toMatchObject({
      code: 'invalid_value',
      fields: [{ path: 'settings.access_key_env' }, { path: 'settings.secret_key_env' }],
    });
  });

  it('never shows a secret in an error', async () => {
    store.intercept = (_request, response) => {
      response.writeHead(500).end(KEYS.secretKey);
      return true;
    };
    const error: unknown = await listAll(await openBucket()).catch((thrown: unknown) => thrown);
    expect(String(error)).not.toContain(KEYS.secretKey);
  });
});
