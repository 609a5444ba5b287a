import { analyse } from 'chardet';

const SAMPLE_BYTES = 65_536;
const MAX_LEAD_BYTES = 200;
const LINE_FEED = 0x0a;
/** Below this chardet knows no more than that the bytes are possible. */
const MIN_CONFIDENCE = 16;

/**
 * Names of encodings that the bytes may be in, likeliest first, by the frequencies of letters and letter
 * groups in the languages that use each (chardet, after ICU's detector). Empty when nothing is likely.
 */
export function guessEncoding(bytes: Uint8Array): readonly string[] {
  return analyse(sampleForeignLines(bytes))
    .filter(({ confidence }) => confidence >= MIN_CONFIDENCE)
    .map(({ name }) => name);
}

/** The first lines that hold more than ASCII, which tells nothing. */
function sampleForeignLines(bytes: Uint8Array): Uint8Array {
  const sample = new Uint8Array(SAMPLE_BYTES);
  let length = 0;
  let start = 0;
  for (let index = 0; index < bytes.length && length < SAMPLE_BYTES; index += 1) {
    const byte = bytes[index] ?? 0;
    if (byte === LINE_FEED) start = index + 1;
    if (byte < 0x80) continue;
    const from = Math.max(start, index - MAX_LEAD_BYTES);
    const lineEnd = bytes.indexOf(LINE_FEED, index);
    const end = Math.min(lineEnd < 0 ? bytes.length : lineEnd + 1, from + SAMPLE_BYTES - length);
    sample.set(bytes.subarray(from, end), length);
    length += end - from;
    start = end;
    index = end - 1;
  }
  return sample.subarray(0, length);
}
