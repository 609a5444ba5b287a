import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../platform/project-root.ts';
import { createRandom } from '../random.ts';

/** Where words are drawn from, as often as they stand there: English as it is distributed. */
const PROSE_FOLDERS = ['docs', 'demo/documents'];
const PARAGRAPH_WORDS = 150;
const SENTENCE_WORDS = 15;

/** A paragraph of 150 words, never the same twice: each is a chunk with the default settings. */
export type WriteParagraph = () => string;

export function createParagraphWriter(seed: number): WriteParagraph {
  const words = readWords();
  const random = createRandom(seed);
  const pick = () => words[Math.floor(random() * words.length)] ?? 'word';
  return () => {
    const sentences = Array.from({ length: PARAGRAPH_WORDS / SENTENCE_WORDS }, () => {
      const [first = '', ...others] = Array.from({ length: SENTENCE_WORDS }, pick);
      return `${first.charAt(0).toUpperCase()}${first.slice(1)} ${others.join(' ')}.`;
    });
    return sentences.join(' ');
  };
}

/** As many paragraphs as are wanted. */
export function writeParagraphs(write: WriteParagraph, count: number): readonly string[] {
  return Array.from({ length: count }, write);
}

function readWords(): readonly string[] {
  const texts = PROSE_FOLDERS.flatMap((folder) =>
    readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.md'))
      .toSorted()
      .map((path) => readFileSync(join(projectRoot, folder, path), 'utf8')),
  );
  return texts.join(' ').match(/(?<![\w`/.-])[A-Za-z][a-z]{0,14}(?=[\s,.;:])/g) ?? [];
}
