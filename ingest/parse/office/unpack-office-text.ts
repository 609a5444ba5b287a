import { inflateRawSync } from 'node:zlib';
import { findZipEntryStart, readZipDirectory, type ZipEntry } from '../../../core/zip-directory.ts';
import { type ParseLimits, ParseRefusal } from '../parsed-document.ts';

/** How a kind of Office file is spoken of, and which of its parts hold text and its structure. */
export interface OfficeFormat {
  /** With its article, for example `a Word document`. */
  readonly name: string;
  readonly application: string;
  readonly textPart: RegExp;
}

export type OfficeParts = ReadonlyMap<string, Uint8Array>;

const STORED = 0;
const DEFLATED = 8;
const OLE2_SIGNATURE = [0xd0, 0xcf, 0x11, 0xe0];

/**
 * Unpacks the text parts of an Office file within the limits, so that nothing behind it can inflate more
 * than was allowed, whatever the archive claims; pictures, fonts and embedded files are never inflated.
 * Refuses what is encrypted, damaged or too large. An Office file with a password is an OLE2 container.
 */
export function unpackOfficeText(
  bytes: Uint8Array,
  format: OfficeFormat,
  limits: ParseLimits,
): OfficeParts {
  if (OLE2_SIGNATURE.every((value, index) => bytes[index] === value)) throw encrypted(format);
  const directory = readZipDirectory(bytes);
  if (directory.kind === 'unreadable')
    throw unreadableOffice(format, `the archive cannot be read: ${directory.detail}`);
  checkClaims(directory.entries, format, limits);
  const parts = new Map<string, Uint8Array>();
  let unzippedBytes = 0;
  for (const entry of directory.entries) {
    if (!format.textPart.test(entry.name)) continue;
    const budget = limits.maxUnzippedBytes - unzippedBytes;
    const content = inflateEntry(bytes, entry, { format, budget });
    unzippedBytes += content.length;
    parts.set(entry.name, content);
  }
  return parts;
}

export function unreadableOffice(format: OfficeFormat, problem: string): ParseRefusal {
  return new ParseRefusal(
    'unreadable',
    `The file is not readable as ${format.name}: ${problem}. Open it in ${format.application} and save it again.`,
  );
}

function checkClaims(
  entries: readonly ZipEntry[],
  format: OfficeFormat,
  limits: ParseLimits,
): void {
  if (entries.length > limits.maxZipEntries)
    throw tooLarge(
      format,
      `holds ${entries.length} parts; at most ${limits.maxZipEntries} are read`,
    );
  const unzipped = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  if (unzipped > limits.maxUnzippedBytes) {
    const megabytes = Math.round(limits.maxUnzippedBytes / 1024 / 1024);
    throw tooLarge(format, `unpacks to more than ${megabytes} MB`);
  }
  const suspect = entries.find(
    (entry) =>
      entry.uncompressedSize > 1_000_000 &&
      entry.uncompressedSize > entry.compressedSize * limits.maxZipRatio,
  );
  if (suspect !== undefined)
    throw tooLarge(
      format,
      `unpacks ${suspect.name} to more than ${limits.maxZipRatio} times its size, as a zip bomb does`,
    );
}

function inflateEntry(
  bytes: Uint8Array,
  entry: ZipEntry,
  { format, budget }: { readonly format: OfficeFormat; readonly budget: number },
): Uint8Array {
  if (entry.isEncrypted) throw encrypted(format);
  const start = findZipEntryStart(bytes, entry);
  if (start === null) throw unreadableOffice(format, `${entry.name} lies outside the archive`);
  const content = bytes.subarray(start, start + entry.compressedSize);
  if (content.length > budget && entry.method === STORED)
    throw tooLarge(format, 'unpacks to more than it claims');
  if (entry.method === STORED) return content;
  if (entry.method !== DEFLATED)
    throw unreadableOffice(
      format,
      `${entry.name} uses the unusual compression method ${entry.method}`,
    );
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(1, budget) });
  } catch (error) {
    if (isTooLong(error)) throw tooLarge(format, 'unpacks to more than it claims');
    throw unreadableOffice(format, `${entry.name} is damaged`);
  }
}

function isTooLong(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
}

function encrypted(format: OfficeFormat): ParseRefusal {
  return new ParseRefusal(
    'encrypted',
    `The file is ${format.name} that is protected by a password. Remove the password and send it again.`,
  );
}

function tooLarge(format: OfficeFormat, problem: string): ParseRefusal {
  return new ParseRefusal(
    'too_large',
    `The file is ${format.name} that ${problem}. Save it again, or split it into smaller documents.`,
  );
}
