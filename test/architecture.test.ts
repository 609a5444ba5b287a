import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { projectRoot } from '../platform/project-root.ts';
import { cruise, type CruiseResult } from './support/cruise.ts';

const folders = [
  'contract',
  'core',
  'platform',
  'db',
  'models',
  'server',
  'ingest',
  'cli',
  'traces-ui/src',
];
const MAX_LINES = 300;
const FORBIDDEN_NAMES = /^(utils?|helpers?|common|manager|misc|data|info)\.tsx?$/;

function sourceFiles(): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path))
      .map((path) => join(folder, path)),
  );
}

/** Without blank lines and comments, as the linter counts. */
function countLines(path: string): number {
  const lines = readFileSync(join(projectRoot, path), 'utf8').split('\n');
  return lines.filter((line) => !/^\s*($|\/\/|\/?\*)/.test(line)).length;
}

function violationsOf({ summary }: CruiseResult): readonly string[] {
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

describe('the source', () => {
  it('keeps every boundary, and every file of it is read', async () => {
    const result = await cruise(projectRoot, folders);
    const read = new Set(result.modules.map(({ source }) => source));
    expect(sourceFiles().length).toBeGreaterThan(0);
    expect(sourceFiles().filter((path) => !read.has(path))).toEqual([]);
    expect(violationsOf(result)).toEqual([]);
  });

  it(`has no file of more than ${MAX_LINES} lines of code`, () => {
    expect(sourceFiles().filter((path) => countLines(path) > MAX_LINES)).toEqual([]);
  });

  it('reads the environment in config.ts files only', () => {
    const readers = sourceFiles().filter(
      (path) =>
        basename(path) !== 'config.ts' &&
        readFileSync(join(projectRoot, path), 'utf8').includes('process.env'),
    );
    expect(readers).toEqual([]);
  });

  it('has no file with a name that says nothing', () => {
    expect(sourceFiles().filter((path) => FORBIDDEN_NAMES.test(basename(path)))).toEqual([]);
  });
});

/** For every rule, a file that breaks it and breaks nothing else. */
const planted: Readonly<Record<string, readonly [path: string, text: string]>> = {
  'contract-imports-only-its-layers': ['contract/a.ts', `import '../core/plain.ts';`],
  'core-imports-only-its-layers': ['core/a.ts', `import type { A } from '../platform/plain.ts';`],
  'platform-imports-only-its-layers': ['platform/a.ts', `import '../db/plain.ts';`],
  'db-imports-only-its-layers': ['db/a.ts', `import '../models/plain.ts';`],
  'models-imports-only-its-layers': ['models/a.ts', `import '../db/plain.ts';`],
  'server-imports-only-its-layers': ['server/a.ts', `export * from '../ingest/plain.ts';`],
  'ingest-imports-only-its-layers': ['ingest/a.ts', `await import('../server/plain.ts');`],
  'cli-imports-only-its-layers': ['cli/a.ts', `import '../db/plain.ts';`],
  'traces-ui-imports-only-its-layers': [
    'traces-ui/src/a.tsx',
    `import '../../server/plain.ts'; export const a = <b className="c" />;`,
  ],
  'no-cycles': ['core/cycle-one.ts', `import './cycle-two.ts';`],
  'steps-do-not-know-each-other': ['server/routing/a.ts', `import '../tracing/plain.ts';`],
  'resilience-knows-no-step': ['server/resilience/a.ts', `import '../tracing/plain.ts';`],
  'http-does-not-know-the-database': ['server/http/a.ts', `import '../../db/plain.ts';`],
  'only-db-speaks-sql': ['server/b.ts', `import pg from 'pg';`],
  'adapters-are-named-in-compose': ['server/c.ts', `import '../models/builtin/plain.ts';`],
  'core-is-pure': ['core/b.ts', `import { readFileSync } from 'node:fs';`],
  'production-needs-no-development-packages': ['server/d.ts', `import 'fast-check';`],
  'everything-resolves': ['server/e.ts', `import './missing.ts';`],
};
const innocent: readonly (readonly [path: string, text: string])[] = [
  ...folders,
  'server/tracing',
  'models/builtin',
].map((folder) => [`${folder}/plain.ts`, 'export type A = string;\n']);

describe('the boundary check', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'footnote-planted-'));
    symlinkSync(join(projectRoot, 'node_modules'), join(root, 'node_modules'));
    write('package.json', readFileSync(join(projectRoot, 'package.json'), 'utf8'));
    for (const [path, text] of innocent) write(path, text);
  });
  afterEach(() => rmSync(root, { recursive: true }));

  function write(path: string, text: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }

  it('finds a planted violation of every rule', async () => {
    for (const [path, text] of Object.values(planted)) write(path, text);
    write('core/cycle-two.ts', `import './cycle-one.ts';`);
    const { violations, ruleSetUsed } = (await cruise(root, folders)).summary;
    const broken = new Set(violations.map(({ rule, from }) => `${rule.name}: ${from}`));
    const expected = Object.entries(planted).map(([rule, [path]]) => `${rule}: ${path}`);
    expect([...broken].toSorted()).toEqual(expected.toSorted());
    expect(Object.keys(planted).toSorted()).toEqual(
      ruleSetUsed.forbidden.map(({ name }) => name).toSorted(),
    );
  });

  it('finds nothing where there is nothing', async () => {
    const result = await cruise(root, folders);
    expect(result.modules).toHaveLength(innocent.length);
    expect(violationsOf(result)).toEqual([]);
  });
});
