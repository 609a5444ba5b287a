import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DEFAULT_CLASSIFIER } from '../contract/evaluation-variant.ts';
import { AppError, messageOf } from '../platform/errors.ts';
import { projectRoot } from '../platform/project-root.ts';
import type { CommandContext } from './command-context.ts';
import { ProblemError } from './problem-error.ts';

/** Of the demo's folder, its workflow and its classifier. */
export const DESK = DEFAULT_CLASSIFIER;

const Ticket = z.object({
  id: z.string(),
  text: z.string(),
  label: z.string(),
  must_review: z.boolean(),
});
export type Ticket = z.infer<typeof Ticket>;

/** Trains the classifier of the demo's support desk where there is none yet. */
export async function trainDeskOnce({ client, terminal }: CommandContext): Promise<void> {
  try {
    await client.call('getClassifier', { params: { name: DESK } });
    return;
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 404) throw error;
  }
  const examples = await readTickets('tickets-train.jsonl');
  terminal.note(`Training the classifier on ${examples.length} other tickets.`);
  await client.call('createClassifier', {
    body: { name: DESK, examples: examples.map(({ text, label }) => ({ text, label })) },
  });
}

/** Of the demo. Throws `AppError('invalid_value')` where they are not there. */
export async function readTickets(name: string): Promise<readonly Ticket[]> {
  const file = join(projectRoot, 'demo', DESK, name);
  try {
    const text = await readFile(file, 'utf8');
    return text
      .trim()
      .split('\n')
      .map((line) => Ticket.parse(JSON.parse(line)));
  } catch (error) {
    throw new AppError('invalid_value', `Cannot read ${file}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}
