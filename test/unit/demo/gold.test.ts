import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readDemoQuestions, readDemoTexts } from '../../../bench/retrieval/demo-bank.ts';
import { Classification, highestClassification } from '../../../contract/classification.ts';
import { GoldItem } from '../../../contract/gold-set.ts';
import { projectRoot } from '../../../platform/project-root.ts';

/** 68 documents, PDF and Word files among them, are read and cut. */
const DEADLINE_MS = 60_000;

const Schema = z.strictObject({
  type: z.literal('object'),
  properties: z.record(z.string(), z.looseObject({ title: z.string(), description: z.string() })),
  required: z.array(z.string()),
  additionalProperties: z.literal(false),
});

const items = readDemoFile('gold.jsonl')
  .trim()
  .split('\n')
  .map((line) => GoldItem.parse(JSON.parse(line)));
const answers = items.filter(({ task }) => task === 'answer');

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
    expect(items.filter(({ adversarial }) => adversarial).length).toBeGreaterThanOrEqual(20);
  });

  it('has quotes that stand in the text of their documents', () => {
    const missing = items.flatMap(({ id, sources }) =>
      sources
        .filter(({ path, quote = '' }) => !onOneLine(texts.get(path) ?? '').includes(quote))
        .map(({ path }) => `${id}: ${path}`),
    );

    expect(missing).toEqual([]);
  });

  it('is classified as the most sensitive of its sources', () => {
    const listed = z
      .array(z.object({ path: z.string(), classification: Classification }))
      .parse(JSON.parse(readDemoFile('documents.json')));
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
        const accepted = expected.accepted_answers ?? [];
        const quoted = sources.map(({ quote }) => quote).join(' ');
        const isAccepted = accepted.some((answer) => holds(quoted, answer));
        return unanswerable ? accepted.length > 0 : !isAccepted;
      })
      .map(({ id }) => id);

    expect(wrong).toEqual([]);
  });

  it('takes questions over as they are, into the part in which they were', () => {
    const questions = new Map(readDemoQuestions().map((question) => [question.id, question]));
    const taken = answers.flatMap(({ id, input, part, unanswerable, tags }) => {
      const question = tags.map((tag) => questions.get(tag)).find((one) => one !== undefined);
      return question === undefined ? [] : [{ id, input, part, unanswerable, question }];
    });

    expect(taken.length).toBeGreaterThan(60);
    for (const { id, input, part, unanswerable, question } of taken) {
      expect({ input, part, unanswerable }, id).toEqual({
        input: question.question,
        part: question.part,
        unanswerable: question.source === null,
      });
    }
  });

  it('says of each item that misleads how it does', () => {
    for (const { id, adversarial, tags } of items) {
      const isNamed = tags.includes('injection') || tags.includes('false_premise');
      expect(isNamed, id).toBe(adversarial);
    }
  });

  it('gives payroll disputes and access exceptions to a person', () => {
    const regulated = new Set(['payroll-dispute', 'access-exception']);

    for (const { id, expected, must_review } of items.filter(({ task }) => task === 'triage')) {
      expect(must_review, id).toBe(regulated.has(expected.label ?? ''));
    }
  });

  it('expects a value or null for each property of its schema', () => {
    for (const { id, expected, schema } of items.filter(({ task }) => task === 'extraction')) {
      const read = Schema.parse(schema);
      const properties = Object.keys(read.properties);
      expect(Object.keys(expected.fields ?? {}), id).toEqual(properties);
      expect(read.required, id).toEqual(properties);
    }
  });
});

function readDemoFile(name: string): string {
  return readFileSync(join(projectRoot, 'demo', name), 'utf8');
}

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
