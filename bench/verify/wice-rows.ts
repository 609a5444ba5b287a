import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Span } from '../../core/text/spans.ts';
import { spansOverlap } from '../../core/text/spans.ts';
import type { EvidenceChunk } from '../../server/verification/evidence-chunk.ts';
import { joinLines, readJsonLines, toChunk } from './labelled-text.ts';

export const WICE_CLAIMS = 'wice-dev-claims.jsonl';

const WiceRow = z.object({
  group: z.string(),
  claim: z.string(),
  evidence: z.array(z.object({ id: z.string(), text: z.string() })),
  supporting_sets: z.array(z.array(z.string())),
  tokens: z.array(z.string()).default([]),
  spans: z.array(z.object({ start: z.number(), end: z.number() })).default([]),
});

/** A claim of an encyclopedia beside an article that it cites, whose lines are put together to chunks. */
export type WiceClaim = Omit<z.infer<typeof WiceRow>, 'evidence' | 'supporting_sets'> & {
  readonly evidence: readonly EvidenceChunk[];
  /** Sets of lines each of which would do, as the ids of lines; those that name none are left out. */
  readonly supportingSets: readonly ReadonlySet<string>[];
  /** The lines that a stretch of a chunk touches. */
  readonly linesOf: (chunkId: string, span: Span) => readonly string[];
};

/** Null where the folder does not hold the file. */
export function readWiceClaims(folder: string, name: string): readonly WiceClaim[] | null {
  if (!existsSync(join(folder, name))) return null;
  return readJsonLines(folder, name).map((json) => {
    const { evidence, supporting_sets, ...row } = WiceRow.parse(json);
    const lines = evidence.map(({ text }) => text);
    const chunks = joinLines(lines).map(toChunk);
    const supportingSets = supporting_sets.filter((ids) => ids.length > 0);
    return {
      ...row,
      evidence: chunks,
      supportingSets: supportingSets.map((ids) => new Set(ids)),
      linesOf: placeLines(lines, chunks),
    };
  });
}

/** What `joinLines` puts between two. */
const LINE_GAP = 2;

function placeLines(
  lines: readonly string[],
  chunks: readonly EvidenceChunk[],
): WiceClaim['linesOf'] {
  const placed = new Map<string, (Span & { readonly id: string })[]>();
  let line = 0;
  for (const { chunk_id, text } of chunks) {
    const own: (Span & { readonly id: string })[] = [];
    for (let start = 0; start <= text.length; line += 1) {
      const end = start + (lines[line]?.length ?? 0);
      own.push({ start, end, id: String(line) });
      start = end + LINE_GAP;
    }
    placed.set(chunk_id, own);
  }
  return (chunkId, span) =>
    (placed.get(chunkId) ?? []).filter((one) => spansOverlap(one, span)).map(({ id }) => id);
}
