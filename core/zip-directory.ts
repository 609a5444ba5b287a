/** One file of a zip archive as its central directory describes it; sizes in bytes, as claimed. */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly compressedSize: number;
  readonly uncompressedSize: number;
  readonly localHeaderOffset: number;
}

export type ZipDirectory =
  | { readonly kind: 'read'; readonly entries: readonly ZipEntry[] }
  | { readonly kind: 'unreadable'; readonly detail: string };

const END_SIGNATURE = 0x06054b50;
const ENTRY_SIGNATURE = 0x02014b50;
const LOCAL_SIGNATURE = 0x04034b50;
const END_SIZE = 22;
const ENTRY_SIZE = 46;
const LOCAL_SIZE = 30;
const MAX_COMMENT_SIZE = 0xffff;

/** Whether the bytes begin like a zip archive (a first file, or the end record of an empty one). */
export function hasZipSignature(bytes: Uint8Array): boolean {
  if (bytes.length < 4) return false;
  const signature = viewOf(bytes).getUint32(0, true);
  return signature === LOCAL_SIGNATURE || signature === END_SIGNATURE;
}

/**
 * Reads the list of files at the end of a zip archive without inflating anything (APPNOTE.TXT 4.3.12
 * and 4.3.16). Zip64 and multi-disk archives are reported as unreadable: nothing under 25 MB needs them.
 */
export function readZipDirectory(bytes: Uint8Array): ZipDirectory {
  const view = viewOf(bytes);
  const end = findEndRecord(view);
  if (end === null) return unreadable('it has no table of contents, so it is probably cut short');
  const entryCount = view.getUint16(end + 10, true);
  const directoryOffset = view.getUint32(end + 16, true);
  if (view.getUint16(end + 4, true) !== 0 || view.getUint16(end + 8, true) !== entryCount)
    return unreadable('it is one part of a multi-part archive');
  if (entryCount === 0xffff || directoryOffset === 0xffffffff)
    return unreadable('it uses the zip64 format');
  return readEntries(bytes, { offset: directoryOffset, end, entryCount });
}

/** Where the bytes of an entry begin, or null when its local header lies outside the archive. */
export function findZipEntryStart(bytes: Uint8Array, entry: ZipEntry): number | null {
  const view = viewOf(bytes);
  const header = entry.localHeaderOffset;
  if (header + LOCAL_SIZE > bytes.length) return null;
  if (view.getUint32(header, true) !== LOCAL_SIGNATURE) return null;
  const start =
    header + LOCAL_SIZE + view.getUint16(header + 26, true) + view.getUint16(header + 28, true);
  return start + entry.compressedSize <= bytes.length ? start : null;
}

function readEntries(
  bytes: Uint8Array,
  directory: { readonly offset: number; readonly end: number; readonly entryCount: number },
): ZipDirectory {
  const view = viewOf(bytes);
  const entries: ZipEntry[] = [];
  let offset = directory.offset;
  for (let index = 0; index < directory.entryCount; index += 1) {
    if (offset + ENTRY_SIZE > directory.end || view.getUint32(offset, true) !== ENTRY_SIGNATURE)
      return unreadable('its table of contents is damaged');
    const nameLength = view.getUint16(offset + 28, true);
    const name = bytes.subarray(offset + ENTRY_SIZE, offset + ENTRY_SIZE + nameLength);
    entries.push({
      name: new TextDecoder().decode(name),
      method: view.getUint16(offset + 10, true),
      isEncrypted: (view.getUint16(offset + 8, true) & 1) === 1,
      compressedSize: view.getUint32(offset + 20, true),
      uncompressedSize: view.getUint32(offset + 24, true),
      localHeaderOffset: view.getUint32(offset + 42, true),
    });
    const extraLength = view.getUint16(offset + 30, true);
    offset += ENTRY_SIZE + nameLength + extraLength + view.getUint16(offset + 32, true);
  }
  return { kind: 'read', entries };
}

function findEndRecord(view: DataView): number | null {
  const last = view.byteLength - END_SIZE;
  const first = Math.max(0, last - MAX_COMMENT_SIZE);
  for (let offset = last; offset >= first; offset -= 1)
    if (view.getUint32(offset, true) === END_SIGNATURE) return offset;
  return null;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function unreadable(detail: string): ZipDirectory {
  return { kind: 'unreadable', detail };
}
