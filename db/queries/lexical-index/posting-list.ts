import type { Postings } from '../../posting-cache.ts';
import type { ChunkTerms } from './chunk-terms.ts';

/** Where a posting's fields stand; the number is an int4, the other two an int2 each, all big-endian. */
export const POSTING_BYTES = 8;
const LENGTH_OFFSET = 6;

/**
 * Stands in every chunk once, so that its lists name a segment's chunks. No text has it, so no question
 * asks for it.
 */
export const EVERY_CHUNK = '';

export const MAX_LENGTH = 65_535;
const MAX_FREQUENCY = 32_767;
const MAX_CHUNK_NUMBER = 2_147_483_647;

/** The posting lists of the chunks by term; chunks without terms are in that of `EVERY_CHUNK`. */
export function buildPostingLists(chunks: readonly ChunkTerms[]): ReadonlyMap<string, Buffer> {
  const fields = new Map<string, number[]>();
  for (const chunk of chunks.toSorted((left, right) => left.chunkNumber - right.chunkNumber)) {
    const { chunkNumber } = chunk;
    if (chunkNumber > MAX_CHUNK_NUMBER)
      throw new RangeError(`Chunk ${chunkNumber} has no posting.`);
    const length = Math.min(chunk.terms.length, MAX_LENGTH);
    for (const [term, frequency] of countTerms(chunk.terms)) {
      const list = fields.get(term);
      const posting = Math.min(frequency, MAX_FREQUENCY) * 65_536 + length;
      if (list === undefined) fields.set(term, [chunkNumber, posting]);
      else list.push(chunkNumber, posting);
    }
  }
  return encodeLists(fields);
}

function countTerms(terms: readonly string[]): ReadonlyMap<string, number> {
  const frequencies = new Map([[EVERY_CHUNK, 1]]);
  for (const term of terms) frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  return frequencies;
}

/** Each list is a view of one buffer. */
function encodeLists(fields: ReadonlyMap<string, readonly number[]>): ReadonlyMap<string, Buffer> {
  let byteCount = 0;
  for (const list of fields.values()) byteCount += list.length * 4;
  const encoded = Buffer.allocUnsafe(byteCount);
  const lists = new Map<string, Buffer>();
  let offset = 0;
  for (const [term, list] of fields) {
    const start = offset;
    for (const field of list) offset = encoded.writeInt32BE(field, offset);
    lists.set(term, encoded.subarray(start, offset));
  }
  return lists;
}

/** A list as it is scored, from base64: the number and the other two fields of each posting in turns. */
export function decodePostings(encoded: string): Postings {
  const bytes = Buffer.from(encoded, 'base64').swap32();
  const fields = new Int32Array(bytes.length / Int32Array.BYTES_PER_ELEMENT);
  Buffer.from(fields.buffer).set(bytes);
  return fields;
}

/** The chunk numbers of a list, in its order. */
export function chunkNumbersOf(postings: Buffer): readonly number[] {
  return chunkNumbersAt(postings, POSTING_BYTES);
}

/** A chunk number at every so many bytes. */
export function chunkNumbersAt(encoded: Buffer, step: number): readonly number[] {
  return Array.from({ length: encoded.length / step }, (_, index) =>
    encoded.readInt32BE(index * step),
  );
}

/** The lengths of a list's chunks, in its order. */
export function lengthsOf(postings: Buffer): readonly number[] {
  return Array.from({ length: postings.length / POSTING_BYTES }, (_, index) =>
    postings.readUInt16BE(index * POSTING_BYTES + LENGTH_OFFSET),
  );
}

/** One list in the order of chunk numbers out of several; a chunk that is in more than one stays once. */
export function mergePostings(lists: readonly Buffer[]): Buffer {
  const [only] = lists;
  if (only !== undefined && lists.length === 1) return only;
  const merged = Buffer.concat(lists);
  return isAscending(merged) ? merged : withoutRepeats(sortPostings(merged));
}

/** Splits a list into the postings of the given chunks and the others. */
export function splitPostings(
  postings: Buffer,
  chunkNumbers: ReadonlyMap<number, unknown>,
): { readonly inside: Buffer; readonly outside: Buffer } {
  if (chunkNumbers.size === 0) return { inside: Buffer.alloc(0), outside: postings };
  const inside: Buffer[] = [];
  const outside: Buffer[] = [];
  for (let offset = 0; offset < postings.length; offset += POSTING_BYTES) {
    const posting = postings.subarray(offset, offset + POSTING_BYTES);
    (chunkNumbers.has(posting.readInt32BE()) ? inside : outside).push(posting);
  }
  if (inside.length === 0) return { inside: Buffer.alloc(0), outside: postings };
  return { inside: Buffer.concat(inside), outside: Buffer.concat(outside) };
}

function isAscending(postings: Buffer): boolean {
  let previous = -1;
  for (let offset = 0; offset < postings.length; offset += POSTING_BYTES) {
    const chunkNumber = postings.readInt32BE(offset);
    if (chunkNumber <= previous) return false;
    previous = chunkNumber;
  }
  return true;
}

/** A posting read as one big-endian number sorts by its chunk number, for that comes first and is positive. */
function sortPostings(postings: Buffer): Buffer {
  const sorted = new ArrayBuffer(postings.length);
  const bytes = Buffer.from(sorted);
  bytes.set(postings);
  bytes.swap64();
  new BigUint64Array(sorted).sort();
  return bytes.swap64();
}

function withoutRepeats(sorted: Buffer): Buffer {
  const kept: Buffer[] = [];
  let previous = -1;
  for (let offset = 0; offset < sorted.length; offset += POSTING_BYTES) {
    const chunkNumber = sorted.readInt32BE(offset);
    if (chunkNumber !== previous) kept.push(sorted.subarray(offset, offset + POSTING_BYTES));
    previous = chunkNumber;
  }
  return Buffer.concat(kept);
}
