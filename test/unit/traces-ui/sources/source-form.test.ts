import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  FolderSettings,
  GitSettings,
  S3Settings,
  SitemapSettings,
  SOURCE_KINDS,
  SourceSettings,
  UrlSettings,
} from '../../../../contract/source.ts';
import {
  describeInterval,
  describePlaceOf,
} from '../../../../traces-ui/src/sources/describe-source.ts';
import { buildSettings, SOURCE_FIELDS } from '../../../../traces-ui/src/sources/source-form.ts';

const TYPED = {
  folder: { path: ' /srv/handbook ', include: '**/*.md\n\n  **/*.txt', exclude: '' },
  url: { urls: 'https://example.org/a\nhttps://example.org/b\n' },
  sitemap: { url: 'https://example.org/sitemap.xml' },
  git: { url: 'https://example.org/handbook.git', folder: 'docs', path: '  ' },
  s3: {
    endpoint: 'https://s3.example.org',
    bucket: 'handbook',
    access_key_env: 'S3_ACCESS_KEY',
    secret_key_env: 'S3_SECRET_KEY',
  },
} as const;

const SETTINGS = {
  folder: FolderSettings,
  url: UrlSettings,
  sitemap: SitemapSettings,
  git: GitSettings,
  s3: S3Settings,
} as const;

const PLACES = {
  folder: '/srv/handbook',
  url: 'https://example.org/a and 1 more',
  sitemap: 'https://example.org/sitemap.xml',
  git: 'https://example.org/handbook.git (HEAD)',
  s3: 'handbook/ at https://s3.example.org',
} as const;

describe('the form of a source', () => {
  it.each(SOURCE_KINDS)('makes settings of kind %s that the contract takes', (kind) => {
    const settings = SourceSettings.parse(buildSettings(kind, TYPED[kind]));
    expect(describePlaceOf(settings)).toBe(PLACES[kind]);
  });

  it('takes one value from each line that is not blank', () => {
    expect(buildSettings('folder', TYPED.folder)).toMatchObject({
      path: '/srv/handbook',
      include: ['**/*.md', '**/*.txt'],
      exclude: undefined,
    });
  });

  it.each(SOURCE_KINDS)('asks for every setting of kind %s that the contract needs', (kind) => {
    const { required = [] } = z.toJSONSchema(SETTINGS[kind], { io: 'input' });
    const asked = SOURCE_FIELDS[kind].filter((field) => field.isRequired === true);
    expect(['kind', ...asked.map(({ name }) => name)].toSorted()).toEqual(required.toSorted());
  });
});

describe('describeInterval', () => {
  it.each([
    [null, 'only when asked to'],
    [60, 'every minute'],
    [300, 'every 5 minutes'],
    [5_400, 'every 90 minutes'],
    [86_400, 'every day'],
    [7, 'every 7 seconds'],
  ])('reads %s as "%s"', (seconds, words) => {
    expect(describeInterval(seconds)).toBe(words);
  });
});
