import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError, messageOf } from '../../platform/errors.ts';
import { projectRoot } from '../../platform/project-root.ts';

const DeskTicket = z.object({
  id: z.string(),
  text: z.string(),
  label: z.string(),
  must_review: z.boolean(),
});
export type DeskTicket = z.infer<typeof DeskTicket>;

export const DESK_TRAINING = 'tickets-train.jsonl';

/** Reported apart: what a desk sees every day is easier than what it has not seen before. */
export const HELD_OUT_PARTS = [
  { title: 'Same problems, other wordings', file: 'tickets-rewordings.jsonl' },
  { title: 'Other problems', file: 'tickets-held-out.jsonl' },
] as const;

/** The tickets in a file of the demo bank's support desk; throws `AppError('invalid_value')` where it cannot be read. */
export async function readDeskTickets(name: string): Promise<readonly DeskTicket[]> {
  const file = join(projectRoot, 'demo', 'support-desk', name);
  try {
    const text = await readFile(file, 'utf8');
    return text
      .trim()
      .split('\n')
      .map((line) => DeskTicket.parse(JSON.parse(line)));
  } catch (error) {
    throw new AppError('invalid_value', `Cannot read ${file}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}
