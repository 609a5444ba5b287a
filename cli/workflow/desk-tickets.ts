import { z } from 'zod';
import type { Example } from '../../contract/classifier.ts';
import { DEFAULT_CLASSIFIER } from '../../contract/evaluation-variant.ts';
import type { CommandContext } from '../command-context.ts';
import { readDemoJson, readDemoLines } from '../demo/read-demo.ts';
import { ProblemError } from '../problem-error.ts';

const DeskTicket = z.object({
  id: z.string(),
  text: z.string(),
  label: z.string(),
  must_review: z.boolean(),
  resolvable: z.boolean(),
});
export type DeskTicket = z.infer<typeof DeskTicket>;

/** Of the demo's folder, its workflow and its classifier. */
export const DESK = DEFAULT_CLASSIFIER;

const TRAINING = ['tickets-train.jsonl', 'tickets-whole-train.jsonl'] as const;

const ClassTerms = z.object({ label: z.string(), terms: z.array(z.string()) });

const Classes = z.object({
  classes: z.array(
    z.object({
      id: z.string(),
      description: z.string(),
      team: z.string(),
      articles: z.array(z.string()),
    }),
  ),
});

/** Reported apart: what a desk sees every day is easier than what it has not seen before. */
export const HELD_OUT_PARTS = [
  { title: 'Whole tickets of other writers', file: 'tickets-whole.jsonl' },
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
  const { tickets, terms } = await readDeskExamples();
  const { classes } = await readDemoJson([DESK, 'classes.json'], Classes);
  terminal.note(`Training the classifier on ${tickets.length} other tickets.`);
  await client.call('createClassifier', {
    body: {
      name: DESK,
      examples: [...tickets, ...terms],
      label_descriptions: classes.map(({ id, description }) => ({ label: id, description })),
    },
  });
}

/** What the desk's classifier learns from: tickets, and what people say in a word or two. */
export async function readDeskExamples(): Promise<{
  readonly tickets: readonly Example[];
  readonly terms: readonly Example[];
}> {
  const [tickets, classes] = await Promise.all([
    readTrainingTickets(),
    readDemoLines([DESK, 'terms.jsonl'], ClassTerms),
  ]);
  return {
    tickets: tickets.map(({ text, label }) => ({ text, label })),
    terms: classes.flatMap(({ label, terms }) => terms.map((text) => ({ text, label }))),
  };
}

/** Which documents answer the tickets of each class. */
export async function readDeskArticles(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { classes } = await readDemoJson([DESK, 'classes.json'], Classes);
  return new Map(classes.map(({ id, articles }) => [id, articles]));
}

/** The tickets of all training files. */
export async function readTrainingTickets(): Promise<readonly DeskTicket[]> {
  return (await Promise.all(TRAINING.map(readDeskTickets))).flat();
}

/** Which team works on the tickets of each class. */
export async function readDeskTeams(): Promise<ReadonlyMap<string, string>> {
  const { classes } = await readDemoJson([DESK, 'classes.json'], Classes);
  return new Map(classes.map(({ id, team }) => [id, team]));
}

/** The tickets in a file of the demo bank's support desk; throws `AppError('invalid_value')` where it cannot be read. */
export function readDeskTickets(name: string): Promise<readonly DeskTicket[]> {
  return readDemoLines([DESK, name], DeskTicket);
}
