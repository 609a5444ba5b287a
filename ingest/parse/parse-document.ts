import type { DocumentMime } from '../../contract/document.ts';
import { DOCX_MIME, PPTX_MIME, XLSX_MIME } from '../../core/file-extensions.ts';
import { messageOf } from '../../platform/errors.ts';
import {
  DEFAULT_PARSE_LIMITS,
  type ParsedDocument,
  type ParseLimits,
  type ParseOutcome,
  ParseRefusal,
} from './parsed-document.ts';

export interface DocumentBytes {
  readonly mime: DocumentMime;
  readonly bytes: Uint8Array;
}

/**
 * Parses one document in this process. Every file ends in an outcome: what a library throws on damaged
 * input becomes `unreadable`. Memory and time are bounded by the child process that calls this.
 */
export async function parseDocument(
  file: DocumentBytes,
  limits: ParseLimits = DEFAULT_PARSE_LIMITS,
): Promise<ParseOutcome> {
  if (file.bytes.length === 0) return failed('empty', 'The file is empty (0 bytes).');
  if (file.bytes.length > limits.maxBytes)
    return failed(
      'too_large',
      `The file has ${file.bytes.length} bytes; at most ${limits.maxBytes} are read.`,
    );
  try {
    const document = await runParser(file, limits);
    if (document.blocks.length === 0) return nothingFound(file, document);
    return { kind: 'parsed', document: { ...document, title: tidyTitle(document.title) } };
  } catch (error) {
    if (error instanceof ParseRefusal) return failed(error.code, error.message);
    return failed('unreadable', `The file could not be read as ${file.mime}: ${messageOf(error)}.`);
  }
}

/** As long as the contract allows. */
const MAX_TITLE_CHARS = 500;

type Parse = (bytes: Uint8Array, limits: ParseLimits) => ParsedDocument | Promise<ParsedDocument>;

/** Each parser's libraries are loaded when the first document of its type comes. */
const PARSER_LOADERS: Readonly<Record<DocumentMime, () => Promise<Parse>>> = {
  'text/markdown': async () => (await import('./parse-markdown.ts')).parseMarkdown,
  'text/plain': async () => (await import('./parse-plain-text.ts')).parsePlainText,
  'text/html': async () => (await import('./parse-html.ts')).parseHtml,
  'text/csv': async () => (await import('./parse-csv.ts')).parseCsv,
  'application/pdf': async () => (await import('./pdf/parse-pdf.ts')).parsePdf,
  [DOCX_MIME]: async () => (await import('./parse-docx.ts')).parseDocx,
  [PPTX_MIME]: async () => (await import('./pptx/parse-pptx.ts')).parsePptx,
  [XLSX_MIME]: async () => (await import('./xlsx/parse-xlsx.ts')).parseXlsx,
  'message/rfc822': async () => (await import('./parse-mail.ts')).parseMail,
  'application/json': async () => (await import('./parse-json.ts')).parseJson,
  'application/x-ndjson': async () => (await import('./parse-json.ts')).parseJsonLines,
  'text/x-source': async () => (await import('./parse-source.ts')).parseSource,
};

async function runParser(file: DocumentBytes, limits: ParseLimits): Promise<ParsedDocument> {
  const parse = await PARSER_LOADERS[file.mime]();
  return await parse(file.bytes, limits);
}

/** A title on one line that can be stored and shown. */
function tidyTitle(title: string | null): string | null {
  if (title === null) return null;
  const line = title.replaceAll('\0', '').toWellFormed().replace(/\s+/g, ' ').trim();
  const tidy = line.slice(0, MAX_TITLE_CHARS).replace(/[\ud800-\udbff]$/, '');
  return tidy === '' ? null : tidy;
}

function nothingFound(file: DocumentBytes, document: ParsedDocument): ParseOutcome {
  const hidden = document.findings?.find(({ kind }) => kind === 'hidden_text');
  if (hidden !== undefined)
    return failed('no_text', `All that the file says is hidden from its readers: ${hidden.detail}`);
  if (file.mime !== 'application/pdf')
    return failed('empty', 'The file holds no text: only white space, markup or pictures.');
  const pages = document.pageCount === 1 ? 'page has' : `${document.pageCount} pages have`;
  return failed(
    'no_text',
    `The PDF's ${pages} no text, so it is probably scanned or drawn. Run it through text recognition (OCR) and send it again.`,
  );
}

function failed(
  code: Extract<ParseOutcome, { kind: 'failed' }>['code'],
  detail: string,
): ParseOutcome {
  return { kind: 'failed', code, detail };
}
