import { readBase64 } from './read-base64.ts';

export interface EncodedText {
  readonly start: number;
  readonly end: number;
  readonly decoded: string;
}

const RUN = /(?<![A-Za-z0-9+/_-])[A-Za-z0-9+/_-]{32,}/g;
const MAX_RUNS = 200;
const MAX_RUN_CHARS = 65_536;
/** Of what is decoded has to be written with ordinary characters to be a text. */
const MIN_PRINTABLE_SHARE = 0.9;

/** Decodes long runs of Base64 that hold text; a picture or a key holds none. */
export function readEncodedTexts(text: string): readonly EncodedText[] {
  const encoded: EncodedText[] = [];
  let count = 0;
  for (const match of text.matchAll(RUN)) {
    count += 1;
    if (count > MAX_RUNS) break;
    const decoded = readBase64(match[0].slice(0, MAX_RUN_CHARS));
    const printable = decoded.match(/[\p{L}\p{N}\p{P} \n]/gu)?.length ?? 0;
    if (printable < MIN_PRINTABLE_SHARE * decoded.length) continue;
    encoded.push({ start: match.index, end: match.index + match[0].length, decoded });
  }
  return encoded;
}
