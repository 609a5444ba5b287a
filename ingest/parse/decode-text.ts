import {
  encodingOfMark,
  findUnmarkedUtf16,
  hasTextBytes,
  type UnicodeEncoding,
} from '../../core/byte-encoding.ts';
import { guessEncoding } from './guess-encoding.ts';
import { ParseRefusal } from './parsed-document.ts';

/** What bytes 0x80 to 0x9F are in windows-1252; the five empty places keep their control character. */
const WINDOWS_PUNCTUATION = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';
/** So many sound characters for each broken one make a text damaged UTF-8 rather than another encoding. */
const SOUND_PER_BROKEN = 2;
const DAMAGE_WINDOW = 1_000_000;

/**
 * Decodes text in any usual encoding and turns CRLF and CR into LF. A byte order mark decides, then valid
 * UTF-8, then the zero bytes of UTF-16, then what the file declares of itself, then the likeliest by its
 * bytes. The mark is dropped; characters are kept as they came (no Unicode normalisation).
 */
export function decodeText(bytes: Uint8Array, declared: string | null = null): string {
  const marked = encodingOfMark(bytes);
  const text =
    marked === null
      ? (decodeStrictly(bytes, 'utf-8') ?? decodeForeign(bytes, declared))
      : decodeStrictly(bytes, marked);
  if (text === null) throw invalid(bytes, marked);
  if (marked === null && text.includes('\0')) return decodeWithZeros(bytes, text);
  refuseNul(text);
  return withUnixLineEnds(text);
}

export function withUnixLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/**
 * Writes the punctuation of windows-1252 where a decoder left control characters: Node's own does so
 * (nodejs/node#56542), and so do programs that label such text ISO-8859-1.
 */
export function mendWindowsPunctuation(text: string): string {
  return text.replace(
    /[\u0080-\u009f]/g,
    (character) => WINDOWS_PUNCTUATION[character.charCodeAt(0) - 0x80] ?? character,
  );
}

/** The text in the named encoding, or null when the bytes are not valid in it or it is not known. */
function decodeStrictly(bytes: Uint8Array, encoding: string): string | null {
  try {
    const decoder = new TextDecoder(encoding, { fatal: true });
    const text = decoder.decode(bytes);
    return decoder.encoding === 'windows-1252' ? mendWindowsPunctuation(text) : text;
  } catch {
    return null;
  }
}

/** Bytes that are not UTF-8: null when they are damaged UTF-8 or no text at all. */
function decodeForeign(bytes: Uint8Array, declared: string | null): string | null {
  const utf16 = findUnmarkedUtf16(bytes);
  if (utf16 !== null) return decodeStrictly(bytes, utf16);
  if (!hasTextBytes(bytes) || isDamagedUtf8(bytes)) return null;
  const stated = declared === null ? null : decodeStrictly(bytes, declared);
  if (stated !== null && !hasControls(stated)) return stated;
  for (const encoding of guessEncoding(bytes)) {
    const text = decodeStrictly(bytes, encoding);
    if (text !== null && !hasControls(text)) return text;
  }
  return decodeStrictly(bytes, 'windows-1252');
}

/** UTF-16 of ASCII characters is valid UTF-8, too, with a NUL behind or before each. */
function decodeWithZeros(bytes: Uint8Array, asUtf8: string): string {
  const utf16 = findUnmarkedUtf16(bytes);
  const text = utf16 === null ? null : decodeStrictly(bytes, utf16);
  refuseNul(text ?? asUtf8);
  return withUnixLineEnds(text ?? asUtf8);
}

function refuseNul(text: string): void {
  const nul = text.indexOf('\0');
  if (nul < 0) return;
  throw new ParseRefusal(
    'invalid_encoding',
    `Expected text, but line ${countLines(text.slice(0, nul))} holds a NUL character: the file is binary or was saved in another encoding. Save it as UTF-8 and send it again.`,
  );
}

function invalid(bytes: Uint8Array, marked: UnicodeEncoding | null): ParseRefusal {
  return new ParseRefusal(
    'invalid_encoding',
    `${describeBytes(bytes, marked)} Save the file as UTF-8 and send it again.`,
  );
}

/** A mark says what a file claims to be; it may as well be the beginning of something else. */
function describeBytes(bytes: Uint8Array, marked: UnicodeEncoding | null): string {
  const line = lineOfFirstError(bytes, marked ?? 'utf-8');
  if (marked !== null) {
    const name = marked.toUpperCase();
    return `The file begins with the byte order mark of ${name}, but line ${line} holds bytes that are not ${name}: it is damaged, binary or in another encoding.`;
  }
  return hasTextBytes(bytes)
    ? `Expected UTF-8 text, but line ${line} holds bytes that are not.`
    : 'Expected text, but the file is binary or in an unknown encoding.';
}

function isDamagedUtf8(bytes: Uint8Array): boolean {
  const lenient = new TextDecoder().decode(bytes.subarray(0, DAMAGE_WINDOW));
  const foreign = lenient.match(/[\u0080-\uffff]/g) ?? [];
  const brokenCount = foreign.filter((character) => character === '\ufffd').length;
  return foreign.length - brokenCount > brokenCount * SOUND_PER_BROKEN;
}

/** C1 controls stand where an encoding has no characters, so the text is in another. */
function hasControls(text: string): boolean {
  return /[\u0080-\u009f]/.test(text);
}

function lineOfFirstError(bytes: Uint8Array, encoding: string): number {
  const lenient = new TextDecoder(encoding).decode(bytes);
  const strayMark = lenient.indexOf('\ufffd');
  return countLines(lenient.slice(0, Math.max(0, strayMark)));
}

function countLines(text: string): number {
  return withUnixLineEnds(text).split('\n').length;
}
