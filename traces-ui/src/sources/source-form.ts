import type { BodyInput } from '../../../contract/endpoint-types.ts';
import type { SourceKind } from '../../../contract/source.ts';

export interface SourceField {
  readonly name: string;
  readonly label: string;
  readonly description?: string;
  readonly placeholder?: string;
  /** `lines`: several values, one on each line. */
  readonly takes: 'text' | 'lines';
  readonly isRequired?: boolean;
}

/** What was typed, by field; a field that was not touched is absent. */
export type SourceValues = Readonly<Record<string, string>>;

const GLOBS: readonly SourceField[] = [
  {
    name: 'include',
    label: 'Only paths that match',
    description: 'One pattern on each line, like handbook/**/*.md; none means all.',
    takes: 'lines',
  },
  {
    name: 'exclude',
    label: 'No path that matches',
    description: 'One pattern on each line.',
    takes: 'lines',
  },
];

/** The settings of each kind of source, in the order in which the form asks for them. */
export const SOURCE_FIELDS: Readonly<Record<SourceKind, readonly SourceField[]>> = {
  folder: [
    {
      name: 'path',
      label: 'Folder',
      description: 'An absolute path below a folder that the configuration allows.',
      placeholder: '/srv/handbook',
      takes: 'text',
      isRequired: true,
    },
    ...GLOBS,
  ],
  url: [
    {
      name: 'urls',
      label: 'Addresses',
      description: 'One on each line.',
      placeholder: 'https://example.org/policy.html',
      takes: 'lines',
      isRequired: true,
    },
  ],
  sitemap: [
    {
      name: 'url',
      label: 'Address of the sitemap',
      description: 'Only pages of its own host are followed.',
      placeholder: 'https://example.org/sitemap.xml',
      takes: 'text',
      isRequired: true,
    },
    ...GLOBS,
  ],
  git: [
    {
      name: 'url',
      label: 'Address of the repository',
      description: 'Served by HTTP; or give a path instead.',
      placeholder: 'https://example.org/handbook.git',
      takes: 'text',
    },
    {
      name: 'path',
      label: 'Path of the repository',
      description: 'Below a folder that the configuration allows.',
      takes: 'text',
    },
    { name: 'ref', label: 'Branch or tag', placeholder: 'HEAD', takes: 'text' },
    { name: 'folder', label: 'Folder in it', placeholder: 'docs', takes: 'text' },
    {
      name: 'token_env',
      label: 'Environment variable of the token',
      description: 'Its name; the configuration must list it for this address.',
      takes: 'text',
    },
    ...GLOBS,
  ],
  s3: [
    {
      name: 'endpoint',
      label: 'Endpoint',
      placeholder: 'https://s3.eu-central-1.amazonaws.com',
      takes: 'text',
      isRequired: true,
    },
    { name: 'region', label: 'Region', placeholder: 'us-east-1', takes: 'text' },
    { name: 'bucket', label: 'Bucket', takes: 'text', isRequired: true },
    { name: 'prefix', label: 'Prefix', placeholder: 'handbook/', takes: 'text' },
    {
      name: 'access_key_env',
      label: 'Environment variable of the access key',
      description: 'Its name; the configuration must list it for this endpoint.',
      takes: 'text',
      isRequired: true,
    },
    {
      name: 'secret_key_env',
      label: 'Environment variable of the secret key',
      takes: 'text',
      isRequired: true,
    },
    ...GLOBS,
  ],
};

type Settings = BodyInput<'createSource'>['settings'];

/** The settings as the API takes them; what was left empty is left out, and the server says what it misses. */
export function buildSettings(kind: SourceKind, values: SourceValues): Settings {
  const text = (name: string) => values[name]?.trim() ?? '';
  const given = (name: string) => text(name) || undefined;
  const lines = (name: string) =>
    text(name)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  const some = (name: string) => (lines(name).length === 0 ? undefined : lines(name));
  const globs = { include: some('include'), exclude: some('exclude') };
  switch (kind) {
    case 'folder':
      return { kind, path: text('path'), ...globs };
    case 'url':
      return { kind, urls: lines('urls') };
    case 'sitemap':
      return { kind, url: text('url'), ...globs };
    case 'git':
      return {
        kind,
        url: given('url'),
        path: given('path'),
        ref: given('ref'),
        folder: given('folder'),
        token_env: given('token_env'),
        ...globs,
      };
    case 's3':
      return {
        kind,
        endpoint: text('endpoint'),
        region: given('region'),
        bucket: text('bucket'),
        prefix: given('prefix'),
        access_key_env: text('access_key_env'),
        secret_key_env: text('secret_key_env'),
        ...globs,
      };
    default:
      return kind satisfies never;
  }
}
