import type { DocumentStatus } from '../../../contract/document.ts';
import { DOCUMENT_STATUS_TERMS } from '../ui/terms/document-terms.ts';
import { valueIn } from '../ui/terms/term.ts';
import { type RawSearch, readInteger, readText, readUuid } from './url-search.ts';

export interface DocumentsSearch {
  readonly q?: string | undefined;
  readonly collection?: string | undefined;
  readonly status?: DocumentStatus | undefined;
}

export function readDocumentsSearch(search: RawSearch): DocumentsSearch {
  return {
    q: readText(search['q']),
    collection: readCollection(search['collection']),
    status: valueIn(DOCUMENT_STATUS_TERMS, search['status']),
  };
}

export interface DocumentSearch {
  /** The version shown; absent means the one that serves now. */
  readonly version?: number | undefined;
  readonly chunk?: string | undefined;
}

export function readDocumentSearch(search: RawSearch): DocumentSearch {
  return { version: readInteger(search['version'], 1), chunk: readUuid(search['chunk']) };
}

function readCollection(value: unknown): string | undefined {
  return typeof value === 'string' && /^[a-z0-9-]{1,64}$/.test(value) ? value : undefined;
}
