import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../../../platform/project-root.ts';

/** The folder of shared attack files, where a machine has it; tests that need it are skipped elsewhere. */
export const attacksFolder = join(
  process.env['FOOTNOTE_SHARED_DATA'] ?? join(projectRoot, '..', 'shared', 'data'),
  'attacks',
);

export const hasAttacks = existsSync(attacksFolder);
