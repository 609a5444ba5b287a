import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { ChunkId, DocumentId } from '../../contract/ids.ts';
import type { Span } from '../../core/text/spans.ts';
import type { EvidenceChunk } from '../../server/verification/evidence-chunk.ts';

/** A claim or a whole answer, what it may rest on, and what people said of it. */
export interface LabelledText {
  readonly id: string;
  readonly set: SetName;
  /** Where it comes from, inside its set: left out together. */
  readonly source: string;
  /** The same question, article or topic: never on both sides of a fold. */
  readonly group: string;
  readonly text: string;
  readonly evidence: readonly EvidenceChunk[];
  readonly isSupported: boolean;
  /** The pieces that are not supported, where somebody marked them; offsets index the text. */
  readonly spans: readonly Span[];
}

export type SetName = keyof typeof FILES;

const FILES = {
  ragtruth: 'ragtruth-qa-train.jsonl',
  attribution: 'attributionbench-dev.jsonl',
  wice: 'wice-dev-claims.jsonl',
  'wice-spans': 'wice-tokens-train.jsonl',
  begin: 'begin-wow-dev.jsonl',
} as const;
const RAGTRUTH_SOURCES = 'ragtruth-qa-sources-train.jsonl';
/** Lines of a scraped page are put together to chunks of about so many characters. */
const CHUNK_LENGTH = 1_500;

const Row = z.object({
  id: z.string(),
  group: z.string().optional(),
  source_id: z.string().optional(),
  dataset: z.string().optional(),
  claim: z.string().optional(),
  response: z.string().optional(),
  evidence: z.array(z.object({ text: z.string() })).optional(),
  label: z.enum(['supported', 'partially_supported', 'unsupported', 'contradicted']),
  spans: z.array(z.object({ start: z.number(), end: z.number() })).default([]),
});
const Source = z.object({
  source_id: z.string(),
  passages: z.array(z.object({ text: z.string() })),
});

/** All texts of a set that people labelled, or those of every n-th group; null where the folder does not hold it. */
export function readLabelledTexts(
  folder: string,
  set: SetName,
  every = 1,
): readonly LabelledText[] | null {
  if (!existsSync(join(folder, FILES[set]))) return null;
  const rows = readJsonLines(folder, FILES[set]).map((row) => Row.parse(row));
  const passages = set === 'ragtruth' ? readPassages(folder) : new Map<string, readonly string[]>();
  const labelled = rows.map((row) => {
    const group = row.group ?? row.source_id ?? row.id;
    const own = (row.evidence ?? []).map(({ text }) => text);
    const texts = passages.get(group) ?? (set.startsWith('wice') ? joinLines(own) : own);
    return {
      id: row.id,
      set,
      source: row.dataset ?? set,
      group: `${set}/${group}`,
      text: withoutMarkers((set === 'ragtruth' ? row.response : row.claim) ?? ''),
      evidence: texts.map(toChunk),
      isSupported: row.label === 'supported',
      spans: row.spans,
    };
  });
  const groups = [...new Set(labelled.map(({ group }) => group))];
  const wanted = new Set(groups.filter((_, at) => at % every === 0));
  return labelled.filter(({ group }) => wanted.has(group));
}

/** What the coefficients were learned from, by hash. */
export function hashInputs(folder: string): Readonly<Record<string, string>> {
  const names = [...Object.values(FILES), RAGTRUTH_SOURCES];
  return Object.fromEntries(
    names.map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ]),
  );
}

function readPassages(folder: string): ReadonlyMap<string, readonly string[]> {
  const sources = readJsonLines(folder, RAGTRUTH_SOURCES).map((row) => Source.parse(row));
  return new Map(
    sources.map(({ source_id, passages }) => [source_id, passages.map(({ text }) => text)]),
  );
}

export function readJsonLines(folder: string, name: string): readonly unknown[] {
  const lines = readFileSync(join(folder, name), 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

/** Markers of another answer's sources would be read as markers of these chunks. Lengths stay. */
function withoutMarkers(text: string): string {
  return text.replaceAll(/\[\d+\]/gu, (marker) => ' '.repeat(marker.length));
}

export function joinLines(lines: readonly string[]): readonly string[] {
  const chunks: string[] = [];
  for (const line of lines) {
    const last = chunks.at(-1);
    if (last !== undefined && last.length + line.length < CHUNK_LENGTH)
      chunks[chunks.length - 1] = `${last}\n\n${line}`;
    else chunks.push(line);
  }
  return chunks;
}

/** A text of a set of which only the group counts: for the model that has not seen it. */
export function toLabelledGroup(set: SetName, group: string): LabelledText {
  const none = { id: '', source: set, text: '', evidence: [], isSupported: true, spans: [] };
  return { ...none, set, group: `${set}/${group}` };
}

/** Stands for no document: neither title nor headings help. */
export function toChunk(text: string, position: number): EvidenceChunk {
  const suffix = String(position).padStart(12, '0');
  return {
    marker: position + 1,
    chunk_id: ChunkId.parse(`01980000-0000-7000-8000-${suffix}`),
    document_id: DocumentId.parse(`01980000-0000-7000-9000-${suffix}`),
    content_hash: '',
    document_version: 1,
    source: '',
    title: '',
    heading_path: [],
    page: null,
    char_start: 0,
    char_end: text.length,
    classification: 'internal',
    text,
  };
}
