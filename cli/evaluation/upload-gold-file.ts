import { existsSync } from 'node:fs';
import { basename, extname, join, resolve } from 'node:path';
import { AppError } from '../../platform/errors.ts';
import { sha256Hex } from '../../platform/hash.ts';
import { projectRoot } from '../../platform/project-root.ts';
import type { CommandContext } from '../command-context.ts';
import { readTextFile } from '../read-text-file.ts';
import { ProblemError } from '../problem-error.ts';

const HASH_SHOWN = 16;
const MAX_WARNINGS_SHOWN = 10;
/** The first that is there. */
const DEMO_FILES = ['gold.jsonl', 'questions.jsonl'];

/** The questions about the demo bank's documents. */
export function findDemoGold(): string {
  const file = DEMO_FILES.map((name) => join(projectRoot, 'demo', name)).find((path) =>
    existsSync(path),
  );
  if (file === undefined) {
    throw new AppError('not_found', 'There is no demo gold set here: name a file with --gold.');
  }
  return file;
}

/** Stores a file as the next version of a set, unless the newest version came from the same bytes. */
export async function uploadGoldFile(
  { client, terminal, settings }: CommandContext,
  upload: { readonly path: string; readonly name: string },
): Promise<{ readonly name: string; readonly version: number }> {
  const path = resolve(settings.workingDirectory, upload.path);
  const content = await readTextFile(path);
  const note = `From ${basename(path)} (sha256 ${sha256Hex(content).slice(0, HASH_SHOWN)})`;
  const { name } = upload;
  const newest = await findNewest(client, name);
  if (newest?.note === note) return newest;
  const format = extname(path).toLowerCase() === '.csv' ? 'csv' : 'jsonl';
  const { value } = await client.call('createGoldSet', { body: { name, note, format, content } });
  terminal.note(`Stored ${value.items} items as ${name}, version ${value.version}.`);
  for (const { line, item, message } of value.warnings.slice(0, MAX_WARNINGS_SHOWN)) {
    terminal.complain(`Warning: line ${line ?? '–'} (${item}): ${message}.`);
  }
  const more = value.warnings.length - MAX_WARNINGS_SHOWN;
  if (more > 0) terminal.complain(`${more} more warnings.`);
  return value;
}

async function findNewest(client: CommandContext['client'], name: string) {
  try {
    const { value } = await client.call('getGoldSet', { params: { name }, query: {} });
    return value;
  } catch (error) {
    if (error instanceof ProblemError && error.status === 404) return null;
    throw error;
  }
}
