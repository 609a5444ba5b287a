/**
 * A pattern of lower-case letters as one that matches either case without the flag `i`, beside which `u` makes a regular
 * expression take several times as long. Letters inside of character classes have no place in it.
 */
export function inAnyCase(pattern: string): string {
  return pattern.replaceAll(/\\.|[a-z]/g, (part) => {
    if (part.length > 1) return part;
    return `[${part}${part.toUpperCase()}${FOLDED.get(part) ?? ''}]`;
  });
}

/** The letters beyond ASCII that fold to one of it. */
const FOLDED: ReadonlyMap<string, string> = new Map([
  ['s', '\u017f'],
  ['k', '\u212a'],
]);

/** What `\b` looks for with the flags `i` and `u`. */
export const WORD_CHARACTER = String.raw`[\w\u017f\u212a]`;
