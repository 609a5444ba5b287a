import { z } from 'zod';
import { Classification } from './classification.ts';
import { DocumentSource } from './document.ts';
import { pageOf, pageQuery } from './page.ts';
import { QuestionText, storableText } from './text-limits.ts';

/** What answers are held against: items with their expected results, in versions that never change. */

export const GoldSetName = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/, 'must be 1 to 64 characters of a-z, 0-9 and -');

export const MAX_GOLD_ITEMS = 5_000;

export const GOLD_TASKS = ['answer', 'triage', 'extraction'] as const;
export const GoldTask = z.enum(GOLD_TASKS).meta({ id: 'GoldTask' });
export type GoldTask = z.infer<typeof GoldTask>;

/** A document that the answer rests on. Without a quote, any chunk of it counts. */
export const GoldSource = z
  .strictObject({
    path: DocumentSource.describe("The document's source."),
    quote: storableText().min(1).max(4_000).optional().describe('The words that answer it.'),
    also: z
      .array(DocumentSource)
      .max(20)
      .optional()
      .describe('Sources of documents that would do as well.'),
  })
  .meta({ id: 'GoldSource' });
export type GoldSource = z.infer<typeof GoldSource>;

const expected = z.strictObject({
  accepted_answers: z
    .array(storableText().min(1).max(4_000))
    .max(50)
    .optional()
    .describe('Any of them is right.'),
  must_not_contain: z
    .array(storableText().min(1).max(4_000))
    .max(50)
    .optional()
    .describe('Whatever else an answer says, with one of these it is wrong.'),
  label: storableText().min(1).max(200).optional(),
  fields: z.record(storableText().max(200), z.unknown()).optional(),
});

const itemFields = {
  id: storableText().min(1).max(200).describe('Unique in its set.'),
  task: GoldTask.default('answer'),
  input: QuestionText,
  expected: expected.default({}),
  schema: z
    .record(storableText().max(200), z.unknown())
    .optional()
    .describe('For extraction: the JSON Schema of the fields, as POST /v1/extract takes it.'),
  sources: z
    .array(GoldSource)
    .max(50)
    .default([])
    .describe('All of them are needed for a complete answer.'),
  classification: Classification.default('internal').describe('Of the item itself.'),
  must_review: z.boolean().default(false).describe('A person has to decide on the answer.'),
  unanswerable: z.boolean().default(false).describe('The documents do not say.'),
  adversarial: z.boolean().default(false).describe('Meant to lead the service astray.'),
  part: z
    .string()
    .regex(/^[a-z0-9_-]{1,64}$/, 'must be 1 to 64 characters of a-z, 0-9, _ and -')
    .default('all')
    .describe('Parts are counted apart, as what settings were tuned on and what was not.'),
  tags: z.array(storableText().min(1).max(64)).max(20).default([]),
};

export const GoldItem = z
  .strictObject(itemFields)
  .refine((item) => !item.unanswerable || (item.expected.accepted_answers ?? []).length === 0, {
    path: ['expected', 'accepted_answers'],
    message: 'must not be given for an item that the documents do not answer',
  })
  .meta({ id: 'GoldItem' });
export type GoldItem = z.infer<typeof GoldItem>;

export const GoldItemPage = pageOf(GoldItem).meta({ id: 'GoldItemPage' });

/** A set as its newest version is. */
export const GoldSet = z
  .object({
    name: z.string(),
    version: z.int().min(1),
    items: z.int().min(0).describe('In this version.'),
    note: z.string(),
    created_by: z.string(),
    created_at: z.iso.datetime().describe('Of this version.'),
  })
  .meta({ id: 'GoldSet' });
export type GoldSet = z.infer<typeof GoldSet>;
export const GoldSetPage = pageOf(GoldSet).meta({ id: 'GoldSetPage' });

/** What is kept although it may be a slip. */
export const GoldWarning = z
  .object({
    line: z.int().min(1).nullable().describe('Of the uploaded file; null for items in JSON.'),
    item: z.string(),
    message: z.string(),
  })
  .meta({ id: 'GoldWarning' });
export type GoldWarning = z.infer<typeof GoldWarning>;

export const GoldSetVersion = GoldSet.extend({
  warnings: z.array(GoldWarning).describe('As things stand now; at most 100.'),
}).meta({ id: 'GoldSetVersion' });
export type GoldSetVersion = z.infer<typeof GoldSetVersion>;

export const MAX_GOLD_WARNINGS = 100;

const setFields = {
  name: GoldSetName,
  note: storableText().max(500).default(''),
  base_version: z
    .int()
    .min(0)
    .optional()
    .describe('The version that was changed; refused when there is a newer one. 0: a new set.'),
};

/** The first version of a set, or its next one. */
export const CreateGoldSet = z
  .union([
    z.strictObject({ ...setFields, items: z.array(GoldItem).min(1).max(MAX_GOLD_ITEMS) }),
    z.strictObject({
      ...setFields,
      format: z.enum(['jsonl', 'csv']),
      content: storableText().min(1).describe('The text of the file.'),
    }),
  ])
  .meta({ id: 'CreateGoldSet' });
export type CreateGoldSet = z.infer<typeof CreateGoldSet>;

export const ListGoldSets = z.strictObject(pageQuery);

const versionQuery = {
  version: z.coerce.number().int().min(1).optional().describe('Default: the newest.'),
};
export const OfGoldSetVersion = z.strictObject(versionQuery);
export const ListGoldItems = z.strictObject({ ...pageQuery, ...versionQuery });

/** An answer on record as an item of a set; what it says is accepted unless something else is given. */
export const ToGoldSet = z
  .strictObject({
    gold_set: GoldSetName,
    accepted_answers: z.array(storableText().min(1).max(4_000)).min(1).max(50).optional(),
    unanswerable: z.boolean().optional(),
    must_review: z.boolean().optional(),
    part: itemFields.part,
  })
  .meta({ id: 'ToGoldSet' });
export type ToGoldSet = z.infer<typeof ToGoldSet>;

export const AddedGoldItem = z
  .object({ gold_set: GoldSet, item: GoldItem })
  .meta({ id: 'AddedGoldItem' });
