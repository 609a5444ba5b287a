import { describe, expect, it } from 'vitest';
import { SourcesConfig } from '../../../contract/config.ts';
import { CreateSource, SourceSettings } from '../../../contract/source.ts';
import { isInside, sourceFetchPolicy } from '../../../platform/source-access.ts';
import { checkUrl } from '../../../platform/url-guard.ts';

describe('sourceFetchPolicy', () => {
  const policy = sourceFetchPolicy(
    SourcesConfig.parse({
      hosts: { allow_private: ['wiki.internal', '10.0.0.5:9000', '[::1]'] },
    }),
  );

  it.each([
    'https://example.com/',
    'http://wiki.internal/',
    'https://wiki.internal/',
    'http://10.0.0.5:9000/',
    'https://10.0.0.5:9000/',
    'http://[::1]/',
  ])('allows %s', (url) => {
    expect(checkUrl(url, policy).kind).toBe('allowed');
  });

  it.each([
    'http://example.com/',
    'http://wiki.internal:8080/',
    'http://other.wiki.internal/',
    'http://10.0.0.5/',
    'https://10.0.0.6:9000/',
    'http://127.0.0.1/',
  ])('refuses %s', (url) => {
    expect(checkUrl(url, policy).kind).toBe('refused');
  });
});

describe('isInside', () => {
  it.each([
    ['/a/b', '/a', true],
    ['/a', '/a', true],
    ['/ab', '/a', false],
    ['/', '/a', false],
    ['/a/..b', '/a', true],
    ['/b', '/a', false],
    ['/b', '/', true],
  ])('judges %s in %s', (path, folder, expected) => {
    expect(isInside(path, folder)).toBe(expected);
  });
});

describe('the configuration of sources', () => {
  it('allows nothing by default', () => {
    expect(SourcesConfig.parse({})).toEqual({
      folders: [],
      hosts: { allow_private: [] },
      secrets: [],
    });
  });

  it('writes the origin of a secret as the URL standard does', () => {
    const secrets = [{ env: 'TOKEN', origin: 'https://Git.Example.org:443/' }];
    expect(SourcesConfig.parse({ secrets }).secrets[0]?.origin).toBe('https://git.example.org');
  });

  it.each([
    ['a relative folder', { folders: ['docs'] }],
    ['a host with a scheme', { hosts: { allow_private: ['http://wiki'] } }],
    ['a host with a path', { hosts: { allow_private: ['wiki/a'] } }],
    ['a host in upper case', { hosts: { allow_private: ['Wiki'] } }],
    ['an address in an odd spelling', { hosts: { allow_private: ['127.1'] } }],
    ['a host with a user', { hosts: { allow_private: ['me@wiki'] } }],
    ['a secret for a path', { secrets: [{ env: 'A', origin: 'https://a.example/b' }] }],
    ['what looks like the secret itself', { secrets: [{ env: 'ghp_x', origin: 'https://a.b' }] }],
  ])('does not take %s', (_name, config) => {
    expect(SourcesConfig.safeParse(config).success).toBe(false);
  });
});

describe('the settings of a source', () => {
  const s3 = { kind: 's3', access_key_env: 'A', secret_key_env: 'B', bucket: 'docs' };

  it('fills in what is left out', () => {
    const settings = { kind: 'git', url: 'https://git.example.org/handbook.git' };
    expect(CreateSource.parse({ name: 'handbook', settings })).toEqual({
      name: 'handbook',
      collection: 'default',
      interval_seconds: null,
      settings: { ...settings, ref: 'HEAD', folder: '' },
      defaults: {},
    });
  });

  it.each([
    ['a repository in two places', { kind: 'git', url: 'https://a.b/c', path: '/a' }],
    ['a repository in no place', { kind: 'git' }],
    ['a ref that is an option', { kind: 'git', path: '/a', ref: '--upload-pack=x' }],
    ['a folder that leaves its repository', { kind: 'git', path: '/a', folder: 'a/../../b' }],
    ['a relative folder', { kind: 'folder', path: 'docs' }],
    ['another scheme', { kind: 'url', urls: ['file:///etc/passwd'] }],
    ['a password', { kind: 'url', urls: ['https://me:secret@example.com/'] }],
    ['no page', { kind: 'url', urls: [] }],
    ['too many pages', { kind: 'sitemap', url: 'https://a.b/', max_pages: 10_001 }],
    ['an endpoint with a path', { ...s3, endpoint: 'https://s3.example.org/docs' }],
    ['a bucket with a slash', { ...s3, endpoint: 'https://s3.example.org', bucket: 'a/b' }],
    ['too many wildcards', { kind: 'folder', path: '/a', include: ['*a'.repeat(11)] }],
    ['an unknown field', { kind: 'folder', path: '/a', recursive: true }],
  ])('do not take %s', (_name, settings) => {
    expect(SourceSettings.safeParse(settings).success).toBe(false);
  });
});
