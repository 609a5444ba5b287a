import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../platform/project-root.ts';
import { createRandom } from '../random.ts';
import { readJudgedCollection } from './judged-collection.ts';

/** Chunks of some 150 words, of real sentences in no order, and real questions. */
export interface LatencyCorpus {
  readonly writeChunk: () => string;
  readonly questions: readonly string[];
}

const CHUNK_WORDS = 150;
const LONGEST_SENTENCE = 400;
const QUESTIONS = 120;
const DEMO = join(projectRoot, 'demo');

/** From the judged collections that the folder holds; from the demo's documents and questions when it holds none. */
export function readLatencyCorpus(folder: string, collections: readonly string[]): LatencyCorpus {
  const random = createRandom(150);
  const judged = collections.flatMap((name) => readJudgedCollection(folder, name) ?? []);
  const texts = judged.flatMap(({ documents }) => documents.map(({ text }) => text));
  const questions = judged.flatMap((collection) => collection.questions.map(({ text }) => text));
  const sentences = (texts.length > 0 ? texts : readDemoTexts())
    .flatMap((text) => text.replaceAll(/\s+/g, ' ').split(/(?<=[.!?]) /))
    .filter((sentence) => sentence.length > 20 && sentence.length < LONGEST_SENTENCE);
  const pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)];
  const asked = questions.length > 0 ? questions : readDemoQuestions();
  return {
    questions: Array.from({ length: QUESTIONS }, () => pick(asked) ?? ''),
    writeChunk() {
      const words: string[] = [];
      while (words.length < CHUNK_WORDS) words.push(...(pick(sentences) ?? 'nothing').split(' '));
      return words.join(' ');
    },
  };
}

function readDemoTexts(): readonly string[] {
  const folder = join(DEMO, 'documents');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.md'))
    .map((file) => readFileSync(join(folder, file), 'utf8'));
}

function readDemoQuestions(): readonly string[] {
  const lines = readFileSync(join(DEMO, 'questions.jsonl'), 'utf8').trim().split('\n');
  return lines.map((line) => String(JSON.parse(line).question));
}
