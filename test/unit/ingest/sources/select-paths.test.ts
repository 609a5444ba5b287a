import { describe, expect, it } from 'vitest';
import { createPageFilter, createPathFilter } from '../../../../ingest/sources/select-paths.ts';

describe('createPathFilter', () => {
  it.each([
    ['a name at any depth', { include: ['*.md'] }, 'a/b/c.md', true],
    ['another extension', { include: ['*.md'] }, 'a/b/c.txt', false],
    ['a folder', { include: ['hr/**'] }, 'hr/leave/policy.pdf', true],
    ['another folder', { include: ['hr/**'] }, 'it/policy.pdf', false],
    ['alternatives', { include: ['**/*.{md,txt}'] }, 'x.txt', true],
    ['a leading slash', { include: ['/hr/*'] }, 'hr/a.md', true],
    ['what is excluded', { exclude: ['drafts/**'] }, 'drafts/a.md', false],
    ['what is included and excluded', { include: ['*.md'], exclude: ['old-*'] }, 'old-a.md', false],
    ['nothing when nothing is included', { include: [] }, 'a.md', false],
    ['documents by default', {}, 'a/b.pdf', true],
    ['files without an extension by default', {}, 'LICENSE', true],
    ['no pictures by default', {}, 'a/logo.PNG', false],
    ['no archives by default', {}, 'a.zip', false],
    ['pictures that are asked for', { include: ['*.png'] }, 'logo.png', true],
    ['no hidden file', { include: ['**'] }, 'a/.env', false],
    ['nothing below a hidden folder', { include: ['**'] }, '.git/config', false],
  ])('judges %s', (_name, globs, path, expected) => {
    expect(createPathFilter(globs)(path)).toBe(expected);
  });
});

describe('createPageFilter', () => {
  it.each([
    ['everything by default', {}, '/logo.png', true],
    ['a section', { include: ['/docs/**'] }, '/docs/a/b', true],
    ['another section', { include: ['/docs/**'] }, '/blog/a', false],
    ['what is excluded', { exclude: ['/docs/old/**'] }, '/docs/old/a', false],
  ])('judges %s', (_name, globs, path, expected) => {
    expect(createPageFilter(globs)(path)).toBe(expected);
  });
});
