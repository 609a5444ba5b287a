import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of package.json. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * @param {...string} parts A path below the project's root.
 * @returns {string}
 */
export function fromRoot(...parts) {
  return join(root, ...parts);
}
