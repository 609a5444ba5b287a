import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError, messageOf } from '../../platform/errors.ts';
import { projectRoot } from '../../platform/project-root.ts';

/** A notice of the demo bank as it stood at first, and how it was changed; null if it was not. */
const Notice = z.strictObject({
  source: z.string(),
  title: z.string(),
  before: z.string(),
  after: z.string().nullable(),
  questions: z.array(z.string()).min(1),
});
export type Notice = z.infer<typeof Notice>;

const HandbookQuestion = z.object({ question: z.string(), source: z.string().nullable() });
export type HandbookQuestion = z.infer<typeof HandbookQuestion>;

export interface DemoTexts {
  readonly questions: readonly HandbookQuestion[];
  readonly notices: readonly Notice[];
}

/** What people of the demo bank ask, and the notices that change in the course of the demo. */
export async function readDemo(): Promise<DemoTexts> {
  const [questions, notices] = await Promise.all([
    readDemoLines(['questions.jsonl'], HandbookQuestion),
    readDemoJson(['notices.json'], z.array(Notice)),
  ]);
  return { questions, notices };
}

/** A file of the demo that is one JSON value. Throws `AppError('invalid_value')` without it. */
export async function readDemoJson<Schema extends z.ZodType>(
  path: readonly string[],
  schema: Schema,
): Promise<z.output<Schema>> {
  return schema.parse(JSON.parse(await readDemoText(path)));
}

/** A file of the demo with one JSON object a line. Throws `AppError('invalid_value')` without it. */
export async function readDemoLines<Schema extends z.ZodType>(
  path: readonly string[],
  schema: Schema,
): Promise<readonly z.output<Schema>[]> {
  const lines = (await readDemoText(path)).trim().split('\n');
  return lines.map((line) => schema.parse(JSON.parse(line)));
}

async function readDemoText(path: readonly string[]): Promise<string> {
  const file = join(projectRoot, 'demo', ...path);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new AppError('invalid_value', `Cannot read ${file}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}
