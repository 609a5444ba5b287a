import type { DocumentStatus } from '../../../contract/document.ts';
import { DOCUMENT_STATUS_TERMS } from '../ui/terms/document-terms.ts';
import { valueIn } from '../ui/terms/term.ts';
import { readSourceSearch, type SourceSearch } from './source-search.ts';
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

/** The tabs of a document in their order, with their names. */
export const DOCUMENT_TABS = {
  text: 'Text',
  versions: 'Versions',
  findings: 'Findings',
  answers: 'Answers',
  settings: 'Settings',
} as const;
export type DocumentTab = keyof typeof DOCUMENT_TABS;

export interface DocumentSearch extends SourceSearch {
  readonly tab?: DocumentTab | undefined;
  /** The version shown; absent means the one that serves now. */
  readonly version?: number | undefined;
  readonly chunk?: string | undefined;
  /** The finding that is highlighted, counted from 0. */
  readonly finding?: number | undefined;
  /** The stale answer that is shown beside its new one. */
  readonly compare?: string | undefined;
}

export function readDocumentSearch(search: RawSearch): DocumentSearch {
  return {
    ...readSourceSearch(search),
    tab: valueIn(DOCUMENT_TABS, search['tab']),
    version: readInteger(search['version'], 1),
    chunk: readUuid(search['chunk']),
    finding: readInteger(search['finding'], 0),
    compare: readUuid(search['compare']),
  };
}

/** The two versions that are compared; what is absent the server chooses. */
export interface DiffSearch {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export function readDiffSearch(search: RawSearch): DiffSearch {
  return { from: readInteger(search['from'], 1), to: readInteger(search['to'], 1) };
}

function readCollection(value: unknown): string | undefined {
  return typeof value === 'string' && /^[a-z0-9-]{1,64}$/.test(value) ? value : undefined;
}
