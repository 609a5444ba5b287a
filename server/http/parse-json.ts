import { AppError } from '../../platform/errors.ts';

const OPENING = new Set(['['.charCodeAt(0), '{'.charCodeAt(0)]);
const CLOSING = new Set([']'.charCodeAt(0), '}'.charCodeAt(0)]);
const QUOTE = '"'.charCodeAt(0);
const BACKSLASH = '\\'.charCodeAt(0);

/** A fatal decoder that keeps a byte order mark, which the parser then refuses. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Parses a JSON body: UTF-8 and nothing else, no byte order mark, at most `maxDepth` levels deep.
 * @throws AppError `malformed_request`
 */
export function parseJson(bytes: Uint8Array, maxDepth: number): unknown {
  // Before parsing: a body of nothing but brackets would cost the parser 40 times its size.
  if (isDeeperThan(bytes, maxDepth)) {
    throw new AppError('malformed_request', `The JSON is nested deeper than ${maxDepth} levels.`);
  }
  const text = decodeUtf8(bytes);
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('malformed_request', 'The body is not valid JSON.');
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw new AppError('malformed_request', 'The body is not valid UTF-8.');
  }
}

/** Counts brackets outside strings; every byte that matters is ASCII, so no decoding is needed. */
function isDeeperThan(bytes: Uint8Array, maxDepth: number): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < bytes.length; index += 1) {
    const byte = bytes[index] ?? 0;
    if (isInString) {
      if (byte === BACKSLASH) index += 1;
      else if (byte === QUOTE) isInString = false;
    } else if (byte === QUOTE) isInString = true;
    else if (CLOSING.has(byte)) depth -= 1;
    else if (OPENING.has(byte) && (depth += 1) > maxDepth) return true;
  }
  return false;
}
