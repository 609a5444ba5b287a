import { z } from 'zod';
import { CollectionName } from './collection.ts';
import { DocumentSource } from './document.ts';
import { ChunkId, DocumentId } from './ids.ts';
import { REJECTED_REASONS, SELECTED_REASONS } from './retrieval.ts';

const NAMES = ['document_id', 'chunk_id', 'source'] as const;

/** A source may name one document in each collection; `collection` says which. */
export const WhyNotRequest = z
  .strictObject({
    document_id: DocumentId.optional(),
    chunk_id: ChunkId.optional(),
    source: DocumentSource.optional(),
    collection: CollectionName.optional(),
  })
  .refine((body) => NAMES.filter((name) => body[name] !== undefined).length === 1, {
    message: `must name exactly one of ${NAMES.join(', ')}`,
  })
  .refine((body) => body.collection === undefined || body.source !== undefined, {
    message: 'must come with source',
    path: ['collection'],
  })
  .meta({ id: 'WhyNotRequest' });
export type WhyNotRequest = z.infer<typeof WhyNotRequest>;

/**
 * How far it came: `corpus`: nothing of it served then; `filters`: it served, but the question searched
 * elsewhere; `access`: the caller could not read it; `legs`: neither leg had it among its candidates;
 * `fusion`, `rerank`, `selection`: a candidate that was rejected there; `selected`: it was not lost at all.
 */
export const WHY_NOT_STAGES = [
  'corpus',
  'filters',
  'access',
  'legs',
  'fusion',
  'rerank',
  'selection',
  'selected',
] as const;
export const WhyNotStage = z.enum(WHY_NOT_STAGES).meta({ id: 'WhyNotStage' });
export type WhyNotStage = z.infer<typeof WhyNotStage>;

/**
 * Why something is not in the ledger. `processing`, `held` and `failed`: it had been sent, and its first
 * version was still being stored, waited for approval, or could not be read.
 */
export const ABSENCE_CODES = [
  'never_ingested',
  'ingested_later',
  'processing',
  'held',
  'failed',
  'retired',
  'filtered',
  'not_readable',
  'not_a_candidate',
] as const;

export const WhyNotCode = z
  .enum([...ABSENCE_CODES, ...SELECTED_REASONS, ...REJECTED_REASONS])
  .meta({ id: 'WhyNotCode' });
export type WhyNotCode = z.infer<typeof WhyNotCode>;

/** Where a leg put the best chunk of what was asked about. */
export const LegPlace = z
  .object({
    chunk_id: ChunkId,
    rank: z.int().min(1),
    score: z.number().describe('Cosine similarity by vector, BM25 by words.'),
  })
  .meta({ id: 'LegPlace' });
export type LegPlace = z.infer<typeof LegPlace>;

/** Where a leg stopped. */
export const LegCutOff = z
  .object({
    depth: z.int().min(1).describe('How many candidates the leg took at most.'),
    score: z.number().nullable().describe('Of its last candidate; null when it found none.'),
  })
  .meta({ id: 'LegCutOff' });
export type LegCutOff = z.infer<typeof LegCutOff>;

export const WhyNotAnswer = z
  .object({
    stage: WhyNotStage,
    code: WhyNotCode,
    detail: z.string().describe('The reason in words.'),
    dense_rank: z
      .int()
      .min(1)
      .nullable()
      .describe('Null where the leg did not rank it, or where its embedder is not configured.'),
    lexical_rank: z
      .int()
      .min(1)
      .nullable()
      .describe('Null where no word of the question is in it.'),
    cut_off: z
      .object({ dense: LegCutOff.nullable(), lexical: LegCutOff.nullable() })
      .nullable()
      .describe('What it missed when it is `not_a_candidate`; else null.'),
    dense: LegPlace.nullable(),
    lexical: LegPlace.nullable(),
    as_of: z.iso
      .datetime()
      .describe('The instant that was asked about: `as_of` of the trace, else when it was asked.'),
    document: z
      .object({
        id: DocumentId,
        collection: z.string(),
        source: z.string(),
        title: z.string(),
        version: z.int().min(1).nullable().describe('The one that served then.'),
      })
      .nullable()
      .describe('Null for a source that no document has had.'),
    chunk_id: ChunkId.nullable().describe('The chunk that decided, where one did.'),
  })
  .meta({ id: 'WhyNotAnswer' });
export type WhyNotAnswer = z.infer<typeof WhyNotAnswer>;
