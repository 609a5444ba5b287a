import type { DocumentMime } from '../contract/document.ts';
import { DOCX_MIME, PPTX_MIME, XLSX_MIME } from './file-extensions.ts';

/** Changes whenever the same document would be cut differently. */
export const CHUNKER_VERSION = 'structure@3';

/**
 * Name and version that a document of each type carries when the present parser has read it: raised when
 * its text, blocks or findings would differ. What carries another is a stale index.
 */
export const PARSER_VERSIONS = {
  'text/markdown': 'markdown@3',
  'text/plain': 'text@2',
  'text/html': 'html@3',
  'text/csv': 'csv@2',
  'application/pdf': 'pdf@3',
  [DOCX_MIME]: 'docx@3',
  [PPTX_MIME]: 'pptx@2',
  [XLSX_MIME]: 'xlsx@2',
  'message/rfc822': 'eml@2',
  'application/json': 'json@2',
  'application/x-ndjson': 'jsonl@2',
  'text/x-source': 'source@2',
} as const satisfies Readonly<Record<DocumentMime, string>>;
