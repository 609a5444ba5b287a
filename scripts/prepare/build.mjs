import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from './paths.mjs';
import { runStep } from './run-step.mjs';

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {string} output The file without which it counts as not built.
 * @property {readonly string[]} sources Files and folders, from the root.
 * @property {readonly string[]} command
 * @property {{ from: string, to: string }} [staged] Where it is built, and where it goes when it is whole.
 */

const serverFolders = 'contract core platform db models server ingest cli'.split(' ');
const serverSettings = 'tsconfig.base.json tsconfig.json tsconfig.build.json'.split(' ');

/** @type {readonly Target[]} */
const targets = [
  {
    name: 'Server',
    output: 'dist/server/main.js',
    sources: [...serverFolders, ...serverSettings, 'package-lock.json'],
    command: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.build.json'],
  },
  {
    name: 'User interface',
    output: 'dist/ui/index.html',
    sources: ['traces-ui', 'contract', 'tsconfig.base.json', 'package-lock.json'],
    command: [
      'node_modules/vite/bin/vite.js',
      'build',
      '--config=traces-ui/vite.config.ts',
      `--outDir=${fromRoot('dist', 'ui-next')}`,
    ],
    staged: { from: 'dist/ui-next', to: 'dist/ui' },
  },
];

/** Builds server and user interface into `dist/`, each only when its sources have changed. */
export async function buildWhenStale() {
  await buildTargets(targets.filter((target) => !isBuilt(target)));
}

/** Builds server and user interface, whether or not their sources have changed. */
export async function buildAlways() {
  await buildTargets(targets);
}

/** @param {readonly Target[]} stale */
async function buildTargets(stale) {
  await Promise.all(
    stale.map(async (target) => {
      // Taken before the build: what changes during it must be built the next time.
      const stamp = hashSources(target);
      await runStep(`${target.name} built`, [process.execPath, ...target.command]);
      if (target.staged) swapFolders(target.staged);
      mkdirSync(fromRoot('dist', '.stamps'), { recursive: true });
      writeFileSync(stampPath(target), stamp);
    }),
  );
}

/**
 * Puts a finished folder into the place of the old one: a server that runs never meets half of it.
 * @param {{ from: string, to: string }} staged
 */
function swapFolders({ from, to }) {
  const old = fromRoot(`${to}-old`);
  rmSync(old, { recursive: true, force: true });
  if (existsSync(fromRoot(to))) renameSync(fromRoot(to), old);
  renameSync(fromRoot(from), fromRoot(to));
  rmSync(old, { recursive: true, force: true });
}

/** @param {Target} target */
function isBuilt(target) {
  if (!existsSync(fromRoot(target.output)) || !existsSync(stampPath(target))) return false;
  return readFileSync(stampPath(target), 'utf8') === hashSources(target);
}

/** @param {Target} target */
function stampPath({ name }) {
  return fromRoot('dist', '.stamps', name.toLowerCase().replace(' ', '-'));
}

/** @param {Target} target */
function hashSources({ sources }) {
  const hash = createHash('sha256');
  for (const path of sources.flatMap(listFiles)) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(fromRoot(path)))
      .update('\0');
  }
  return hash.digest('hex');
}

/**
 * @param {string} path A file or a folder.
 * @returns {string[]} The files, in a fixed order.
 */
function listFiles(path) {
  if (statSync(fromRoot(path)).isFile()) return [path];
  return readdirSync(fromRoot(path), { withFileTypes: true })
    .toSorted((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => {
      const child = join(path, entry.name);
      return entry.isDirectory() ? listFiles(child) : [child];
    });
}
