import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../../platform/project-root.ts';

/** A folder of the developers' shared data, or null where that data is absent: then its tests are skipped. */
export function sharedFolder(name: string): string | null {
  const root = process.env['FOOTNOTE_SHARED_DATA'] ?? join(projectRoot, '..', 'shared', 'data');
  const folder = join(root, name);
  return existsSync(folder) ? folder : null;
}
