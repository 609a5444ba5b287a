import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Endpoint } from '../contract/endpoint.ts';
import { endpoints } from '../contract/endpoints.ts';
import { parseConfig } from '../platform/load-config.ts';
import { projectRoot } from '../platform/project-root.ts';
import { runCommand } from './cli/support/run-command.ts';

const pages = ['README.md', ...markdownBelow('docs')];
const PackageFile = z.object({ scripts: z.record(z.string(), z.string()) });
const FOLDERS =
  'contract|core|platform|db|models|server|ingest|traces-ui|cli|scripts|test|docs|demo|bench';
const ROOT_FILES = 'Dockerfile|docker-compose\\.yml|package\\.json';
/** Set by npm or by a shell, for its own purposes. */
const NOT_OURS: ReadonlySet<string> = new Set(['INIT_CWD']);

function markdownBelow(folder: string): readonly string[] {
  return readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}

function read(path: string): string {
  return readFileSync(join(projectRoot, path), 'utf8');
}

function allMatches(text: string, pattern: RegExp): readonly string[] {
  return [...new Set([...text.matchAll(pattern)].map((match) => match[1] ?? ''))];
}

function fencedBlocks(text: string, language: string): readonly string[] {
  return allMatches(text, new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'));
}

/** Rows of the tables in `docs/api.md`, as `METHOD /path scope`. */
function documentedEndpoints(): readonly string[] {
  const rows = read('docs/api.md').matchAll(
    /^\| `(?<call>[A-Z]+ \/[^`]*)` +\| `?(?<scope>[a-z ]+?)`? +\|/gm,
  );
  return [...rows].map(({ groups }) => `${groups?.['call'] ?? ''} ${groups?.['scope'] ?? ''}`);
}

function scopeInWords(access: Endpoint['access']): string {
  if (access === 'public') return 'none';
  return access === 'any_key' ? 'any key' : access;
}

/** Names of environment variables in the files that may read them, and in the launcher. */
function variablesRead(): readonly string[] {
  const files = [
    ...['cli', 'server', 'ingest', 'db', 'models', 'platform'].map(
      (folder) => `${folder}/config.ts`,
    ),
    'platform/read-settings.ts',
    'scripts/start.mjs',
  ];
  const text = files.filter((file) => existsSync(join(projectRoot, file))).map(read);
  const asKey = /(?:^|[{,\s])([A-Z][A-Z0-9_]*): /g;
  const asProperty = /(?:process\.env|environment|variables)\.([A-Z][A-Z0-9_]*)/g;
  const asText = /['"]([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|PORT|HOST)['"]/g;
  const names = [asKey, asProperty, asText].flatMap((pattern) =>
    text.flatMap((source) => allMatches(source, pattern)),
  );
  return [...new Set(names)].filter((name) => !NOT_OURS.has(name));
}

describe.each(pages)('%s', (page) => {
  const text = read(page);

  it('links to files that exist', () => {
    const links = allMatches(text, /\]\((?!https?:|#)([^)#\s]+)/g);
    expect(links.filter((link) => !existsSync(resolve(projectRoot, dirname(page), link)))).toEqual(
      [],
    );
  });

  it('names files of the project that exist', () => {
    const named = allMatches(
      text,
      new RegExp(`\`((?:(?:${FOLDERS})/[\\w./-]+|${ROOT_FILES}))\``, 'g'),
    );
    expect(named.filter((path) => !existsSync(join(projectRoot, path)))).toEqual([]);
  });

  it('names npm scripts that exist', () => {
    const { scripts } = PackageFile.parse(JSON.parse(read('package.json')));
    const named = allMatches(text, /npm (?:run )?(?:--silent )?(?!ci|install)([a-z][\w:-]*)/g);
    expect(named.filter((name) => name !== 'run' && !(name in scripts))).toEqual([]);
  });

  it('shows configuration that is valid', () => {
    for (const block of fencedBlocks(text, 'yaml')) {
      expect(() => parseConfig(block, page)).not.toThrow();
    }
  });

  it('shows JSON that is JSON', () => {
    for (const block of fencedBlocks(text, 'json')) {
      expect(() => JSON.parse(block)).not.toThrow();
    }
  });

  it('speaks of no machine but the reader’s', () => {
    expect(text).not.toMatch(/\/(?:work|home|root|Users|tmp)\//);
  });
});

describe('docs/api.md', () => {
  it('lists every endpoint with the scope that it needs, and no other', () => {
    const declared = Object.values(endpoints).map(
      (endpoint: Endpoint) =>
        `${endpoint.method.toUpperCase()} ${endpoint.path} ${scopeInWords(endpoint.access)}`,
    );
    expect(documentedEndpoints().toSorted()).toEqual(declared.toSorted());
  });
});

describe('docs/configuration.md', () => {
  const documented = allMatches(read('docs/configuration.md'), /`([A-Z][A-Z0-9_]*)`/g);

  it('lists every environment variable that is read', () => {
    const variables = variablesRead();
    expect(variables).toEqual(
      expect.arrayContaining(['FOOTNOTE_URL', 'TERM', 'DATABASE_URL', 'PORT', 'FOOTNOTE_DEMO']),
    );
    expect(variables.filter((name) => !documented.includes(name))).toEqual([]);
  });
});

describe('docs/cli.md', () => {
  it('lists every command', async () => {
    const url = new URL('http://127.0.0.1:9');
    const { stdout } = await runCommand(['--help'], { url, columns: 200 });
    const commands = allMatches(stdout, /^ {2}([a-z][a-z-]*) (?=.* {2,})/gm);
    const text = read('docs/cli.md');
    expect(commands.length).toBeGreaterThan(10);
    expect(
      commands.filter((name) => name !== 'help' && !new RegExp(`\`${name}\\b`).test(text)),
    ).toEqual([]);
  });
});
