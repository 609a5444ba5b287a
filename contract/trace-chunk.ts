import { z } from 'zod';
import { ChunkId } from './ids.ts';

/** The frozen text of a chunk that a trace refers to; null where the reader may not see it. */
export const TraceChunk = z
  .object({
    chunk_id: ChunkId,
    content_hash: z.string(),
    readable: z.boolean(),
    text: z.string().nullable(),
  })
  .meta({ id: 'TraceChunk' });
export type TraceChunk = z.infer<typeof TraceChunk>;

export const TraceChunks = z.object({ data: z.array(TraceChunk) }).meta({ id: 'TraceChunks' });
export type TraceChunks = z.infer<typeof TraceChunks>;
