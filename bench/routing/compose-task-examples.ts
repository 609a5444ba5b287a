import type { Task } from '../../contract/routing.ts';
import {
  ANSWER_LABELS,
  OPEN_PHRASES,
  OPTION_LISTS,
  TASK_PHRASES,
  TEXT_LABELS,
} from './task-phrases.ts';

export interface TaskExample {
  readonly instruction: string;
  readonly context: string;
  readonly label: Task;
  /** Examples of one source resemble each other: they are learnt from, and left out, together. */
  readonly source: string;
}

const TASKS_OVER_TEXT = [
  'summarization',
  'classification',
  'extraction',
  'generation',
  'grounded_qa',
] as const;
/** Of the texts that are given apart from the request. */
const APART = 0.3;
const TIMES = 12;
const OPEN_TIMES = 12;

/**
 * Inputs that hold both a text and what is asked of it, in either order or apart: texts and questions of real examples, asked
 * for in our own phrases. So a phrase is not tied to the kind of text that it stands beside in the examples.
 */
export function composeTaskExamples(
  real: readonly TaskExample[],
  random: () => number,
): readonly TaskExample[] {
  const texts = real.filter(({ context }) => context.length > 100).map(({ context }) => context);
  const asked = real.filter(({ label, context }) => label === 'grounded_qa' && context !== '');
  const open = real.filter(({ label, source }) => label === 'open_qa' && source === 'dolly');
  if (texts.length === 0 || asked.length === 0 || open.length === 0) return [];
  const draw = <T>(list: readonly T[], otherwise: T): T =>
    list[Math.floor(random() * list.length)] ?? otherwise;
  const composed: TaskExample[] = [];
  for (const task of TASKS_OVER_TEXT) {
    for (const phrase of TASK_PHRASES[task]) {
      for (let time = 0; time < TIMES; time += 1) {
        const about = draw(asked, asked[0]);
        const text =
          task === 'grounded_qa' ? (about?.context ?? '') : cut(draw(texts, ''), random());
        const request = phrase
          .replace('{options}', draw(OPTION_LISTS, OPTION_LISTS[0]))
          .replace('{question}', about?.instruction ?? '');
        const labelled = join([draw(TEXT_LABELS, ''), text], draw([' ', '\n'], ' '));
        const gap = draw(['\n', '\n\n', ' ', '\n===\n'], '\n');
        const parts = random() < 0.5 ? [request, labelled] : [labelled, request];
        const isApart = random() < APART;
        composed.push({
          instruction: isApart ? request : join([...parts, draw(ANSWER_LABELS, '')], gap),
          context: isApart ? text : '',
          label: task,
          source: `phrase/${phrase}`,
        });
      }
    }
  }
  for (const phrase of OPEN_PHRASES) {
    for (let time = 0; time < OPEN_TIMES; time += 1) {
      const question = draw(open, open[0])?.instruction ?? '';
      composed.push({
        instruction: phrase.replace('{question}', question),
        context: '',
        label: 'open_qa',
        source: `phrase/${phrase}`,
      });
    }
  }
  return composed;
}

/** One to a few sentences, or all of it. */
function cut(text: string, share: number): string {
  const sentences = text.split(/(?<=[.!?])\s+/);
  return sentences
    .slice(0, Math.max(1, Math.ceil(share * Math.min(12, sentences.length))))
    .join(' ');
}

function join(parts: readonly string[], gap: string): string {
  return parts.filter((part) => part !== '').join(gap);
}
