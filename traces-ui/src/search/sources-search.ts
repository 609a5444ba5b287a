import type { SourceKind } from '../../../contract/source.ts';
import { SOURCE_KIND_WORDS } from '../ui/terms/source-terms.ts';
import { valueIn } from '../ui/terms/term.ts';
import type { RawSearch } from './url-search.ts';

export interface SourcesSearch {
  /** The kind of source that is being added; absent while none is. */
  readonly add?: SourceKind | undefined;
}

export function readSourcesSearch(search: RawSearch): SourcesSearch {
  return { add: valueIn(SOURCE_KIND_WORDS, search['add']) };
}
