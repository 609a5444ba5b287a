import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert, ipV4, property } from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../../platform/errors.ts';
import { projectRoot } from '../../../platform/project-root.ts';
import {
  checkUrl,
  policyForOrigins,
  PUBLIC_WEB_POLICY,
  refusalOfAddress,
} from '../../../platform/url-guard.ts';
import { LENIENT_POLICY, PUBLIC_ADDRESS, startWeb, type Web } from './safe-fetch-harness.ts';

const sharedFolder = process.env['FOOTNOTE_SHARED_DATA'] ?? join(projectRoot, '../shared/data');
const listFile = join(sharedFolder, 'attacks/ssrf-urls.txt');
const webs: Web[] = [];

afterEach(async () => {
  await Promise.all(webs.splice(0).map((web) => web.stop()));
});

describe.skipIf(!existsSync(listFile))(`the list of addresses (needs ${listFile})`, () => {
  const rows = (existsSync(listFile) ? readFileSync(listFile, 'utf8') : '')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.split('\t'));

  it('has the rows it is known to have', () => {
    expect(rows.length).toBeGreaterThanOrEqual(66);
  });

  it.each(rows)('%ss %j: %s', async (verdict, url = '') => {
    const web = await startWeb((_request, response) => response.end('served'), {
      addresses: {
        'localtest.me': [['127.0.0.1']],
        localhost: [['127.0.0.1']],
        'localhost.': [['127.0.0.1']],
        'sub.localhost': [['127.0.0.1']],
      },
    });
    webs.push(web);
    const outcome = await web.fetch(url).then(
      (response) => response.text(),
      (error: unknown) => (error instanceof AppError ? error.code : String(error)),
    );
    expect(outcome).toBe(verdict === 'allow' ? 'served' : 'invalid_value');
    expect(web.dialled).toEqual(verdict === 'allow' ? [PUBLIC_ADDRESS] : []);
  });
});

describe('checkUrl', () => {
  it.each([
    ['plain http', 'http://example.com/', 'only https is fetched'],
    ['a port that is not listed', 'https://example.com:22/', 'port 22 is not on the list of ports'],
    ['a password', 'https://user:p@example.com/', 'it holds a user name or a password'],
    ['what is no URL', '//example.com/', 'it is not an absolute URL'],
    ['a literal address', 'https://10.0.0.1/', '10.0.0.1 is not a public address (private)'],
    ['this machine by name', 'https://a.localhost/', 'a.localhost names this machine'],
  ])('refuses %s and says why', (_name, url, reason) => {
    expect(checkUrl(url, PUBLIC_WEB_POLICY)).toEqual({ kind: 'refused', reason });
  });

  it('never repeats the path or the query in its reason', () => {
    const check = checkUrl('https://10.0.0.1/secret-path?key=secret', PUBLIC_WEB_POLICY);
    expect(JSON.stringify(check)).not.toContain('secret');
  });
});

describe('a configured origin', () => {
  const policy = policyForOrigins(['http://127.0.0.1:11434/v1', 'https://models.example/v1']);

  it.each(['http://127.0.0.1:11434/v1/models', 'https://models.example/'])('allows %s', (url) => {
    expect(checkUrl(url, policy).kind).toBe('allowed');
  });

  it.each([
    'http://127.0.0.1:11435/',
    'https://127.0.0.1:11434/',
    'http://localhost:11434/',
    'http://models.example/',
    'https://other.example/',
    'http://user:p@127.0.0.1:11434/',
  ])('does not allow %s', (url) => {
    expect(checkUrl(url, policy).kind).toBe('refused');
  });

  it('may be loopback and is reached', async () => {
    const web = await startWeb((_request, response) => response.end('local'), {
      options: { policy: policyForOrigins(['http://localhost:11434']) },
      addresses: { localhost: [['127.0.0.1']] },
    });
    webs.push(web);
    expect(await (await web.fetch('http://localhost:11434/v1')).text()).toBe('local');
    expect(web.dialled).toEqual(['127.0.0.1']);
  });

  it('cannot redirect to another origin', async () => {
    const web = await startWeb(
      (_request, response) => response.writeHead(302, { location: 'https://example.com/' }).end(),
      { options: { policy: policyForOrigins(['https://models.example']) } },
    );
    webs.push(web);
    await expect(web.fetch('https://models.example/')).rejects.toThrow('not a configured origin');
    expect(web.resolved).toEqual(['models.example']);
  });
});

describe('refusalOfAddress', () => {
  it.each([PUBLIC_ADDRESS, '8.8.8.8', '2606:4700::1111', '::ffff:8.8.8.8', '64:ff9b::808:808'])(
    'lets the public address %s pass',
    (address) => {
      expect(refusalOfAddress(address, LENIENT_POLICY)).toBeNull();
    },
  );

  it.each([
    '0.1.2.3',
    '192.0.0.8',
    '192.88.99.1',
    '198.51.100.7',
    '203.0.113.7',
    '240.0.0.1',
    '::',
    '::808:808',
    'fe80::1%lo',
    '2001:db8::1',
    '2002:808:808::',
    '2001::1',
    '64:ff9b:1::808:808',
    '100::1',
    '4000::1',
    'fec0::1',
    'not an address',
    '',
  ])('refuses %j', (address) => {
    expect(refusalOfAddress(address, LENIENT_POLICY)).not.toBeNull();
  });

  it('judges an IPv4 address the same in each form that carries it', () => {
    assert(
      property(ipV4(), (address) => {
        const isRefused = refusalOfAddress(address, LENIENT_POLICY) !== null;
        for (const form of [`::ffff:${address}`, `64:ff9b::${address}`]) {
          expect(refusalOfAddress(form, LENIENT_POLICY) !== null).toBe(isRefused);
        }
      }),
    );
  });

  it('lets private addresses pass where the policy does, but not link-local ones', () => {
    const policy = { ...PUBLIC_WEB_POLICY, allowPrivateAddresses: true };
    expect(refusalOfAddress('10.0.0.1', policy)).toBeNull();
    expect(refusalOfAddress('127.0.0.1', policy)).toBeNull();
    expect(refusalOfAddress('169.254.169.254', policy)).not.toBeNull();
    expect(refusalOfAddress('0.0.0.0', policy)).not.toBeNull();
  });
});
