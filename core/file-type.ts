import type { DocumentMime } from '../contract/document.ts';
import { hasZipSignature, readZipDirectory } from './zip-directory.ts';

export const DOCX_MIME = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** `detail` says what was found and what to do, for the person who sent the file. */
export type FileType =
  | { readonly kind: 'known'; readonly mime: DocumentMime }
  | { readonly kind: 'unsupported'; readonly detail: string }
  | { readonly kind: 'mismatch'; readonly detail: string };

export interface NamedBytes {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

const MIME_BY_EXTENSION: Readonly<Record<string, DocumentMime>> = {
  md: 'text/markdown',
  markdown: 'text/markdown',
  csv: 'text/csv',
  txt: 'text/plain',
  text: 'text/plain',
  log: 'text/plain',
  html: 'text/html',
  htm: 'text/html',
  pdf: 'application/pdf',
  docx: DOCX_MIME,
};

const CONTENT_NAMES: Readonly<Record<DocumentMime, string>> = {
  'text/markdown': 'Markdown',
  'text/plain': 'plain text',
  'text/html': 'HTML',
  'text/csv': 'CSV',
  'application/pdf': 'a PDF',
  [DOCX_MIME]: 'a Word document',
};

const READABLE_TYPES = 'Markdown, plain text, HTML, PDF, DOCX and CSV';
const PDF_HEADER_WINDOW = 1024;
const HTML_WINDOW = 2048;

/**
 * Decides what a file is from its bytes, and from its name only where bytes cannot tell one kind of text
 * from another. A file whose name promises another kind of content than it has is a mismatch.
 */
export function detectFileType(file: NamedBytes): FileType {
  const named = mimeOfName(file.fileName);
  if (file.bytes.length === 0) return known(named ?? 'text/plain');
  if (isPdf(file.bytes, named)) return checkName(file.fileName, 'application/pdf', 'a PDF');
  if (hasZipSignature(file.bytes)) return detectZip(file, named);
  if (hasSignature(file.bytes, [0xd0, 0xcf, 0x11, 0xe0])) return detectOle(file, named);
  const foreign = nameOfForeignFormat(file.bytes);
  if (foreign !== null) return refuse(file.fileName, foreign);
  return detectText(file, named);
}

/** The type that a file name promises, or null when its extension promises none of ours. */
export function mimeOfName(fileName: string): DocumentMime | null {
  return MIME_BY_EXTENSION[extensionOf(fileName)] ?? null;
}

function detectText(file: NamedBytes, named: DocumentMime | null): FileType {
  if (named === 'application/pdf')
    return mismatch(file.fileName, 'a PDF', 'no PDF header; it may be text or a damaged file');
  if (named === DOCX_MIME)
    return mismatch(file.fileName, 'a Word document', 'no Word document; it may be text');
  if (named === 'text/markdown' || named === 'text/html') return known(named);
  const isHtml = looksLikeHtml(file.bytes);
  if (named === 'text/csv')
    return isHtml ? mismatch(file.fileName, 'CSV', 'an HTML page') : known(named);
  if (isHtml) return known('text/html');
  if (named === 'text/plain' || isText(file.bytes)) return known('text/plain');
  return refuse(file.fileName, 'neither a known format nor UTF-8 text');
}

function detectZip(file: NamedBytes, named: DocumentMime | null): FileType {
  const directory = readZipDirectory(file.bytes);
  if (directory.kind === 'unreadable')
    return named === DOCX_MIME
      ? known(DOCX_MIME)
      : refuse(file.fileName, `a zip archive that cannot be read (${directory.detail})`);
  const names = new Set(directory.entries.map((entry) => entry.name));
  if (names.has('word/document.xml')) return checkName(file.fileName, DOCX_MIME, 'a Word document');
  const content = nameOfZipContent(names);
  return named === null
    ? refuse(file.fileName, content)
    : mismatch(file.fileName, CONTENT_NAMES[named], content);
}

function nameOfZipContent(names: ReadonlySet<string>): string {
  if (names.has('xl/workbook.xml')) return 'an Excel workbook; save the sheet as CSV';
  if (names.has('ppt/presentation.xml')) return 'a PowerPoint file; save it as PDF';
  if (names.has('content.xml') && names.has('mimetype'))
    return 'an OpenDocument or e-book file; save it as .docx or PDF';
  return 'a zip archive; send the files in it one by one';
}

/** OLE2 holds the Office formats before 2007, and the encrypted form of those since. */
function detectOle(file: NamedBytes, named: DocumentMime | null): FileType {
  const isEncrypted = includesUtf16(file.bytes, 'EncryptedPackage');
  if (isEncrypted && named === DOCX_MIME) return known(DOCX_MIME);
  if (isEncrypted)
    return refuse(file.fileName, 'a password-protected Office file; remove the password');
  if (includesUtf16(file.bytes, 'WordDocument'))
    return refuse(file.fileName, 'in the old Word format (.doc); save it as .docx');
  if (includesUtf16(file.bytes, 'Workbook'))
    return refuse(file.fileName, 'in the old Excel format (.xls); save the sheet as CSV');
  return refuse(file.fileName, 'in an old Office or Outlook format; save it as .docx or PDF');
}

/** Junk before the header is legal up to 1,024 bytes, but a text may also speak of `%PDF-`. */
function isPdf(bytes: Uint8Array, named: DocumentMime | null): boolean {
  const head = latin1(bytes.subarray(0, PDF_HEADER_WINDOW));
  if (/^\s*%PDF-/.test(head)) return true;
  return (named === null || named === 'application/pdf') && /%PDF-\d/.test(head);
}

function looksLikeHtml(bytes: Uint8Array): boolean {
  let head = latin1(bytes.subarray(0, HTML_WINDOW))
    .replace(/^\u00ef\u00bb\u00bf/, '')
    .trimStart();
  for (let end = endOfPreamble(head); end > 0; end = endOfPreamble(head))
    head = head.slice(end).trimStart();
  return /^<(?:!doctype html|html|head|body)[\s>]/i.test(head);
}

/** Where a comment or an XML declaration at the start ends; 0 when none is there. */
function endOfPreamble(head: string): number {
  const closing = head.startsWith('<!--') ? '-->' : head.startsWith('<?xml') ? '?>' : null;
  if (closing === null) return 0;
  const end = head.indexOf(closing);
  return end < 0 ? head.length : end + closing.length;
}

function nameOfForeignFormat(bytes: Uint8Array): string | null {
  if (hasSignature(bytes, [0x7b, 0x5c, 0x72, 0x74, 0x66])) return 'an RTF file; save it as .docx';
  const isImage =
    hasSignature(bytes, [0x89, 0x50, 0x4e, 0x47]) ||
    hasSignature(bytes, [0xff, 0xd8, 0xff]) ||
    hasSignature(bytes, [0x47, 0x49, 0x46, 0x38]);
  return isImage ? 'an image, which holds no text' : null;
}

/** Valid UTF-8 without NUL, or text that says by its byte order mark that it is UTF-16. */
function isText(bytes: Uint8Array): boolean {
  if (hasSignature(bytes, [0xff, 0xfe]) || hasSignature(bytes, [0xfe, 0xff])) return true;
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function checkName(fileName: string, mime: DocumentMime, content: string): FileType {
  const named = mimeOfName(fileName);
  return named === null || named === mime
    ? known(mime)
    : mismatch(fileName, CONTENT_NAMES[named], content);
}

function known(mime: DocumentMime): FileType {
  return { kind: 'known', mime };
}

function refuse(fileName: string, content: string): FileType {
  return {
    kind: 'unsupported',
    detail: `${fileName} is ${content}. What can be read: ${READABLE_TYPES}.`,
  };
}

function mismatch(fileName: string, expected: string, content: string): FileType {
  const detail = `${fileName} is named like ${expected} but its content is ${content}. Give it the right extension or send the right file.`;
  return { kind: 'mismatch', detail };
}

function extensionOf(fileName: string): string {
  const dot = fileName.lastIndexOf('.');
  return dot < 0 ? '' : fileName.slice(dot + 1).toLowerCase();
}

function hasSignature(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((value, index) => bytes[index] === value);
}

function includesUtf16(bytes: Uint8Array, text: string): boolean {
  return latin1(bytes).includes(text.split('').join('\0'));
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}
