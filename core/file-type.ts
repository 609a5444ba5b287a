import type { DocumentMime } from '../contract/document.ts';
import { encodingOfMark, findUnmarkedUtf16, hasTextBytes } from './byte-encoding.ts';
import { DOCX_MIME, mimeOfName, PPTX_MIME, XLSX_MIME } from './file-extensions.ts';
import { hasZipSignature, readZipDirectory } from './zip-directory.ts';

/** `detail` says what was found and what to do, for the person who sent the file. */
export type FileType =
  | { readonly kind: 'known'; readonly mime: DocumentMime }
  | { readonly kind: 'unsupported'; readonly detail: string }
  | { readonly kind: 'mismatch'; readonly detail: string };

export interface NamedBytes {
  readonly fileName: string;
  readonly bytes: Uint8Array;
}

const CONTENT_NAMES: Readonly<Record<DocumentMime, string>> = {
  'text/markdown': 'Markdown',
  'text/plain': 'plain text',
  'text/html': 'HTML',
  'text/csv': 'CSV',
  'application/pdf': 'a PDF',
  [DOCX_MIME]: 'a Word document',
  [PPTX_MIME]: 'a PowerPoint presentation',
  [XLSX_MIME]: 'an Excel workbook',
  'message/rfc822': 'an e-mail',
  'application/json': 'JSON',
  'application/x-ndjson': 'JSON Lines',
  'text/x-source': 'source code',
};

/** The part that tells one Office format from another; some programs number it. */
const OFFICE_MAIN_PARTS: readonly (readonly [OfficeMime, RegExp])[] = [
  [DOCX_MIME, /^word\/document\d*\.xml$/],
  [PPTX_MIME, /^ppt\/presentation\d*\.xml$/],
  [XLSX_MIME, /^xl\/workbook\d*\.xml$/],
];
type OfficeMime = typeof DOCX_MIME | typeof PPTX_MIME | typeof XLSX_MIME;

/** Kinds of text in which a page of HTML is no mistake, or is for the parser to judge. */
const MAY_HOLD_HTML: ReadonlySet<DocumentMime | null> = new Set([
  'text/markdown',
  'text/html',
  'text/x-source',
  'message/rfc822',
]);

const READABLE_TYPES =
  'Markdown, plain text, HTML, PDF, DOCX, PPTX, XLSX, CSV, e-mail (EML), JSON, JSON Lines and source code';
const PDF_HEADER_WINDOW = 1024;
const TEXT_WINDOW = 2048;
const MAIL_HEADER =
  /^(?:from|to|subject|date|message-id|mime-version|return-path|received|delivered-to):/i;

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

function detectText(file: NamedBytes, named: DocumentMime | null): FileType {
  if (named === 'application/pdf')
    return mismatch(file.fileName, 'a PDF', 'no PDF header; it may be text or a damaged file');
  if (isOffice(named))
    return mismatch(file.fileName, CONTENT_NAMES[named], 'no Office file; it may be text');
  if (named !== null && MAY_HOLD_HTML.has(named)) return known(named);
  const head = decodeHead(file.bytes);
  const isHtml = looksLikeHtml(head);
  if (named !== null && named !== 'text/plain')
    return isHtml ? mismatch(file.fileName, CONTENT_NAMES[named], 'an HTML page') : known(named);
  if (isHtml) return known('text/html');
  if (named === 'text/plain') return known('text/plain');
  if (!isText(file.bytes)) return refuse(file.fileName, 'neither a known format nor text');
  return known(looksLikeMail(head) ? 'message/rfc822' : 'text/plain');
}

function detectZip(file: NamedBytes, named: DocumentMime | null): FileType {
  const directory = readZipDirectory(file.bytes);
  if (directory.kind === 'unreadable')
    return isOffice(named)
      ? known(named)
      : refuse(file.fileName, `a zip archive that cannot be read (${directory.detail})`);
  const names = directory.entries.map((entry) => entry.name);
  const office = OFFICE_MAIN_PARTS.find(([, part]) => names.some((name) => part.test(name)));
  if (office !== undefined) return checkName(file.fileName, office[0], CONTENT_NAMES[office[0]]);
  const content = nameOfZipContent(new Set(names));
  return named === null
    ? refuse(file.fileName, content)
    : mismatch(file.fileName, CONTENT_NAMES[named], content);
}

function nameOfZipContent(names: ReadonlySet<string>): string {
  if (names.has('xl/workbook.bin')) return 'a binary Excel workbook (.xlsb); save it as .xlsx';
  if (names.has('content.xml') && names.has('mimetype'))
    return 'an OpenDocument or e-book file; save it as .docx or PDF';
  return 'a zip archive; send the files in it one by one';
}

/** OLE2 holds the Office formats before 2007, and the encrypted form of those since. */
function detectOle(file: NamedBytes, named: DocumentMime | null): FileType {
  const isEncrypted = includesUtf16(file.bytes, 'EncryptedPackage');
  if (isEncrypted && isOffice(named)) return known(named);
  if (isEncrypted)
    return refuse(file.fileName, 'a password-protected Office file; remove the password');
  if (includesUtf16(file.bytes, 'WordDocument'))
    return refuse(file.fileName, 'in the old Word format (.doc); save it as .docx');
  if (includesUtf16(file.bytes, 'Workbook'))
    return refuse(file.fileName, 'in the old Excel format (.xls); save it as .xlsx');
  if (includesUtf16(file.bytes, 'PowerPoint Document'))
    return refuse(file.fileName, 'in the old PowerPoint format (.ppt); save it as .pptx');
  return refuse(file.fileName, 'in an old Office or Outlook format; save it as .docx, .eml or PDF');
}

function isOffice(mime: DocumentMime | null): mime is OfficeMime {
  return OFFICE_MAIN_PARTS.some(([office]) => office === mime);
}

/** Junk before the header is legal up to 1,024 bytes, but a text may also speak of `%PDF-`. */
function isPdf(bytes: Uint8Array, named: DocumentMime | null): boolean {
  const head = latin1(bytes.subarray(0, PDF_HEADER_WINDOW));
  if (/^\s*%PDF-/.test(head)) return true;
  return (named === null || named === 'application/pdf') && /%PDF-\d/.test(head);
}

/** The beginning as characters; which encoding of one byte a character it is does not matter for markup. */
function decodeHead(bytes: Uint8Array): string {
  const unicode = encodingOfMark(bytes) ?? findUnmarkedUtf16(bytes);
  return new TextDecoder(unicode ?? 'latin1').decode(bytes.subarray(0, TEXT_WINDOW));
}

/** Two header lines that mail has and prose has not, at the very start. */
function looksLikeMail(head: string): boolean {
  const lines = head.split(/\r?\n/).filter((line) => !/^[ \t]/.test(line));
  return MAIL_HEADER.test(lines[0] ?? '') && lines.filter(isMailOnlyHeader).length >= 2;
}

function isMailOnlyHeader(line: string): boolean {
  return /^(?:message-id|mime-version|return-path|received|delivered-to|date|from):\s/i.test(line);
}

function looksLikeHtml(start: string): boolean {
  let head = start.trimStart();
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

function isText(bytes: Uint8Array): boolean {
  if (encodingOfMark(bytes) !== null || findUnmarkedUtf16(bytes) !== null) return true;
  return hasTextBytes(bytes);
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

function hasSignature(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((value, index) => bytes[index] === value);
}

function includesUtf16(bytes: Uint8Array, text: string): boolean {
  return latin1(bytes).includes(text.split('').join('\0'));
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}
