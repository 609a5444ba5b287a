import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readDemoQuestions, readDemoTexts } from '../../../bench/retrieval/demo-bank.ts';
import { Classification, highestClassification } from '../../../contract/classification.ts';
import { projectRoot } from '../../../platform/project-root.ts';

/** 68 documents, PDF and Word files among them, are read and cut. */
const DEADLINE_MS = 60_000;

const common = {
  id: z.string().regex(/^g\d{3}$/u),
  input: z.string().min(1),
  sources: z.array(z.strictObject({ path: z.string(), quote: z.string().min(1) })),
  classification: Classification,
  must_review: z.boolean(),
  unanswerable: z.boolean(),
  adversarial: z.enum(['injection', 'false_premise']).nullable(),
  part: z.enum(['tuning', 'held_out']),
};

const AnswerItem = z.strictObject({
  ...common,
  task: z.literal('answer'),
  from: z.string().optional(),
  expected: z.strictObject({
    accepted_answers: z.array(z.string().min(1)),
    must_not_contain: z.array(z.string().min(1)).optional(),
  }),
});
const TriageItem = z.strictObject({
  ...common,
  task: z.literal('triage'),
  expected: z.strictObject({ label: z.string() }),
});
const ExtractionItem = z.strictObject({
  ...common,
  task: z.literal('extraction'),
  schema: z.strictObject({
    type: z.literal('object'),
    properties: z.record(z.string(), z.looseObject({ title: z.string(), description: z.string() })),
    required: z.array(z.string()),
    additionalProperties: z.literal(false),
  }),
  expected: z.strictObject({
    fields: z.record(z.string(), z.union([z.string(), z.number()]).nullable()),
  }),
});
const Item = z.discriminatedUnion('task', [AnswerItem, TriageItem, ExtractionItem]);

const items = readFileSync(join(projectRoot, 'demo', 'gold.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => Item.parse(JSON.parse(line)));
const answers = items.filter((item) => item.task === 'answer');

let texts: ReadonlyMap<string, string>;
beforeAll(async () => {
  texts = await readDemoTexts();
}, DEADLINE_MS);

describe('the gold set of the demo bank', () => {
  it('has 200 items, 140 for tuning and 60 held out', () => {
    const ids = items.map(({ id }) => id);
    const inputs = items.map(({ input }) => normalise(input));

    expect(ids).toEqual(items.map((_item, at) => `g${String(at + 1).padStart(3, '0')}`));
    expect(new Set(inputs).size).toBe(200);
    expect(items.filter(({ part }) => part === 'tuning')).toHaveLength(140);
    expect(items.filter(({ part }) => part === 'held_out')).toHaveLength(60);
  });

  it('has 30 items or more without an answer, and 20 or more that mislead', () => {
    expect(items.filter(({ unanswerable }) => unanswerable).length).toBeGreaterThanOrEqual(30);
    expect(items.filter(({ adversarial }) => adversarial !== null).length).toBeGreaterThanOrEqual(
      20,
    );
  });

  it('has quotes that stand in the text of their documents', () => {
    const missing = items.flatMap(({ id, sources }) =>
      sources
        .filter(({ path, quote }) => !onOneLine(texts.get(path) ?? '').includes(quote))
        .map(({ path }) => `${id}: ${path}`),
    );

    expect(missing).toEqual([]);
  });

  it('is classified as the most sensitive of its sources', () => {
    const listed = z
      .array(z.object({ path: z.string(), classification: Classification }))
      .parse(JSON.parse(readFileSync(join(projectRoot, 'demo', 'documents.json'), 'utf8')));
    const classOf = new Map(listed.map(({ path, classification }) => [path, classification]));
    const wrong = items
      .filter(({ sources, classification }) => {
        const classes = sources.map(({ path }) => classOf.get(path) ?? 'restricted');
        return classes.length > 0 && highestClassification(classes) !== classification;
      })
      .map(({ id }) => id);

    expect(wrong).toEqual([]);
  });

  it('accepts an answer that its own quotes hold, and none where nothing answers', () => {
    const wrong = answers
      .filter(({ unanswerable, expected, sources }) => {
        const quoted = sources.map(({ quote }) => quote).join(' ');
        const isAccepted = expected.accepted_answers.some((answer) => holds(quoted, answer));
        return unanswerable ? expected.accepted_answers.length > 0 : !isAccepted;
      })
      .map(({ id }) => id);

    expect(wrong).toEqual([]);
  });

  it('takes questions over as they are, into the part in which they were', () => {
    const questions = new Map(readDemoQuestions().map((question) => [question.id, question]));

    for (const { id, from, input, part, unanswerable } of answers) {
      if (from === undefined) continue;
      const question = questions.get(from);
      expect({ input, part, unanswerable }, id).toEqual({
        input: question?.question,
        part: question?.part,
        unanswerable: question?.source === null,
      });
    }
  });

  it('gives payroll disputes and access exceptions to a person', () => {
    const regulated = new Set(['payroll-dispute', 'access-exception']);

    for (const item of items) {
      if (item.task !== 'triage') continue;
      expect(item.must_review, item.id).toBe(regulated.has(item.expected.label));
    }
  });

  it('expects a value or null for each property of a schema', () => {
    for (const item of items) {
      if (item.task !== 'extraction') continue;
      const properties = Object.keys(item.schema.properties);
      expect(Object.keys(item.expected.fields), item.id).toEqual(properties);
      expect(item.schema.required, item.id).toEqual(properties);
    }
  });
});

/** Whether the text holds the words, whole and in a row, whatever their case. */
function holds(text: string, words: string): boolean {
  const escaped = normalise(words).replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'u').test(normalise(text));
}

function normalise(text: string): string {
  return onOneLine(text.replaceAll(/[*_`]+/g, '')).toLowerCase();
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
