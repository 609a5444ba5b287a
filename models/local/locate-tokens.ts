import type { Span } from '../../core/text/spans.ts';

/** A token of a text, with the place of the piece of a word that it comes from. */
export interface LocatedToken extends Span {
  readonly id: number;
}

/** A word with the white space before it, which some tokenizers read along. */
const WORD = /\s*\S+/gu;
/** What no token reaches beyond: a mark, a character of a script without spaces, or a run of others. */
const PIECE =
  /[\p{P}\p{S}]|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[^\s\p{P}\p{S}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+/gu;

/**
 * The tokens of a text with their places in it, which the library's tokenizers do not tell. Words are read one by one,
 * as every tokenizer that splits at white space does by itself; within a word, a token reaches from the first piece up to
 * whose end there are as many tokens to the last.
 */
export function locateTokens(
  text: string,
  encode: (text: string) => readonly number[],
): readonly LocatedToken[] {
  return [...text.matchAll(WORD)].flatMap(({ 0: word, index }) =>
    locateInWord(word, encode).map(({ id, start, end }) => ({
      id,
      start: index + start,
      end: index + end,
    })),
  );
}

function locateInWord(
  word: string,
  encode: (text: string) => readonly number[],
): readonly LocatedToken[] {
  const ids = encode(word);
  const pieces = [...word.matchAll(PIECE)];
  let located: LocatedToken[] = [];
  for (const [at, { 0: piece, index: start }] of pieces.entries()) {
    const end = start + piece.length;
    const isLast = at === pieces.length - 1;
    const upTo = isLast ? ids.length : encode(word.slice(0, end)).length;
    const last = located.at(-1);
    const further = ids.slice(located.length, upTo).map((id) => ({ id, start, end }));
    if (further.length === 0 && last !== undefined)
      located = [...located.slice(0, -1), { ...last, end }];
    else located.push(...further);
  }
  return located;
}
