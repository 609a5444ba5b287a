import { z } from 'zod';
import { DEFAULT_CLASSIFIER } from '../../contract/evaluation-variant.ts';
import type { CommandContext } from '../command-context.ts';
import { readDemoLines } from '../demo/read-demo.ts';
import { ProblemError } from '../problem-error.ts';

const DeskTicket = z.object({
  id: z.string(),
  text: z.string(),
  label: z.string(),
  must_review: z.boolean(),
});
export type DeskTicket = z.infer<typeof DeskTicket>;

/** Of the demo's folder, its workflow and its classifier. */
export const DESK = DEFAULT_CLASSIFIER;

export const DESK_TRAINING = 'tickets-train.jsonl';

/** Reported apart: what a desk sees every day is easier than what it has not seen before. */
export const HELD_OUT_PARTS = [
  { title: 'Same problems, other wordings', file: 'tickets-rewordings.jsonl' },
  { title: 'Other problems', file: 'tickets-held-out.jsonl' },
] as const;

/** Trains the classifier of the demo's support desk where there is none yet. */
export async function trainDeskOnce({ client, terminal }: CommandContext): Promise<void> {
  try {
    await client.call('getClassifier', { params: { name: DESK } });
    return;
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 404) throw error;
  }
  const examples = await readDeskTickets(DESK_TRAINING);
  terminal.note(`Training the classifier on ${examples.length} other tickets.`);
  await client.call('createClassifier', {
    body: { name: DESK, examples: examples.map(({ text, label }) => ({ text, label })) },
  });
}

/** The tickets in a file of the demo bank's support desk; throws `AppError('invalid_value')` where it cannot be read. */
export function readDeskTickets(name: string): Promise<readonly DeskTicket[]> {
  return readDemoLines([DESK, name], DeskTicket);
}
