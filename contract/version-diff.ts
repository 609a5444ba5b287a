import { z } from 'zod';
import { DocumentVersionSummary } from './document-version.ts';
import { ChunkId, DocumentId } from './ids.ts';

/**
 * Read in order, the pieces without `insert` are the old text, and those without `delete` the new one,
 * to the last character.
 */
export const TextChange = z
  .object({ op: z.enum(['equal', 'insert', 'delete']), text: z.string() })
  .meta({ id: 'TextChange' });
export type TextChange = z.infer<typeof TextChange>;

/** What the pieces of a change are: for two long texts that share little, words would take seconds. */
export const DIFF_GRANULARITIES = ['word', 'sentence', 'chunk'] as const;
export const DiffGranularity = z.enum(DIFF_GRANULARITIES).meta({ id: 'DiffGranularity' });
export type DiffGranularity = z.infer<typeof DiffGranularity>;

/** A chunk in one of the two versions; offsets index that version's text. */
export const DiffChunk = z
  .object({
    chunk_id: ChunkId,
    position: z.int().min(0),
    heading_path: z.array(z.string()),
    page: z.int().min(1).nullable(),
    char_start: z.int().min(0),
    char_end: z.int().min(0),
  })
  .meta({ id: 'DiffChunk' });
export type DiffChunk = z.infer<typeof DiffChunk>;

const difference = {
  granularity: DiffGranularity,
  words: z.array(TextChange),
};

/**
 * `moved`: the same chunk, in another place among the kept ones. `retitled`: the same text under another
 * title or heading. Chunks that are kept in their place are counted and not listed.
 */
export const ChunkChange = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('changed'), from: DiffChunk, to: DiffChunk, ...difference }),
    z.object({ kind: z.literal('retitled'), from: DiffChunk, to: DiffChunk, ...difference }),
    z.object({ kind: z.literal('moved'), from: DiffChunk, to: DiffChunk, ...difference }),
    z.object({ kind: z.literal('added'), from: z.null(), to: DiffChunk, ...difference }),
    z.object({ kind: z.literal('removed'), from: DiffChunk, to: z.null(), ...difference }),
  ])
  .meta({ id: 'ChunkChange' });
export type ChunkChange = z.infer<typeof ChunkChange>;
export const CHUNK_CHANGE_KINDS = ['changed', 'retitled', 'moved', 'added', 'removed'] as const;

export const VersionDiff = z
  .object({
    document_id: DocumentId,
    from: DocumentVersionSummary,
    to: DocumentVersionSummary,
    counts: z
      .object({
        kept: z.int().min(0),
        moved: z.int().min(0),
        retitled: z.int().min(0),
        changed: z.int().min(0),
        added: z.int().min(0),
        removed: z.int().min(0),
      })
      .describe('Chunks.'),
    changes: z
      .array(ChunkChange)
      .describe('In the order of the new version; what was removed stands where it stood.'),
  })
  .meta({ id: 'VersionDiff' });
export type VersionDiff = z.infer<typeof VersionDiff>;
