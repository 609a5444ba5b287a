import type { DocumentMime } from '../contract/document.ts';
import { DOCX_MIME, PPTX_MIME, XLSX_MIME } from './file-extensions.ts';

/** Changes whenever the same document would be cut differently. */
export const CHUNKER_VERSION = 'structure@2';

/**
 * Name and version that a document of each type carries when the present parser has read it: raised when
 * its text, blocks or findings would differ. What carries another is a stale index.
 */
export const PARSER_VERSIONS = {
  'text/markdown': 'markdown@2',
  'text/plain': 'text@1',
  'text/html': 'html@2',
  'text/csv': 'csv@1',
  'application/pdf': 'pdf@2',
  [DOCX_MIME]: 'docx@2',
  [PPTX_MIME]: 'pptx@1',
  [XLSX_MIME]: 'xlsx@1',
  'message/rfc822': 'eml@1',
  'application/json': 'json@1',
  'application/x-ndjson': 'jsonl@1',
  'text/x-source': 'source@1',
} as const satisfies Readonly<Record<DocumentMime, string>>;
