import { z } from 'zod';
import { CollectionName } from './collection.ts';
import { GoldItem, GoldSet } from './gold-set.ts';
import { DocumentId, GoldDraftId } from './ids.ts';
import { pageOf, pageQuery } from './page.ts';
import { QuestionText, storableText } from './text-limits.ts';

/** Gold items that are only proposed: written from documents, and nothing of a set before a person approves them. */

export const GOLD_DRAFT_STATUSES = ['draft', 'approved', 'dismissed'] as const;
const GoldDraftStatus = z.enum(GOLD_DRAFT_STATUSES).meta({ id: 'GoldDraftStatus' });
export type GoldDraftStatus = z.infer<typeof GoldDraftStatus>;

/** What of a document a draft is made from. */
export const DRAFT_TEMPLATES = [
  'question_heading',
  'labelled_value',
  'table_cell',
  'definition',
  'value_in_sentence',
] as const;
export const DraftTemplate = z.enum(DRAFT_TEMPLATES).meta({ id: 'DraftTemplate' });
export type DraftTemplate = z.infer<typeof DraftTemplate>;

export const GoldDraft = z
  .object({
    id: GoldDraftId,
    gold_set: z.string(),
    status: GoldDraftStatus,
    template: DraftTemplate,
    item: GoldItem.describe('As it would be taken into the set.'),
    document_id: DocumentId,
    document_version: z.int().min(1),
    quote: z.string().describe('The words of the document that hold the answer, unaltered.'),
    char_start: z.int().min(0).describe("Where the quote stands in the version's text."),
    char_end: z.int().min(0),
    created_by: z.string(),
    created_at: z.iso.datetime(),
    decided_by: z.string().nullable(),
    decided_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'GoldDraft' });
export type GoldDraft = z.infer<typeof GoldDraft>;
export const GoldDraftPage = pageOf(GoldDraft).meta({ id: 'GoldDraftPage' });

export const MAX_DRAFTED_DOCUMENTS = 50;
export const MAX_DRAFTS = 200;

/** Of which documents, and how many at most. */
export const DraftGoldItems = z
  .strictObject({
    document_ids: z.array(DocumentId).min(1).max(MAX_DRAFTED_DOCUMENTS).optional(),
    collection: CollectionName.optional().describe(
      `The ${MAX_DRAFTED_DOCUMENTS} documents of it that changed last.`,
    ),
    count: z.int().min(1).max(MAX_DRAFTS).default(20),
  })
  .refine(
    ({ document_ids: ids, collection }) => (ids === undefined) !== (collection === undefined),
    {
      message: 'needs either document_ids or collection',
    },
  )
  .meta({ id: 'DraftGoldItems' });
export type DraftGoldItems = z.infer<typeof DraftGoldItems>;

export const DraftedGoldItems = z
  .object({
    data: z.array(GoldDraft).describe('The new ones; what was drafted before is not repeated.'),
    documents: z.int().min(0).describe('So many documents were read.'),
  })
  .meta({ id: 'DraftedGoldItems' });

export const ListGoldDrafts = z.strictObject({
  ...pageQuery,
  status: GoldDraftStatus.default('draft'),
});

/** What is given takes the place of what was drafted. */
export const DecideGoldDraft = z
  .discriminatedUnion('decision', [
    z.strictObject({
      decision: z.literal('approve'),
      input: QuestionText.optional(),
      accepted_answers: z.array(storableText().min(1).max(4_000)).min(1).max(50).optional(),
      part: GoldItem.shape.part.unwrap().optional(),
    }),
    z.strictObject({ decision: z.literal('dismiss') }),
  ])
  .meta({ id: 'DecideGoldDraft' });
export type DecideGoldDraft = z.infer<typeof DecideGoldDraft>;

export const DecidedGoldDraft = z
  .object({
    draft: GoldDraft,
    gold_set: GoldSet.nullable().describe('The version that has the item; null when dismissed.'),
  })
  .meta({ id: 'DecidedGoldDraft' });
