import { buildAlways, buildWhenStale } from './build.mjs';
import { installWhenStale } from './install.mjs';
import { requireNode } from './require-node.mjs';

/** Brings a clone, fresh or changed, to where its programs in `dist/` can run. */
export async function prepare() {
  await runOrExit(buildWhenStale);
}

/** The same, and builds again what is built already. */
export async function rebuild() {
  await runOrExit(buildAlways);
}

/** @param {() => Promise<void>} build */
async function runOrExit(build) {
  requireNode();
  try {
    await installWhenStale();
    await build();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
