import { z } from 'zod';
import { Usage } from './answer.ts';
import { CollectionName } from './collection.ts';
import { GoldItem, GoldSet } from './gold-set.ts';
import { DocumentId, GoldDraftId, TraceId } from './ids.ts';
import { ModelName } from './model-name.ts';
import { pageOf, pageQuery } from './page.ts';
import { QuestionText, storableText } from './text-limits.ts';

/** Gold items that are only proposed: written from documents, and nothing of a set before a person approves them. */

export const GOLD_DRAFT_STATUSES = ['draft', 'approved', 'dismissed'] as const;
const GoldDraftStatus = z.enum(GOLD_DRAFT_STATUSES).meta({ id: 'GoldDraftStatus' });
export type GoldDraftStatus = z.infer<typeof GoldDraftStatus>;

/** What of a document a template makes a draft from. */
export const DRAFT_TEMPLATES = [
  'question_heading',
  'labelled_value',
  'table_cell',
  'definition',
  'value_in_sentence',
] as const;
export type DraftTemplate = (typeof DRAFT_TEMPLATES)[number];

/** How a draft came about: by which template, or by a model. */
export const DRAFT_ORIGINS = [...DRAFT_TEMPLATES, 'model'] as const;
const DraftOrigin = z.enum(DRAFT_ORIGINS).meta({ id: 'DraftOrigin' });
export type DraftOrigin = z.infer<typeof DraftOrigin>;

export const GoldDraft = z
  .object({
    id: GoldDraftId,
    gold_set: z.string(),
    status: GoldDraftStatus,
    template: DraftOrigin,
    model: ModelName.nullable().describe('Who wrote it; null where a template did.'),
    trace_id: TraceId.nullable().describe(
      'What the model was sent and what it said; null where a template wrote it.',
    ),
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
/** Each of them is a call of a model, and somebody waits for them all. */
export const MAX_MODEL_DRAFTS = 50;

/** Who writes: `template` calls nobody, `model` sends chunks of the documents to a configured model. */
export const DRAFT_WRITERS = ['template', 'model'] as const;
const DraftWriter = z.enum(DRAFT_WRITERS).meta({ id: 'DraftWriter' });
export type DraftWriter = z.infer<typeof DraftWriter>;

/** Of which documents, how many at most, and who writes them. */
export const DraftGoldItems = z
  .strictObject({
    document_ids: z.array(DocumentId).min(1).max(MAX_DRAFTED_DOCUMENTS).optional(),
    collection: CollectionName.optional().describe(
      `The ${MAX_DRAFTED_DOCUMENTS} documents of it that changed last.`,
    ),
    count: z.int().min(1).max(MAX_DRAFTS).default(20),
    by: DraftWriter.default('template'),
    model: ModelName.optional().describe('With `by: model`: this one, not whichever is routed to.'),
  })
  .refine(
    ({ document_ids: ids, collection }) => (ids === undefined) !== (collection === undefined),
    {
      message: 'needs either document_ids or collection',
    },
  )
  .refine(({ by, model }) => by === 'model' || model === undefined, {
    path: ['model'],
    message: 'is given only together with "by": "model"',
  })
  .refine(({ by, count }) => by === 'template' || count <= MAX_MODEL_DRAFTS, {
    path: ['count'],
    message: `must be at most ${MAX_MODEL_DRAFTS} where a model writes`,
  })
  .meta({ id: 'DraftGoldItems' });
export type DraftGoldItems = z.infer<typeof DraftGoldItems>;

/**
 * Why a chunk has no draft by a model. Not sent: `not_allowed` (no model may see it), `over_budget`. No usable reply:
 * `no_reply`, `nothing_to_ask` (the model says so), `not_in_form` (not the JSON that was asked for). Not to be relied
 * on: `quote_not_found` (in the chunk), `answer_not_in_quote`, `answer_in_question`, `too_long`, `disarmed` (markup,
 * addresses or instructions stood in it). `drafted_before`: the set has a draft of the place.
 */
export const NO_DRAFT_REASONS = [
  'not_allowed',
  'over_budget',
  'no_reply',
  'nothing_to_ask',
  'not_in_form',
  'quote_not_found',
  'answer_not_in_quote',
  'answer_in_question',
  'too_long',
  'disarmed',
  'drafted_before',
] as const;
const NoDraftReason = z.enum(NO_DRAFT_REASONS).meta({ id: 'NoDraftReason' });
export type NoDraftReason = z.infer<typeof NoDraftReason>;

export const DraftedGoldItems = z
  .object({
    data: z.array(GoldDraft).describe('The new ones; what was drafted before is not repeated.'),
    documents: z.int().min(0).describe('So many documents were read.'),
    asked: z.int().min(0).describe('About so many of their chunks a model was asked.'),
    not_kept: z
      .array(z.object({ reason: NoDraftReason, count: z.int().min(1) }))
      .describe('Chunks whose turn came and that have no draft: nothing of them is stored here.'),
    usage: Usage,
  })
  .meta({ id: 'DraftedGoldItems' });
export type DraftedGoldItems = z.infer<typeof DraftedGoldItems>;

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
