import { rememberByText } from '../../core/memory.ts';

const LENGTH = 4;
/** Of the sentences that were read last; the runs of one take about fifty bytes a character. */
const REMEMBERED_CHARACTERS = 150_000;

/** Runs of four characters of the words of a text: they forgive spelling, inflection and compounds. */
export const readGrams = rememberByText(REMEMBERED_CHARACTERS, (text): ReadonlySet<string> => {
  const words = text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, ' ');
  const padded = ` ${words.trim()} `;
  const grams = new Set<string>();
  for (let at = 0; at + LENGTH <= padded.length; at += 1) grams.add(padded.slice(at, at + LENGTH));
  return grams;
});

/** How much of the runs of a question each text holds, by how rare they are among the texts; 0 to 1. */
export function createGramScale(
  question: string,
  texts: readonly ReadonlySet<string>[],
): (text: ReadonlySet<string>) => number {
  const weights = [...readGrams(question)].map((gram) => {
    const holders = texts.reduce((count, text) => count + Number(text.has(gram)), 0);
    return [gram, Math.log(1 + (texts.length + 0.5) / (holders + 0.5))] as const;
  });
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0) || 1;
  return (text) =>
    weights.reduce((sum, [gram, weight]) => sum + (text.has(gram) ? weight : 0), 0) / total;
}
