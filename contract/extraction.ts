import { z } from 'zod';
import { DocumentId, TraceId } from './ids.ts';
import { storableText } from './text-limits.ts';

export const MAX_READ_CHARS = 2_000_000;
const MAX_DOCUMENTS = 50;

/** What extraction and summaries are made of: a text, or documents by their ids. */
export const readFields = {
  text: storableText()
    .min(1)
    .max(MAX_READ_CHARS)
    .refine((text) => text.trim().length > 0, { message: 'must not be blank' })
    .optional(),
  document_ids: z.array(DocumentId).min(1).max(MAX_DOCUMENTS).optional(),
};

/** Either the one or the other, and no document twice. */
export function refuseBothOrNone(
  {
    text,
    document_ids: ids,
  }: { readonly text?: string | undefined; readonly document_ids?: readonly string[] | undefined },
  context: z.core.$RefinementCtx,
): void {
  const refuse = (path: string, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  if (text === undefined && ids === undefined) refuse('text', 'must be given, or document_ids');
  if (text !== undefined && ids !== undefined) {
    refuse('document_ids', 'must not be given together with text');
  }
  if (ids !== undefined && new Set(ids).size < ids.length) {
    refuse('document_ids', 'must not name a document twice');
  }
}

/** `schema` is a JSON Schema (2020-12) of an object; docs/extraction.md says which part of it is read. */
export const ExtractRequest = z
  .strictObject({ ...readFields, schema: z.record(z.string(), z.unknown()) })
  .superRefine(refuseBothOrNone)
  .meta({ id: 'ExtractRequest' });
export type ExtractRequest = z.infer<typeof ExtractRequest>;

/** How a text is read where the value is not its very words. */
export const NORMALISATIONS = [
  'date',
  'number',
  'money',
  'percentage',
  'duration',
  'identifier',
  'white_space',
  'letter_case',
  'boolean',
] as const;
export const Normalisation = z.enum(NORMALISATIONS).meta({ id: 'Normalisation' });
export type Normalisation = z.infer<typeof Normalisation>;

/** `verbatim`: the span is the value. `normalised`: it reads as the value. `missing`: the value is null. */
export const FIELD_VERDICTS = ['verbatim', 'normalised', 'missing'] as const;
export const FieldVerdict = z.enum(FIELD_VERDICTS).meta({ id: 'FieldVerdict' });
export type FieldVerdict = z.infer<typeof FieldVerdict>;

/**
 * Why a field has its value or none: `labelled` (a label or a column's head names it), `nearby` (the words
 * around it do), `model` (a model gave it and it stands in the text), `not_found` (nothing speaks of it),
 * `ambiguous` (several values fit alike), `wrong_type` (what speaks of it is of another type),
 * `not_in_text` (what a model gave does not stand there).
 */
export const FIELD_REASONS = [
  'labelled',
  'nearby',
  'model',
  'not_found',
  'ambiguous',
  'wrong_type',
  'not_in_text',
] as const;

export const FieldReason = z
  .object({ code: z.enum(FIELD_REASONS), text: z.string() })
  .meta({ id: 'FieldReason' });
export type FieldReason = z.infer<typeof FieldReason>;

/** Offsets index the given text, or the stored text of the document's version, in UTF-16 code units. */
export const ValueSpan = z
  .object({
    document_id: DocumentId.nullable().describe('Null where a text was given.'),
    document_version: z.int().min(1).nullable(),
    char_start: z.int().min(0),
    char_end: z.int().min(0),
    quote: z.string(),
  })
  .meta({ id: 'ValueSpan' });
export type ValueSpan = z.infer<typeof ValueSpan>;

export const FieldValue = z.union([z.string(), z.number(), z.boolean()]).nullable();
export type FieldValue = z.infer<typeof FieldValue>;

export const ExtractedField = z
  .object({
    path: z.string().describe('JSON pointer into `value`.'),
    value: FieldValue,
    verdict: FieldVerdict,
    normalisation: Normalisation.nullable(),
    spans: z.array(ValueSpan).describe('Where the value stands; empty where it is null.'),
    model: z.string().nullable().describe('Who found the value; null where it is null.'),
    reason: FieldReason,
  })
  .meta({ id: 'ExtractedField' });
export type ExtractedField = z.infer<typeof ExtractedField>;

export const ExtractResponse = z
  .object({
    value: z.record(z.string(), z.unknown()).describe('As the schema wants it; null is missing.'),
    fields: z.array(ExtractedField),
    trace_id: TraceId,
  })
  .meta({ id: 'ExtractResponse' });
export type ExtractResponse = z.infer<typeof ExtractResponse>;

/** A value that was considered for a field, and how well the text around it fits. */
export const ConsideredValue = z.object({
  value: FieldValue.describe('Null where it does not read as a value of the type.'),
  span: ValueSpan,
  found_as: z.string().describe('What it was taken for: a date, a label’s value, a cell.'),
  score: z.number().min(0).max(1),
  features: z.record(z.string(), z.number()),
});
export type ConsideredValue = z.infer<typeof ConsideredValue>;

export const TracedField = ExtractedField.extend({
  considered_count: z.int().min(0),
  considered: z.array(ConsideredValue).describe('The best of them, the best first.'),
});
export type TracedField = z.infer<typeof TracedField>;

/** A text that was read: whole where it was given, by its version and hash where it is a document's. */
export const TextRead = z.object({
  document_id: DocumentId.nullable(),
  document_version: z.int().min(1).nullable(),
  title: z.string().nullable(),
  source: z.string().nullable(),
  sha256: z.string().describe('Of the text, in UTF-8.'),
  char_count: z.int().min(0),
  text: z.string().nullable().describe('Null where it is that of a document.'),
});
export type TextRead = z.infer<typeof TextRead>;
