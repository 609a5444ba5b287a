import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { projectRoot } from '../../platform/project-root.ts';

const execute = promisify(execFile);
const MAX_OUTPUT_BYTES = 100 * 1024 * 1024;

const CruiseResult = z.object({
  modules: z.array(z.object({ source: z.string() })),
  summary: z.object({
    violations: z.array(
      z.object({ from: z.string(), to: z.string(), rule: z.object({ name: z.string() }) }),
    ),
    ruleSetUsed: z.object({ forbidden: z.array(z.object({ name: z.string() })) }),
  }),
});
export type CruiseResult = z.infer<typeof CruiseResult>;

/** Runs the project's boundary rules over folders below `root`, without a shell. */
export async function cruise(root: string, folders: readonly string[]): Promise<CruiseResult> {
  const program = join(projectRoot, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const config = join(projectRoot, '.dependency-cruiser.cjs');
  const { stdout } = await execute(
    process.execPath,
    [program, '--config', config, '--output-type', 'json', ...folders],
    { cwd: root, maxBuffer: MAX_OUTPUT_BYTES },
  );
  return CruiseResult.parse(JSON.parse(stdout));
}
