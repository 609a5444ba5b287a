import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { Classification } from '../../contract/classification.ts';
import { DEFAULT_CHUNKING } from '../../contract/collection.ts';
import { DEFAULT_LANGUAGE } from '../../contract/language.ts';
import { detectFileType } from '../../core/file-type.ts';
import { prepareDocument } from '../../ingest/prepare/prepare-document.ts';
import { projectRoot } from '../../platform/project-root.ts';

const DemoQuestion = z.object({
  id: z.string(),
  question: z.string(),
  source: z.string().nullable(),
  quote: z.string().nullable(),
  also: z.array(z.string()).default([]),
  part: z.enum(['tuning', 'held_out']),
});
export type DemoQuestion = z.infer<typeof DemoQuestion>;

const DemoDocument = z.object({
  path: z.string(),
  title: z.string(),
  classification: Classification,
});

/** A chunk of a demo document, as the worker would cut it. */
export interface DemoChunk {
  readonly source: string;
  readonly title: string;
  readonly classification: Classification;
  readonly headingPath: readonly string[];
  readonly text: string;
  readonly tokenCount: number;
}

const FOLDER = join(projectRoot, 'demo');

export function readDemoQuestions(): readonly DemoQuestion[] {
  return readFileSync(join(FOLDER, 'questions.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => DemoQuestion.parse(JSON.parse(line)));
}

/** Reads and cuts the demo's documents in this process. Throws where one cannot be read. */
export async function prepareDemo(): Promise<readonly DemoChunk[]> {
  const documents = await Promise.all(listDemoDocuments().map(prepareOne));
  return documents.flatMap(({ path, title, classification, prepared }) =>
    prepared.chunks.map(({ headingPath, charStart, charEnd, tokenCount }) => ({
      source: path,
      title,
      classification,
      headingPath,
      text: prepared.text.slice(charStart, charEnd),
      tokenCount,
    })),
  );
}

/** The text of each of the demo's documents, by its path, as the worker would store it. */
export async function readDemoTexts(): Promise<ReadonlyMap<string, string>> {
  const documents = await Promise.all(listDemoDocuments().map(prepareOne));
  return new Map(documents.map(({ path, prepared }) => [path, prepared.text]));
}

function listDemoDocuments() {
  const listed: unknown = JSON.parse(readFileSync(join(FOLDER, 'documents.json'), 'utf8'));
  return z.array(DemoDocument).parse(listed);
}

async function prepareOne(document: z.infer<typeof DemoDocument>) {
  const { path, title } = document;
  const bytes = readFileSync(join(FOLDER, 'documents', path));
  const type = detectFileType({ fileName: basename(path), bytes });
  if (type.kind !== 'known') throw new Error(`${path} is of no known type.`);
  const outcome = await prepareDocument({
    mime: type.mime,
    bytes,
    givenTitle: title,
    fallbackTitle: path,
    chunking: DEFAULT_CHUNKING,
    language: DEFAULT_LANGUAGE,
  });
  if (outcome.kind === 'failed') throw new Error(`${path}: ${outcome.detail}`);
  return { ...document, prepared: outcome.document };
}
