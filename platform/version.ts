import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from './project-root.ts';

const Manifest = z.object({ version: z.string() });

/** The version of this build, as package.json says. */
export const codeVersion = Manifest.parse(
  JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')),
).version;
