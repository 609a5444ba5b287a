/** How much of a file is looked at; what binary files are shows in their first bytes. */
const SAMPLE_BYTES = 65_536;
const MIN_ZERO_SHARE = 0.4;
const MAX_STRAY_ZERO_SHARE = 0.02;
const MAX_CONTROL_SHARE = 0.02;

export type UnicodeEncoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** The encoding that a byte order mark at the start names, or null when there is none. */
export function encodingOfMark(bytes: Uint8Array): UnicodeEncoding | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  return null;
}

/**
 * UTF-16 without a mark, told by its zero bytes: the spaces, digits, line ends and Latin letters of any
 * language have them in one half of each unit and hardly any in the other. Null for everything else.
 */
export function findUnmarkedUtf16(bytes: Uint8Array): UnicodeEncoding | null {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  if (bytes.length % 2 !== 0 || sample.length < 4) return null;
  let evenZeros = 0;
  let oddZeros = 0;
  for (const [index, byte] of sample.entries()) {
    if (byte !== 0) continue;
    if (index % 2 === 0) evenZeros += 1;
    else oddZeros += 1;
  }
  const units = sample.length / 2;
  if (oddZeros > units * MIN_ZERO_SHARE && evenZeros <= units * MAX_STRAY_ZERO_SHARE)
    return 'utf-16le';
  if (evenZeros > units * MIN_ZERO_SHARE && oddZeros <= units * MAX_STRAY_ZERO_SHARE)
    return 'utf-16be';
  return null;
}

/** Whether bytes in an encoding of one or two bytes a character can be text: no NUL, hardly a control character. */
export function hasTextBytes(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, SAMPLE_BYTES);
  let controls = 0;
  for (const byte of sample) {
    if (byte === 0) return false;
    if (isControlByte(byte)) controls += 1;
  }
  return controls <= sample.length * MAX_CONTROL_SHARE;
}

/** Control characters but for tab, line feed, form feed, carriage return and escape. */
function isControlByte(byte: number): boolean {
  if (byte >= 0x20) return byte === 0x7f;
  return byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d && byte !== 0x1b;
}
