import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../platform/project-root.ts';
import { readDemoQuestions } from './retrieval/demo-bank.ts';

/** A question about the demo's documents and what a right answer holds; without a source the documents do not say. */
export interface AnswerItem {
  readonly id: string;
  readonly set: 'gold' | 'questions' | 'more';
  readonly part: 'tuning' | 'held_out';
  readonly question: string;
  readonly accepted: readonly string[];
  readonly sources: readonly string[];
  /** What a source says that answers it, word for word; one of an accepted answer where no more is written down. */
  readonly quotes: readonly string[];
}

const GoldItem = z.object({
  id: z.string(),
  task: z.string(),
  part: z.enum(['tuning', 'held_out']),
  must_review: z.boolean(),
});
const GoldQuestion = GoldItem.extend({
  input: z.string(),
  expected: z.object({ accepted_answers: z.array(z.string()).default([]) }),
  sources: z.array(
    z.object({ path: z.string(), quote: z.string(), also: z.array(z.string()).default([]) }),
  ),
});
const MoreQuestion = z.object({
  id: z.string(),
  question: z.string(),
  accepted_answers: z.array(z.string()),
  source: z.string().nullable(),
});

/** The gold set's questions that no person has to answer, those of `questions.jsonl` beside them, and `tuning.jsonl`. */
export function readAnswerItems(): readonly AnswerItem[] {
  const gold = readLines('gold.jsonl')
    .filter((line) => {
      const { task, must_review: mustReview } = GoldItem.parse(line);
      return task === 'answer' && !mustReview;
    })
    .map(readGold);
  const known = new Set(gold.map(({ question }) => question));
  const others = readDemoQuestions().filter(({ question }) => !known.has(question));
  return [
    ...gold,
    ...others.map(({ id, part, question, quote, source, also }) => ({
      id,
      set: 'questions' as const,
      part,
      question,
      accepted: quote === null ? [] : [quote],
      sources: source === null ? [] : [source, ...also],
      quotes: quote === null ? [] : [quote],
    })),
    ...readMoreQuestions(),
  ];
}

function readGold(line: unknown): AnswerItem {
  const { id, part, input, expected, sources } = GoldQuestion.parse(line);
  return {
    id,
    set: 'gold',
    part,
    question: input,
    accepted: expected.accepted_answers,
    sources: sources.flatMap(({ path, also }) => [path, ...also]),
    quotes: sources.map(({ quote }) => quote),
  };
}

/** Those of `tuning.jsonl`, which are for tuning only. */
export function readMoreQuestions(): readonly AnswerItem[] {
  return readLines('tuning.jsonl').map((line) => {
    const { id, question, accepted_answers: accepted, source } = MoreQuestion.parse(line);
    const sources = source === null ? [] : [source];
    return { id, set: 'more', part: 'tuning', question, accepted, sources, quotes: accepted };
  });
}

function readLines(name: string): readonly unknown[] {
  return readFileSync(join(projectRoot, 'demo', name), 'utf8')
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

/** Questions about one document stay together, where models are measured on what they have not seen. */
export function groupOf({ id, sources }: AnswerItem): string {
  return sources[0] ?? id;
}
