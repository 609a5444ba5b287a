import { ParseRefusal } from './parsed-document.ts';

/**
 * Decodes UTF-8, or UTF-16 with a byte order mark, and turns CRLF and CR into LF. The mark is dropped;
 * characters are kept as they came (no Unicode normalisation).
 */
export function decodeText(bytes: Uint8Array): string {
  const encoding = encodingOfMark(bytes);
  const text = decodeStrictly(bytes, encoding);
  if (text === null)
    throw new ParseRefusal(
      'invalid_encoding',
      `Expected ${encoding.toUpperCase()} text, but line ${lineOfFirstError(bytes, encoding)} holds bytes that are not. Save the file as UTF-8 and send it again.`,
    );
  const nul = text.indexOf('\0');
  if (nul >= 0)
    throw new ParseRefusal(
      'invalid_encoding',
      `Expected text, but line ${countLines(text.slice(0, nul))} holds a NUL character: the file is binary or was saved in another encoding. Save it as UTF-8 and send it again.`,
    );
  return withUnixLineEnds(text);
}

/** The text in the named encoding, or null when the bytes are not valid in it or it is not known. */
export function decodeStrictly(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

export function withUnixLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function encodingOfMark(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  return 'utf-8';
}

function lineOfFirstError(bytes: Uint8Array, encoding: string): number {
  const lenient = new TextDecoder(encoding).decode(bytes);
  const strayMark = lenient.indexOf('\ufffd');
  return countLines(lenient.slice(0, Math.max(0, strayMark)));
}

function countLines(text: string): number {
  return withUnixLineEnds(text).split('\n').length;
}
