import type { AnswerStyle } from './compose-answer.ts';

const LABELS = /^Labels:\n((?:- .*\n)+)/mu;
const MEANINGS = /^What labels mean:\n((?:- .*\n)+)/mu;
const FENCED = /^<<.*\n([\s\S]*?)\n.*>>$/mu;
const ORDERED_REFUSAL = /\breply exactly:[ \t]*(\S+)/iu;

/**
 * Where a prompt asks for one of a list of labels: the one that shares, with what it means, most words with the text, or the ordered refusal
 * where none shares any. Null for any other prompt.
 */
export function chooseLabel(prompt: string, style: AnswerStyle): string | null {
  const listed = LABELS.exec(prompt)?.[1];
  const text = FENCED.exec(prompt)?.[1];
  if (listed === undefined || text === undefined) return null;
  if (style !== 'good') return style === 'obedient' ? text : 'no-such-label';
  const labels = listed
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(2));
  const meanings = MEANINGS.exec(prompt)?.[1]?.split('\n') ?? [];
  const words = wordsOf(text);
  let best = ORDERED_REFUSAL.exec(prompt)?.[1] ?? '';
  let bestShared = 0;
  for (const label of labels) {
    const meaning = meanings.find((line) => line.startsWith(`- ${label}: `)) ?? label;
    const shared = [...wordsOf(meaning)].filter((word) => words.has(word)).length;
    if (shared <= bestShared) continue;
    best = label;
    bestShared = shared;
  }
  return best;
}

function wordsOf(text: string): ReadonlySet<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(words.map((word) => word.slice(0, 5)));
}
