import { extname, resolve } from 'node:path';
import { z } from 'zod';
import type { ResponseOf } from '../../contract/endpoint-types.ts';
import { AppError } from '../../platform/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { readTextFile } from '../read-text-file.ts';
import type { Reply } from '../read-reply.ts';
import { findDemoGold } from '../evaluation/upload-gold-file.ts';

const PAGE = 200;
const MAX_QUESTIONS = 10_000;
const MAX_CHARACTERS = 8_000;

/** A line of a gold set, or of a file that has nothing but questions. */
const Line = z.union([
  z
    .object({ task: z.string().default('answer'), input: z.string() })
    .transform(({ task, input }) => (task === 'answer' ? input : '')),
  z.object({ question: z.string() }).transform(({ question }) => question),
]);

/**
 * The questions to ask: of a stored gold set, of a file (JSONL of gold items, or of `{"question"}`; else one a line),
 * or those of the demo. Throws `AppError('invalid_value')` where there are none.
 */
export async function readQuestions(
  context: CommandContext,
  from: { readonly goldSet?: string; readonly questions?: string },
): Promise<readonly string[]> {
  const { goldSet, questions: path } = from;
  if (goldSet !== undefined && path !== undefined) {
    throw new AppError('invalid_value', 'Name a gold set or a file of questions, not both.');
  }
  const read =
    goldSet === undefined
      ? await readQuestionFile(resolve(context.settings.workingDirectory, path ?? findDemoGold()))
      : await readGoldSet(context, goldSet);
  const questions = read
    .map((question) => question.trim())
    .filter((question) => question !== '' && question.length <= MAX_CHARACTERS)
    .slice(0, MAX_QUESTIONS);
  if (questions.length > 0) return questions;
  throw new AppError('invalid_value', `${goldSet ?? path ?? 'The demo'} holds no question.`);
}

async function readGoldSet({ client }: CommandContext, name: string): Promise<readonly string[]> {
  const questions: string[] = [];
  for (let cursor: string | null = ''; cursor !== null && questions.length < MAX_QUESTIONS;) {
    const { value }: Reply<ResponseOf<'listGoldItems'>> = await client.call('listGoldItems', {
      params: { name },
      query: { limit: PAGE, ...(cursor === '' ? {} : { cursor }) },
    });
    questions.push(...value.data.flatMap(({ task, input }) => (task === 'answer' ? [input] : [])));
    cursor = value.next_cursor;
  }
  return questions;
}

async function readQuestionFile(path: string): Promise<readonly string[]> {
  const text = await readTextFile(path);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return extname(path).toLowerCase() === '.jsonl'
    ? lines.map((line, index) => readLine(line, `${path}, line ${index + 1}`))
    : lines;
}

function readLine(line: string, place: string): string {
  try {
    return Line.parse(JSON.parse(line));
  } catch (error) {
    throw new AppError('invalid_value', `${place} is no gold item and no {"question": …}.`, {
      cause: error,
    });
  }
}
