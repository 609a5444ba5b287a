import { z } from 'zod';
import { Classification } from './classification.ts';
import { CollectionName } from './collection.ts';
import { AccessList, Tags } from './document.ts';
import { FindingPolicy } from './finding.ts';

/** What a rule can say of a document. What is left out stays as it is. */
export const DocumentSettings = z.strictObject({
  tags: Tags.optional(),
  classification: Classification.optional(),
  acl: AccessList.optional(),
});
export type DocumentSettings = z.infer<typeof DocumentSettings>;

/** Applies to a document when everything that it names matches. */
export const AccessRule = z.strictObject({
  match: z
    .strictObject({
      source: z
        .string()
        .min(1)
        .max(500)
        .optional()
        .describe('A glob over the document’s source: `hr/**`.'),
      collection: CollectionName.optional(),
      from: z
        .string()
        .min(1)
        .max(64)
        .optional()
        .describe('The name of the source that it is followed from.'),
      front_matter: z
        .record(z.string().min(1).max(100), z.union([z.string(), z.number(), z.boolean()]))
        .optional()
        .describe('Fields of the document’s own front matter, with their values.'),
    })
    .refine((match) => Object.values(match).some((value) => value !== undefined), {
      message: 'needs source, collection, from or front_matter',
    }),
  set: DocumentSettings,
});
export type AccessRule = z.infer<typeof AccessRule>;

/** How documents are let in. Of several rules that match, the last that sets something counts. */
export const DocumentPolicy = z.strictObject({
  rules: z.array(AccessRule).max(500).default([]),
  findings: z
    .strictObject({
      injection: FindingPolicy.default('warn'),
      hidden_text: FindingPolicy.default('warn'),
      secret: FindingPolicy.default('warn'),
      left_out: FindingPolicy.default('warn'),
    })
    .prefault({}),
});
export type DocumentPolicy = z.infer<typeof DocumentPolicy>;
