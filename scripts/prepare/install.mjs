import { readFileSync } from 'node:fs';
import { fromRoot } from './paths.mjs';
import { runStep } from './run-step.mjs';

/** Installs from the lockfile when `node_modules` is missing or holds something else. */
export async function installWhenStale() {
  if (isInstalled()) return;
  process.stderr.write('Installing the packages of package-lock.json (a minute or two) …\n');
  await runStep('Packages installed', [...npmCommand(), 'ci', '--no-audit', '--no-fund']);
}

/**
 * Whether npm's own record of what is in `node_modules` agrees with the lockfile. Packages for
 * other platforms are in the lockfile alone. npm writes the record last, so a broken install has none.
 */
function isInstalled() {
  const installed = readPackages(fromRoot('node_modules', '.package-lock.json'));
  if (installed === null) return false;
  const locked = readPackages(fromRoot('package-lock.json')) ?? {};
  return Object.entries(locked)
    .filter(([path]) => path.startsWith('node_modules/'))
    .every(([path, { version, integrity, optional }]) => {
      const found = installed[path];
      if (found === undefined) return optional === true;
      return found.version === version && found.integrity === integrity;
    });
}

/**
 * @param {string} path
 * @returns {Record<string, { version?: string, integrity?: string, optional?: boolean }> | null}
 */
function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages;
  } catch {
    return null;
  }
}

/** npm tells its scripts where it is; `node scripts/start.mjs` by hand finds it on the path. */
function npmCommand() {
  const script = process.env.npm_execpath;
  return script?.endsWith('npm-cli.js') ? [process.execPath, script] : ['npm'];
}
