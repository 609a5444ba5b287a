const WORD = String.raw`[\p{L}\p{N}\p{M}\u00ad\u200b-\u200d]+`;
const JOINER = String.raw`[-\u2010\u2011\u2013_.@/&]`;
/** A number with thousands separators, as it stands in a run. */
export const GROUPED_NUMBER = String.raw`\d{1,3}(?:,\d{3}){1,6}(?![\d,])`;
const RUN = new RegExp(`(?:${GROUPED_NUMBER}|${WORD})(?:${JOINER}${WORD})*`, 'guy');
/** What a run is made of. */
export const PART = new RegExp(`${GROUPED_NUMBER}|${WORD}`, 'gu');

/** What an ASCII character can be to a run. */
const OTHER = 0;
const LETTER = 1;
const DIGIT = 2;
const JOINS = 3;
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  if (/[a-z]/i.test(character)) return LETTER;
  if (/[0-9]/.test(character)) return DIGIT;
  return '-_.@/&'.includes(character) ? JOINS : OTHER;
});

/**
 * Visits the runs of a text in order: words, joined by hyphens, dots and the like, and numbers with separators.
 * Most are plain words of ASCII letters, which are cut out without the regular expression that says what a run is.
 */
export function forEachRun(text: string, visit: (run: string, start: number) => void): void {
  let at = 0;
  while (at < text.length) {
    const kind = kindAt(text, at);
    if (kind === OTHER || kind === JOINS) {
      at += 1;
      continue;
    }
    const end = kind === LETTER ? endOfPlainWord(text, at) : null;
    if (end !== null) {
      visit(text.slice(at, end), at);
      at = end;
      continue;
    }
    RUN.lastIndex = at;
    const run = RUN.exec(text)?.[0];
    if (run !== undefined) visit(run, at);
    at += run?.length ?? ((text.codePointAt(at) ?? 0) > 0xff_ff ? 2 : 1);
  }
}

/** Null where it goes on with something else than letters. */
function endOfPlainWord(text: string, start: number): number | null {
  let end = start + 1;
  while (end < text.length && kindAt(text, end) === LETTER) end += 1;
  if (end === text.length) return end;
  const next = kindAt(text, end);
  if (next === OTHER) return end;
  if (next !== JOINS) return null;
  const afterJoiner = end + 1 === text.length ? OTHER : kindAt(text, end + 1);
  return afterJoiner === OTHER || afterJoiner === JOINS ? end : null;
}

/** Undefined for what is not ASCII. */
function kindAt(text: string, at: number): number | undefined {
  return KINDS[text.charCodeAt(at)];
}
