/** A short form that a text defines: “Personal Protective Equipment (PPE)”, “PPE (personal protective equipment)”. */
export interface AcronymDefinition {
  readonly acronym: string;
  readonly longForm: string;
}

const MIN_LETTERS = 2;
const MAX_LETTERS = 8;
const ACRONYM = String.raw`\p{Lu}[\p{Lu}\p{Ll}\p{N}&/-]{0,7}`;
const IN_BRACKETS = new RegExp(String.raw`\((?<acronym>${ACRONYM}?)s?\)`, 'gu');
const RUN_AT_END = /[^()\n]*$/u;
const MIN_BEFORE = 3;
const MAX_BEFORE = 160;
const BEFORE_BRACKETS = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?<acronym>${ACRONYM})\s+\((?<long>[\p{L}][\p{L}\p{N} ,'’&/-]{4,80})\)`,
  'gu',
);
const JOINING_WORD = /^(?:of|and|for|the|in|on|to|a|an|or|de|la|du|und|für|der|die)$/iu;
const WORD = /[\p{L}\p{N}]+/gu;

/**
 * The short forms that a text defines, each with the words that it stands for: the words whose
 * initials it is, or else the shortest run of words in which its letters stand in order, the first of them at the
 * beginning of the run (A. S. Schwartz and M. A. Hearst, 2003).
 */
export function findAcronyms(text: string): readonly AcronymDefinition[] {
  const definitions: AcronymDefinition[] = [];
  for (const { groups, index } of text.matchAll(IN_BRACKETS)) {
    const acronym = groups?.['acronym'] ?? '';
    const longForm = isAcronym(acronym) ? matchLongForm(acronym, readBefore(text, index)) : null;
    if (longForm !== null) definitions.push({ acronym, longForm });
  }
  for (const { groups } of text.matchAll(BEFORE_BRACKETS)) {
    const acronym = groups?.['acronym'] ?? '';
    const inside = (groups?.['long'] ?? '').trim();
    if (isAcronym(acronym) && matchLongForm(acronym, inside) === inside) {
      definitions.push({ acronym, longForm: inside });
    }
  }
  return definitions;
}

/** Mostly capitals, of two to eight letters: `PPE`, `PoE`, `R&D`. */
export function isAcronym(word: string): boolean {
  const capitals = word.match(/\p{Lu}/gu)?.length ?? 0;
  const letters = word.match(/\p{L}/gu)?.length ?? 0;
  return letters >= MIN_LETTERS && letters <= MAX_LETTERS && capitals * 2 > letters;
}

/** What stands on the line before a bracket, back to another one; empty where it is too short for a long form. */
function readBefore(text: string, bracket: number): string {
  // A character has two code units at most.
  const near = text.slice(Math.max(0, bracket - 2 * MAX_BEFORE), bracket);
  const characters = Array.from(RUN_AT_END.exec(near)?.[0] ?? '');
  return characters.length < MIN_BEFORE ? '' : characters.slice(-MAX_BEFORE).join('');
}

function matchLongForm(acronym: string, before: string): string | null {
  const letters = acronym.toLowerCase().match(/[\p{L}\p{N}]/gu) ?? [];
  return matchInitials(letters, before) ?? matchLetters(letters, before);
}

/** The words at the end whose initials are the letters; words like “of” may stand between. */
function matchInitials(letters: readonly string[], before: string): string | null {
  const words = [...before.matchAll(WORD)].toReversed();
  let left = letters.length;
  for (const { 0: word, index } of words) {
    if (word.toLowerCase().startsWith(letters[left - 1] ?? '')) left -= 1;
    else if (left === letters.length || !JOINING_WORD.test(word)) return null;
    if (left === 0) return before.slice(index).trim();
  }
  return null;
}

/** The shortest run at the end in which the letters stand in order, the first of them at its beginning. */
function matchLetters(letters: readonly string[], before: string): string | null {
  const lower = before.toLowerCase();
  let at = lower.length;
  for (let index = letters.length - 1; index >= 0; index -= 1) {
    const letter = letters[index] ?? '';
    at = findBefore(lower, at, { letter, isFirst: index === 0 });
    if (at < 0) return null;
  }
  const longForm = before.slice(at).trim();
  const words = longForm.match(WORD) ?? [];
  const isTooLong = words.length > Math.min(letters.length + 5, letters.length * 2);
  return isTooLong || words.length < 2 ? null : longForm;
}

/** Where a letter stands before a place; the first one where a word begins. -1 where it does not. */
function findBefore(
  text: string,
  place: number,
  { letter, isFirst }: { readonly letter: string; readonly isFirst: boolean },
): number {
  for (let at = place - 1; at >= 0; at -= 1) {
    if (text[at] !== letter) continue;
    if (!isFirst || !/[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) return at;
  }
  return -1;
}
