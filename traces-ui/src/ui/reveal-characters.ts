/** Text as it may be shown, or a character that would otherwise hide or reorder text. */
export type TextPiece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hidden'; readonly code: string; readonly name: string };

/**
 * Bidirectional controls, zero-width and other invisible characters, tag characters and control
 * characters except tab and line breaks.
 */
const HIDDEN =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]/gu;

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
  for (const match of text.matchAll(HIDDEN)) {
    if (joinsEmoji(text, match.index)) continue;
    if (match.index > end) pieces.push({ kind: 'text', text: text.slice(end, match.index) });
    pieces.push(hiddenPiece(match[0]));
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}

function hiddenPiece(character: string): TextPiece {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return { kind: 'hidden', code: `U+${code}`, name: NAMES[code] ?? kindOf(code) };
}

function kindOf(code: string): string {
  if (code.startsWith('E0') && code.length === 5) return 'tag character';
  return code.length === 4 && code < '00A0' ? 'control character' : 'invisible character';
}

/** A joiner between two pictographs is part of one emoji. */
function joinsEmoji(text: string, index: number): boolean {
  if (text[index] !== '\u200D') return false;
  const isAfterPictograph = /[\p{Extended_Pictographic}\p{Emoji_Modifier}\uFE0F]$/u.test(
    text.slice(Math.max(0, index - 2), index),
  );
  return isAfterPictograph && /^\p{Extended_Pictographic}/u.test(text.slice(index + 1, index + 3));
}
