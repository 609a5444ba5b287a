import { createRandom } from '../random.ts';
import type { LabelledText } from './labelled-text.ts';
import { changeName, swapName, swapRoles } from './mutate-names.ts';
import { changeNumber, changeUnit, swapNumber } from './mutate-values.ts';
import { dropHedge, negate, rewriteHarmlessly, turnWord } from './mutate-words.ts';
import type { Edit, Original } from './mutation.ts';

export interface Mutation {
  /** `original` and `harmless` are supported, every other family is not. */
  readonly family: string;
  readonly text: LabelledText;
}

const FAMILIES = (part: 'training' | 'testing') =>
  new Map<string, (original: Original, random: () => number) => Edit | null>([
    ['novel number', changeNumber],
    ['novel entity', changeName(part)],
    ['negation', negate(part)],
    ['antonym', turnWord(part)],
    ['number swap', swapNumber],
    ['entity swap', swapName],
    ['role swap', swapRoles],
    ['unit', changeUnit],
    ['hedge drop', dropHedge],
    ['harmless', rewriteHarmlessly],
  ]);
const MIN_SHARED = 0.6;
const MIN_WORDS = 6;

/**
 * Supported sentences with one edit each: every family where it applies. `part` says which of the word lists the
 * edits take, so that none is tested on words that it was trained with.
 */
export function makeMutations(
  sentences: readonly LabelledText[],
  part: 'training' | 'testing',
): readonly Mutation[] {
  const families = FAMILIES(part);
  const random = createRandom(part === 'training' ? 11 : 23);
  return sentences.filter(isFit).flatMap((sentence) => {
    const original = { text: sentence.text, evidence: evidenceOf(sentence) };
    const made: Mutation[] = [{ family: 'original', text: sentence }];
    for (const [family, edit] of families) {
      const edited = edit(original, random);
      if (edited === null || original.evidence.includes(edited.text)) continue;
      const isSupported = family === 'harmless';
      const { text, span } = edited;
      const spans = isSupported ? [] : [span];
      const id = `${sentence.id}/${family}`;
      made.push({ family, text: { ...sentence, id, text, isSupported, spans } });
    }
    return made;
  });
}

/** A statement of some length that shares most of its words with its evidence. */
function isFit(sentence: LabelledText): boolean {
  const { text } = sentence;
  if (!sentence.isSupported || /\?\s*$|:\s*$|\n/u.test(text)) return false;
  if (/\bpassages?\b|unable to|the (?:text|context|document)/iu.test(text)) return false;
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  if (words.length < MIN_WORDS) return false;
  const known = new Set(
    evidenceOf(sentence)
      .toLowerCase()
      .match(/[\p{L}\p{N}]{3,}/gu) ?? [],
  );
  return words.filter((word) => known.has(word)).length / words.length >= MIN_SHARED;
}

function evidenceOf({ evidence }: LabelledText): string {
  return evidence.map(({ text }) => text).join('\n');
}
