import { AppError } from '../../platform/errors.ts';
import type { HttpLimits } from './limits.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

const MAX_KEY_SHOWN = 100;

/** A fatal decoder that keeps a byte order mark, which the parser then refuses. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export type JsonLimits = Pick<HttpLimits, 'jsonDepth' | 'jsonValues'>;

/**
 * Parses a JSON body: UTF-8 and nothing else, no byte order mark, no key twice, within the limits.
 * @throws AppError `malformed_request` or `too_large`
 */
export function parseJson(bytes: Buffer, limits: JsonLimits): unknown {
  scan(bytes, limits);
  const text = decodeUtf8(bytes);
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('malformed_request', 'The body is not valid JSON.');
  }
}

function decodeUtf8(bytes: Buffer): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new AppError('malformed_request', 'The body is not valid UTF-8.');
  }
}

/** The keys of an object so far; null for an array. */
type Keys = Set<string> | null;

/**
 * Looks at brackets, commas and keys before anything is parsed: 25 MB of small objects take the parser
 * seconds and gigabytes, and of two equal keys it keeps the last, where whoever checked the request on
 * its way may have read the first. All bytes that matter are ASCII, so only keys are decoded.
 */
function scan(bytes: Buffer, limits: JsonLimits): void {
  const open: Keys[] = [];
  let valueCount = 1;
  let awaitsKey = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index];
    if (byte === QUOTE) {
      const end = endOfString(bytes, index);
      if (awaitsKey) takeKey(open.at(-1) ?? null, bytes.subarray(index, end + 1));
      awaitsKey = false;
      index = end;
    } else if (byte === COMMA) {
      valueCount += 1;
      awaitsKey = (open.at(-1) ?? null) !== null;
    } else if (byte === CLOSE_BRACKET || byte === CLOSE_BRACE) {
      open.pop();
    } else if (byte === OPEN_BRACKET || byte === OPEN_BRACE) {
      valueCount += 1;
      awaitsKey = byte === OPEN_BRACE;
      open.push(awaitsKey ? new Set() : null);
      if (open.length > limits.jsonDepth) {
        const message = `The JSON is nested deeper than ${limits.jsonDepth} levels.`;
        throw new AppError('malformed_request', message);
      }
    }
    if (valueCount > limits.jsonValues) {
      throw new AppError('too_large', `The JSON has more than ${limits.jsonValues} values.`);
    }
  }
}

function takeKey(keys: Keys, quoted: Buffer): void {
  if (keys === null) return;
  const key = decodeKey(quoted);
  if (keys.has(key)) {
    const shown = JSON.stringify(key.slice(0, MAX_KEY_SHOWN));
    throw new AppError('malformed_request', `The JSON has the key ${shown} twice in one object.`);
  }
  keys.add(key);
}

/** `"a"` and `"\\u0061"` are the same key. One that is no JSON is the parser's to refuse. */
function decodeKey(quoted: Buffer): string {
  const text = quoted.toString('utf8');
  if (!text.includes('\\')) return text.slice(1, -1);
  try {
    return String(JSON.parse(text));
  } catch {
    return text;
  }
}

/** The index of the quote that closes the string opened at `start`; past the end if none does. */
function endOfString(bytes: Buffer, start: number): number {
  for (let at = bytes.indexOf(QUOTE, start + 1); at !== -1; at = bytes.indexOf(QUOTE, at + 1)) {
    let backslashes = 0;
    while (bytes[at - 1 - backslashes] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return at;
  }
  return bytes.length;
}
