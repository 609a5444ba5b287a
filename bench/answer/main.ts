import { parseArgs } from 'node:util';
import { tenthPercent } from '../../core/text/percent.ts';
import { scoreAnswer } from '../../server/evaluation/score-answer.ts';
import { extractAnswer } from '../../server/generation/extract-answer.ts';
import { bootstrapInterval } from '../retrieval/calibration.ts';
import { createRandom } from '../random.ts';
import { openDemo } from './demo-evidence.ts';
import { readAnswerItems, type AnswerItem } from '../demo-items.ts';

// `npm run bench:answer [-- --wrong]`: how often the builtin answerer quotes what answers a question about the demo's
// documents, and how often it abstains where they do not say, in this process and without a database. `--wrong` lists
// what went wrong in the tuning part; the held-out part is measured only.
const { values } = parseArgs({ options: { wrong: { type: 'boolean', default: false } } });

interface Outcome {
  readonly item: AnswerItem;
  readonly isAnswered: boolean;
  readonly isRight: boolean;
  readonly text: string;
  readonly reason: string;
}

const retrieve = await openDemo();
const outcomes = readAnswerItems().map(answer);
for (const part of ['tuning', 'held_out'] as const) {
  for (const set of ['gold', 'questions', 'more'] as const) report(part, set);
}
if (values.wrong) for (const outcome of outcomes) complain(outcome);

function answer(item: AnswerItem): Outcome {
  const { parts, chunks } = retrieve(item.question);
  const { kind, text, reason } = extractAnswer({ parts, evidence: chunks });
  const isAnswered = kind === 'answered';
  const isUnanswerable = item.sources.length === 0;
  const isRight = isUnanswerable
    ? !isAnswered
    : isAnswered && scoreAnswer(text, item.accepted).contains;
  return { item, isAnswered, isRight, text, reason };
}

function report(part: AnswerItem['part'], set: AnswerItem['set']): void {
  const asked = outcomes.filter(({ item }) => item.part === part && item.set === set);
  if (asked.length === 0) return;
  const [answerable, others] = [true, false].map((hasSource) =>
    asked.filter(({ item }) => item.sources.length > 0 === hasSource),
  );
  const wrong = (answerable ?? []).filter(({ isAnswered, isRight }) => isAnswered && !isRight);
  print(`${part}, ${set}`);
  print(`  answer contains an accepted one  ${describe(answerable ?? [])}`);
  print(`  answered, but not with one       ${wrong.length}`);
  print(`  abstains where nothing is said   ${describe(others ?? [])}`);
}

function describe(asked: readonly Outcome[]): string {
  const share = (sample: readonly Outcome[]) =>
    sample.filter(({ isRight }) => isRight).length / sample.length;
  const [lowest, highest] = bootstrapInterval(asked, share, createRandom(1));
  const right = asked.filter(({ isRight }) => isRight).length;
  return `${right} of ${asked.length}, ${tenthPercent(right / asked.length)} [${tenthPercent(lowest)}, ${tenthPercent(highest)}]`;
}

function complain({ item, isRight, isAnswered, text, reason }: Outcome): void {
  if (isRight || item.part !== 'tuning') return;
  print(`${item.id} ${item.question} (${item.accepted.join(' | ')})`);
  print(`    ${isAnswered ? text.replaceAll('\n', ' / ') : reason}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
