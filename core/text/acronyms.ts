/** A short form that a text defines: “Personal Protective Equipment (PPE)”, “PPE (personal protective equipment)”. */
export interface AcronymDefinition {
  readonly acronym: string;
  readonly longForm: string;
}

const MIN_LETTERS = 2;
const MAX_LETTERS = 8;
const ACRONYM = String.raw`\p{Lu}[\p{Lu}\p{Ll}\p{N}&/-]{0,7}`;
const IN_BRACKETS = new RegExp(String.raw`\((?<acronym>${ACRONYM}?)s?\)`, 'gu');
const RUN_AT_END = /[^()\n.;:!?]*$/u;
const MIN_BEFORE = 3;
const MAX_BEFORE = 160;
const BEFORE_BRACKETS = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?<acronym>${ACRONYM})\s+\((?<long>[\p{L}][\p{L}\p{N} ,'’&/-]{4,80})\)`,
  'gu',
);
const JOINING_WORD = /^(?:of|and|for|the|in|on|to|a|an|or|de|la|du|und|für|der|die)$/iu;
const WORD = /[\p{L}\p{N}]+(?:['’]\p{L}+)*/gu;

/**
 * The short forms that a text defines, each with the words that it stands for: those whose initials it is, or whose
 * letters it takes in order. Stricter than A. S. Schwartz and M. A. Hearst (2003), each word gives its initial: their
 * letters, found anywhere, stand in many a remark in brackets.
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

/** What stands in the sentence before a bracket, back to another one; empty where it is too short for a long form. */
function readBefore(text: string, bracket: number): string {
  // A character has two code units at most.
  const near = text.slice(Math.max(0, bracket - 2 * MAX_BEFORE), bracket);
  const characters = Array.from(RUN_AT_END.exec(near)?.[0] ?? '');
  return characters.length < MIN_BEFORE ? '' : characters.slice(-MAX_BEFORE).join('');
}

/** The words at the end that a short form stands for. One that is itself among them says nothing more than it does. */
function matchLongForm(acronym: string, before: string): string | null {
  const letters = (acronym.toLowerCase().match(/[\p{L}\p{N}]/gu) ?? []).join('');
  const most = Math.min(letters.length + 5, letters.length * 2);
  const words = [...before.matchAll(WORD)].slice(-most);
  const names = words.map(([word]) => word.toLowerCase());
  const counts = matchWords(letters, names);
  const start = words[words.length - (counts?.length ?? 0)]?.index;
  if (counts === null || counts.length < 2 || start === undefined) return null;
  const longForm = before.slice(start).trim();
  // What commas separate is a list, but for “Environmental, Social and Governance”.
  const isList = longForm.includes(',') && counts.some((count) => count > 1);
  return isList || names.slice(-counts.length).includes(acronym.toLowerCase()) ? null : longForm;
}

/**
 * How many letters each of the words at the end gives, in their order: its first, then others of it as they follow.
 * Words like “of” may give none. Initials alone are tried before anything else.
 */
function matchWords(letters: string, words: readonly string[]): readonly number[] | null {
  if (letters === '') return [];
  const word = words.at(-1);
  if (word === undefined) return null;
  const before = words.slice(0, -1);
  for (let count = 1; count <= letters.length; count += 1) {
    if (!givesLetters(word, letters.slice(-count))) continue;
    const matched = matchWords(letters.slice(0, -count), before);
    if (matched !== null) return [...matched, count];
  }
  const matched = JOINING_WORD.test(word) ? matchWords(letters, before) : null;
  return matched === null ? null : [...matched, 0];
}

function givesLetters(word: string, letters: string): boolean {
  let at = -1;
  for (const letter of letters) {
    const next = word.indexOf(letter, at + 1);
    if (next < 0 || (at < 0 && next > 0)) return false;
    at = next;
  }
  return true;
}
