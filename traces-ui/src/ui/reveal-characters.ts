/** Text as it may be shown, or a character that would otherwise hide or reorder text. */
export type TextPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hidden'; readonly code: string; readonly name: string };

/** Control and format characters (bidirectional ones among them), and all that show as nothing. */
const SUSPECT = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
const EMOJI_BEFORE = /^[\p{Emoji}\uFE0F]/u;
const EMOJI_AFTER = /^\p{Extended_Pictographic}/u;

const NAMES: Readonly<Record<string, string>> = {
  '00AD': 'soft hyphen',
  '061C': 'Arabic letter mark',
  '200B': 'zero-width space',
  '200C': 'zero-width non-joiner',
  '200D': 'zero-width joiner',
  '200E': 'left-to-right mark',
  '200F': 'right-to-left mark',
  '202A': 'left-to-right embedding',
  '202B': 'right-to-left embedding',
  '202C': 'end of directional formatting',
  '202D': 'left-to-right override',
  '202E': 'right-to-left override',
  '2060': 'word joiner',
  '2066': 'left-to-right isolate',
  '2067': 'right-to-left isolate',
  '2068': 'first strong isolate',
  '2069': 'end of directional isolate',
  FEFF: 'byte order mark',
};

/** Splits text so that no character in it can hide or reorder the rest. */
export function revealCharacters(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let end = 0;
  for (const match of text.matchAll(SUSPECT)) {
    if (isHarmless(match[0], text, match.index)) continue;
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) });
    pieces.push(hiddenPiece(match[0]));
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}

/** Line breaks and tabs, and what holds an emoji together. */
function isHarmless(character: string, text: string, index: number): boolean {
  if (character === '\n' || character === '\t' || character === '\r') return true;
  const isAfterEmoji = EMOJI_BEFORE.test(lastCharacter(text.slice(Math.max(0, index - 2), index)));
  if (character === '\uFE0F' || character === '\uFE0E') return isAfterEmoji;
  return (
    character === '\u200D' && isAfterEmoji && EMOJI_AFTER.test(text.slice(index + 1, index + 3))
  );
}

/** The last code point: some browsers do not match `[\p{Emoji}]$` behind a surrogate pair. */
function lastCharacter(text: string): string {
  return Array.from(text).at(-1) ?? '';
}

function hiddenPiece(character: string): TextPiece {
  const codePoint = character.codePointAt(0) ?? 0;
  const code = codePoint.toString(16).toUpperCase().padStart(4, '0');
  return { kind: 'hidden', code: `U+${code}`, name: NAMES[code] ?? kindOf(codePoint) };
}

function kindOf(codePoint: number): string {
  if (codePoint >= 0xe0000 && codePoint <= 0xe007f) return 'tag character';
  return codePoint < 0xa0 ? 'control character' : 'invisible character';
}
