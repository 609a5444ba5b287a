import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { detectFileType } from '../../core/file-type.ts';
import { parseDocument } from '../../ingest/parse/parse-document.ts';
import { projectRoot } from '../../platform/project-root.ts';
import type { ScalarField } from '../../server/extraction/field.ts';
import { listScalars } from '../../server/extraction/field.ts';
import { openSource, type Source } from '../../server/extraction/rank-candidates.ts';
import { readSchema } from '../../server/extraction/read-schema.ts';

const GoldLine = z.object({
  path: z.string(),
  schema: z.record(z.string(), z.unknown()),
  gold: z.record(
    z.string(),
    z
      .object({ value: z.union([z.string(), z.number(), z.boolean()]), quote: z.string() })
      .nullable(),
  ),
  part: z.enum(['tuning', 'held_out']),
});

/** What a document says, and what of it should be found; null for a field that it says nothing of. */
export interface GoldDocument {
  readonly path: string;
  readonly part: 'tuning' | 'held_out';
  readonly schema: Readonly<Record<string, unknown>>;
  readonly text: string;
  readonly source: Source;
  readonly fields: readonly {
    readonly field: ScalarField;
    readonly gold: string | number | boolean | null;
  }[];
}

/** The documents of a gold file, as the worker stores them. Throws where one cannot be read. */
export function readGoldSet(folder = join(projectRoot, 'demo')): Promise<readonly GoldDocument[]> {
  const lines = readFileSync(join(folder, 'extraction.jsonl'), 'utf8').trim().split('\n');
  return Promise.all(lines.map((line) => readDocument(folder, GoldLine.parse(JSON.parse(line)))));
}

async function readDocument(
  folder: string,
  { path, schema, gold, part }: z.infer<typeof GoldLine>,
): Promise<GoldDocument> {
  const bytes = readFileSync(join(folder, 'documents', path));
  const type = detectFileType({ fileName: basename(path), bytes });
  if (type.kind !== 'known') throw new Error(`${path} is of no known type.`);
  const outcome = await parseDocument({ mime: type.mime, bytes });
  if (outcome.kind === 'failed') throw new Error(`${path}: ${outcome.detail}`);
  const { text } = outcome.document;
  const fields = listScalars(readSchema(schema)).map((field) => {
    if (!(field.name in gold)) throw new Error(`${path} has no gold for ${field.name}.`);
    return { field, gold: gold[field.name]?.value ?? null };
  });
  return { path, part, schema, text, source: openSource(text), fields };
}

/** Letter case is no difference between two texts. */
export function isSameValue(left: unknown, right: unknown): boolean {
  if (typeof left !== 'string' || typeof right !== 'string') return left === right;
  return left.toLowerCase() === right.toLowerCase();
}
