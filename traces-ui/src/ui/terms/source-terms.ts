import type { SourceKind } from '../../../../contract/source.ts';

export const SOURCE_KIND_WORDS: Readonly<Record<SourceKind, string>> = {
  folder: 'Folder',
  url: 'Web pages',
  sitemap: 'Sitemap',
  git: 'Git repository',
  s3: 'S3 bucket',
};
