import { inflateRawSync } from 'node:zlib';
import { zipSync, type Zippable } from 'fflate';
import { findZipEntryStart, readZipDirectory, type ZipEntry } from '../../core/zip-directory.ts';
import { type ParseLimits, ParseRefusal } from './parsed-document.ts';

const STORED = 0;
const DEFLATED = 8;
/** The parts that hold text and its structure; pictures, fonts and embedded files are never inflated. */
const TEXT_PART =
  /^(?:\[Content_Types\]\.xml|_rels\/\.rels|word\/[^/]+\.xml|word\/_rels\/[^/]+\.rels)$/;

/**
 * Unpacks the text parts of a Word document within the limits and packs them again without compression,
 * so that the reader behind it can never inflate more than was allowed, whatever the archive claims.
 */
export function repackDocxText(bytes: Uint8Array, limits: ParseLimits): Uint8Array {
  const directory = readZipDirectory(bytes);
  if (directory.kind === 'unreadable')
    throw unreadable(`the archive cannot be read: ${directory.detail}`);
  checkClaims(directory.entries, limits);
  const files: Zippable = {};
  let unzippedBytes = 0;
  for (const entry of directory.entries) {
    if (!TEXT_PART.test(entry.name)) continue;
    const content = inflateEntry(bytes, entry, limits.maxUnzippedBytes - unzippedBytes);
    unzippedBytes += content.length;
    files[entry.name] = [content, { level: 0 }];
  }
  if (files['word/document.xml'] === undefined) throw unreadable('it holds no word/document.xml');
  return zipSync(files);
}

function checkClaims(entries: readonly ZipEntry[], limits: ParseLimits): void {
  if (entries.length > limits.maxZipEntries)
    throw tooLarge(`holds ${entries.length} parts; at most ${limits.maxZipEntries} are read`);
  const unzipped = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  if (unzipped > limits.maxUnzippedBytes) throw unpacksTooLarge(limits);
  const suspect = entries.find(
    (entry) =>
      entry.uncompressedSize > 1_000_000 &&
      entry.uncompressedSize > entry.compressedSize * limits.maxZipRatio,
  );
  if (suspect !== undefined)
    throw tooLarge(
      `unpacks ${suspect.name} to more than ${limits.maxZipRatio} times its size, as a zip bomb does`,
    );
}

function inflateEntry(bytes: Uint8Array, entry: ZipEntry, budget: number): Uint8Array {
  if (entry.isEncrypted)
    throw new ParseRefusal('encrypted', 'The Word document is encrypted. Remove the password.');
  const start = findZipEntryStart(bytes, entry);
  if (start === null) throw unreadable(`${entry.name} lies outside the archive`);
  const content = bytes.subarray(start, start + entry.compressedSize);
  if (entry.method === STORED) return content;
  if (entry.method !== DEFLATED)
    throw unreadable(`${entry.name} uses the unusual compression method ${entry.method}`);
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(1, budget) });
  } catch (error) {
    if (isTooLong(error)) throw tooLarge('unpacks to more than it claims');
    throw unreadable(`${entry.name} is damaged`);
  }
}

function isTooLong(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

function unpacksTooLarge(limits: ParseLimits): ParseRefusal {
  const megabytes = Math.round(limits.maxUnzippedBytes / 1024 / 1024);
  return tooLarge(`unpacks to more than ${megabytes} MB`);
}

function tooLarge(problem: string): ParseRefusal {
  return new ParseRefusal(
    'too_large',
    `The Word document ${problem}. Save it again, or split it into smaller documents.`,
  );
}

function unreadable(problem: string): ParseRefusal {
  return new ParseRefusal(
    'unreadable',
    `The file is not a readable Word document: ${problem}. Open it in Word and save it again.`,
  );
}
