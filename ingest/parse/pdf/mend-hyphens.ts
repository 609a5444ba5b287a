/** Joins two lines of a paragraph, without the hyphen that only the line break has made. */
export type JoinLines = (above: string, below: string) => string;

const MAX_WORD_CHARS = 40;
/** `FIN-` above `POL-04`. */
const BROKEN_CODE = /[\p{Lu}\d]-$/u;
/** `e-mail`, `self-service`, `non-cash`: nobody hyphenates a word behind these. */
const KEPT_PREFIX = /^(?:\p{L}|self|non)-$/iu;

/**
 * A word that the document elsewhere writes with its hyphen keeps it (`self-service`); otherwise a
 * hyphen between a letter and a small letter at a line's end is taken to be the typesetter's.
 */
export function createLineJoiner(lines: readonly string[]): JoinLines {
  const hyphenated = new Set<string>();
  for (const line of lines)
    for (const [word] of line.matchAll(/\p{L}{1,40}-\p{Ll}{1,40}/gu))
      hyphenated.add(word.toLowerCase());
  return (above, below) => {
    if (above.endsWith('\u00ad')) return above.slice(0, -1) + below;
    if (BROKEN_CODE.test(above.slice(-MAX_WORD_CHARS)) && /^[\p{Lu}\d]/u.test(below))
      return above + below;
    const head = /\p{L}+-$/u.exec(above.slice(-MAX_WORD_CHARS))?.[0];
    const tail = /^\p{Ll}{1,40}/u.exec(below)?.[0];
    if (head === undefined || tail === undefined) return `${above} ${below}`;
    const keepsHyphen = KEPT_PREFIX.test(head) || hyphenated.has((head + tail).toLowerCase());
    return (keepsHyphen ? above : above.slice(0, -1)) + below;
  };
}
