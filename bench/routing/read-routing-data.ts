import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Task } from '../../contract/routing.ts';

export const DEFAULT_ROUTING_DATA = '../shared/data/routing';

const LabelledText = z.object({ text: z.string(), label: z.string() });
const TaskRow = z.object({
  instruction: z.string(),
  context: z.string(),
  label: Task,
  source: z.string(),
});
export type TaskRow = z.infer<typeof TaskRow>;
const Outcome = z.object({
  prompt: z.string(),
  subject: z.string().default('grade_school_mathematics'),
  weak_correct: z.boolean(),
  strong_correct: z.boolean(),
});
/** Whether a small and a large model answered a question right. */
export type ModelOutcome = z.infer<typeof Outcome>;
const AnsweredSum = Outcome.extend({ weak_answer: z.string() });
/** With what the small model said. */
export type AnsweredSum = z.infer<typeof AnsweredSum>;

/** The sets of the folder that are used here; null where the folder is not there. */
export function openRoutingData(folder: string) {
  if (!existsSync(folder)) return null;
  const read = <T>(file: string, row: z.ZodType<T>): readonly T[] =>
    readFileSync(join(folder, file), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => row.parse(JSON.parse(line)));
  return {
    readTickets: () => read('banking77-train.jsonl', LabelledText),
    readIntents: () => read('clinc150-train.jsonl', LabelledText),
    /** Those out of scope are labelled `oos`. */
    readIntentsLeftOut: () => read('clinc150-val.jsonl', LabelledText),
    readTasks: () => read('task-type-train.jsonl', TaskRow),
    readOutcomes: () => read('routellm-mmlu-train.jsonl', Outcome),
    readMathOutcomes: () => read('routellm-gsm8k-train.jsonl', AnsweredSum),
  };
}

export type RoutingData = NonNullable<ReturnType<typeof openRoutingData>>;
