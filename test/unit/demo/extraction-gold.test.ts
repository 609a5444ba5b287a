import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readDemoTexts } from '../../../bench/retrieval/demo-bank.ts';
import { projectRoot } from '../../../platform/project-root.ts';

/** 68 documents, PDF and Word files among them, are read and cut. */
const DEADLINE_MS = 60_000;

const Property = z.strictObject({
  type: z.enum(['string', 'number', 'integer']),
  format: z.literal('date').optional(),
  pattern: z.string().optional(),
  enum: z.array(z.string()).optional(),
  title: z.string().min(1),
  description: z.string().min(1),
});
type Property = z.infer<typeof Property>;

const Value = z.union([z.string(), z.number()]);

const Line = z.strictObject({
  path: z.string(),
  schema: z.strictObject({
    type: z.literal('object'),
    properties: z.record(z.string(), Property),
    required: z.array(z.string()),
    additionalProperties: z.literal(false),
  }),
  gold: z.record(z.string(), z.strictObject({ value: Value, quote: z.string() }).nullable()),
  part: z.enum(['tuning', 'held_out']),
});

const lines = readFileSync(join(projectRoot, 'demo', 'extraction.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => Line.parse(JSON.parse(line)));
const fields = lines.flatMap(({ path, schema, gold }) =>
  Object.entries(gold).map(([name, given]) => ({
    name: `${path}: ${name}`,
    path,
    property: schema.properties[name],
    given,
  })),
);

let texts: ReadonlyMap<string, string>;
beforeAll(async () => {
  texts = await readDemoTexts();
}, DEADLINE_MS);

describe('the gold fields of the demo bank', () => {
  it('have one line for every document', () => {
    expect(lines.map(({ path }) => path).toSorted()).toEqual([...texts.keys()].toSorted());
  });

  it('have a value or null for each of the three to seven properties asked for', () => {
    for (const { path, schema, gold } of lines) {
      expect(Object.keys(gold), path).toEqual(Object.keys(schema.properties));
      expect(schema.required, path).toEqual(Object.keys(schema.properties));
      expect(schema.required.length, path).toBeGreaterThanOrEqual(3);
      expect(schema.required.length, path).toBeLessThanOrEqual(7);
    }
  });

  it('have quotes that stand in the text of their document', () => {
    const missing = fields
      .filter(({ path, given }) => {
        const text = onOneLine(texts.get(path) ?? '');
        return given !== null && !text.includes(given.quote);
      })
      .map(({ name }) => name);

    expect(missing).toEqual([]);
  });

  it('have values of the type, form and choice that the schema asks for', () => {
    const wrong = fields
      .filter(({ property, given }) => given !== null && !isOfProperty(given.value, property))
      .map(({ name }) => name);

    expect(wrong).toEqual([]);
  });

  it('ask for some fields that the document does not give', () => {
    const share = fields.filter(({ given }) => given === null).length / fields.length;

    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.15);
  });
});

function isOfProperty(value: string | number, property: Property | undefined): boolean {
  if (property === undefined) return false;
  if (typeof value === 'number') {
    return property.type === 'number' || (property.type === 'integer' && Number.isInteger(value));
  }
  return (
    property.type === 'string' &&
    (property.format === undefined || z.iso.date().safeParse(value).success) &&
    (property.pattern === undefined || new RegExp(property.pattern, 'u').test(value)) &&
    (property.enum === undefined || property.enum.includes(value))
  );
}

function onOneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}
