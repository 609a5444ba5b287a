import type { DocumentMime, DocumentStatus } from '../../../../contract/document.ts';
import type { IngestErrorCode } from '../../../../contract/ingest-run.ts';
import type { Term } from './term.ts';

export const DOCUMENT_STATUS_TERMS: Readonly<Record<DocumentStatus, Term>> = {
  processing: {
    label: 'Processing',
    tone: 'info',
    icon: 'clock',
    meaning: 'No version has been published yet.',
  },
  held: {
    label: 'Held',
    tone: 'warn',
    icon: 'eye',
    meaning: 'Its first version waits for approval because of what was found in it.',
  },
  ready: { label: 'Ready', tone: 'good', icon: 'check', meaning: 'Its chunks can be retrieved.' },
  failed: {
    label: 'Failed',
    tone: 'bad',
    icon: 'cross',
    meaning: 'It could not be ingested, and no version of it serves.',
  },
  retired: {
    label: 'Retired',
    tone: 'muted',
    icon: 'minus',
    meaning: 'Never retrieved again; old traces still show what they cited.',
  },
};

export const MIME_WORDS: Readonly<Record<DocumentMime, string>> = {
  'text/markdown': 'Markdown',
  'text/plain': 'Plain text',
  'text/html': 'HTML',
  'application/pdf': 'PDF',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'Word (DOCX)',
  'text/csv': 'CSV',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'PowerPoint (PPTX)',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'Excel (XLSX)',
  'message/rfc822': 'E-mail',
  'application/json': 'JSON',
  'application/x-ndjson': 'JSON Lines',
  'text/x-source': 'Source code',
};

export const INGEST_ERROR_WORDS: Readonly<Record<IngestErrorCode, string>> = {
  empty: 'The file is empty',
  unreadable: 'The file cannot be read',
  encrypted: 'The file is encrypted',
  no_text: 'No text was found',
  wrong_type: 'The content is not what the name says',
  invalid_encoding: 'The encoding of the text cannot be told',
  too_large: 'The file is too large',
  too_slow: 'Reading the file took too long',
  embedding_unavailable: 'The embedding model is not available',
  source_unavailable: 'Its source could not be read',
  refused: 'Refused for what was found in it',
  retired: 'Retired before its turn',
  internal: 'Something went wrong on our side',
};
