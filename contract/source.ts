import { z } from 'zod';
import { Classification } from './classification.ts';
import { CollectionName } from './collection.ts';
import { EnvironmentVariable } from './config-values.ts';
import { AccessList, Tags } from './document.ts';
import { IngestRunId, SourceId } from './ids.ts';
import { IngestRunStatus } from './ingest-run.ts';
import { pageOf, pageQuery } from './page.ts';
import { storableText } from './text-limits.ts';

/** A source is a place that documents are followed from: what changes there changes here. */

export const SOURCE_KINDS = ['folder', 'url', 'sitemap', 'git', 's3'] as const;
export const SourceKind = z.enum(SOURCE_KINDS).meta({ id: 'SourceKind' });
export type SourceKind = z.infer<typeof SourceKind>;

export const SourceName = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/, 'must be 1 to 64 characters of a-z, 0-9 and -');
export type SourceName = z.infer<typeof SourceName>;

const MAX_GLOB_WILDCARDS = 10;

/** More wildcards than a path needs make a pattern that takes for ever to match. */
const Glob = storableText()
  .min(1)
  .max(300)
  .refine((glob) => (glob.match(/\*+|\?+/g) ?? []).length <= MAX_GLOB_WILDCARDS, {
    message: `must have at most ${MAX_GLOB_WILDCARDS} wildcards`,
  });

const globs = {
  include: z.array(Glob).max(100).optional().describe('Only paths that match one of them.'),
  exclude: z.array(Glob).max(100).optional().describe('No path that matches one of them.'),
};

const WebAddress = z
  .url({ protocol: /^https?$/ })
  .max(1_000)
  .refine((text) => !URL.canParse(text) || !/^https?:\/\/[^/?#]*@/i.test(new URL(text).href), {
    message: 'must hold no user name and no password',
  });
const AbsolutePath = storableText().min(1).max(1_000).startsWith('/', 'must be an absolute path');
const RelativeFolder = storableText()
  .max(1_000)
  .refine((folder) => !folder.split('/').some((part) => part === '..' || part === '.'), {
    message: 'must not contain . or .. as a part',
  });

export const FolderSettings = z.strictObject({
  kind: z.literal('folder'),
  path: AbsolutePath.describe('A folder below one that the configuration allows.'),
  ...globs,
});
export type FolderSettings = z.infer<typeof FolderSettings>;

export const UrlSettings = z.strictObject({
  kind: z.literal('url'),
  urls: z.array(WebAddress).min(1).max(1_000),
});
export type UrlSettings = z.infer<typeof UrlSettings>;

export const SitemapSettings = z.strictObject({
  kind: z.literal('sitemap'),
  url: WebAddress.describe('A sitemap, or an index of sitemaps; its host alone is followed.'),
  max_pages: z
    .int()
    .min(1)
    .max(10_000)
    .default(1_000)
    .describe('A sitemap with more pages than this, after include and exclude, is not followed.'),
  ...globs,
});
export type SitemapSettings = z.infer<typeof SitemapSettings>;

export const GitSettings = z
  .strictObject({
    kind: z.literal('git'),
    url: WebAddress.refine((text) => !/[?#]/.test(text), {
      message: 'must have no query and no fragment',
    })
      .optional()
      .describe('A repository that is served by HTTP.'),
    path: AbsolutePath.optional().describe(
      'Instead of a url: a repository below a folder that the configuration allows.',
    ),
    ref: storableText()
      .regex(/^[\w][\w./-]{0,199}$/, 'must name a branch or a tag')
      .default('HEAD'),
    folder: RelativeFolder.default('').describe('Only what lies below this folder.'),
    token_env: EnvironmentVariable.optional(),
    ...globs,
  })
  .refine(({ url, path }) => (url === undefined) !== (path === undefined), {
    message: 'needs url or path, not both',
  });
export type GitSettings = z.infer<typeof GitSettings>;

export const S3Settings = z.strictObject({
  kind: z.literal('s3'),
  endpoint: WebAddress.refine(
    (url) => !URL.canParse(url) || ['', '/'].includes(new URL(url).pathname),
    {
      message: 'must have no path: the bucket is a setting of its own',
    },
  ),
  region: z
    .string()
    .regex(/^[a-z0-9-]{1,64}$/, 'must be like eu-central-1')
    .default('us-east-1'),
  bucket: z.string().regex(/^[a-zA-Z0-9._-]{3,255}$/, 'must be the name of a bucket'),
  prefix: storableText().max(1_000).default(''),
  access_key_env: EnvironmentVariable,
  secret_key_env: EnvironmentVariable,
  ...globs,
});
export type S3Settings = z.infer<typeof S3Settings>;

/** Secrets are named by their environment variables, which the configuration must list for the same origin. */
export const SourceSettings = z
  .discriminatedUnion('kind', [
    FolderSettings,
    UrlSettings,
    SitemapSettings,
    GitSettings,
    S3Settings,
  ])
  .meta({ id: 'SourceSettings' });
export type SourceSettings = z.infer<typeof SourceSettings>;

/** What documents of the source get when they are added; left out, as for any other new document. */
export const SourceDefaults = z
  .strictObject({
    tags: Tags.optional(),
    classification: Classification.optional(),
    acl: AccessList.optional(),
  })
  .meta({ id: 'SourceDefaults' });
export type SourceDefaults = z.infer<typeof SourceDefaults>;

const IntervalSeconds = z
  .int()
  .min(5)
  .max(86_400 * 30)
  .nullable()
  .describe('From the end of one sync to the start of the next; null: only when asked to.');

export const CreateSource = z
  .strictObject({
    name: SourceName,
    collection: CollectionName.default('default'),
    interval_seconds: IntervalSeconds.default(null),
    settings: SourceSettings,
    defaults: SourceDefaults.default({}),
  })
  .meta({ id: 'CreateSource' });
export type CreateSource = z.infer<typeof CreateSource>;

/** A source keeps its name and its kind: its documents' paths are made of them. */
export const UpdateSource = z
  .strictObject({
    interval_seconds: IntervalSeconds.optional(),
    settings: SourceSettings.optional(),
    defaults: SourceDefaults.optional(),
  })
  .meta({ id: 'UpdateSource' });
export type UpdateSource = z.infer<typeof UpdateSource>;

const LastSync = z.object({
  run_id: IngestRunId,
  status: IngestRunStatus,
  finished_at: z.iso.datetime().nullable(),
  added: z.int().min(0),
  changed: z.int().min(0),
  unchanged: z.int().min(0),
  gone: z.int().min(0),
});

export const Source = z
  .object({
    id: SourceId,
    name: z.string(),
    collection: z.string(),
    interval_seconds: IntervalSeconds,
    settings: SourceSettings,
    defaults: SourceDefaults,
    created_at: z.iso.datetime(),
    last_sync: LastSync.nullable(),
    next_sync_at: z.iso.datetime().nullable(),
    error: z.string().nullable().describe('Why the last sync failed or withheld what is gone.'),
  })
  .meta({ id: 'Source' });
export type Source = z.infer<typeof Source>;

export const ListSources = z.strictObject(pageQuery);
export const SourcePage = pageOf(Source);

export const RequestSync = z
  .strictObject({
    allow_mass_retire: z
      .boolean()
      .default(false)
      .describe('Confirms that more than half of the documents, or all, may be retired.'),
  })
  .prefault({})
  .meta({ id: 'RequestSync' });
export type RequestSync = z.infer<typeof RequestSync>;

export const SyncAccepted = z.object({ run_id: IngestRunId }).meta({ id: 'SyncAccepted' });
export type SyncAccepted = z.infer<typeof SyncAccepted>;
