import { type RawSearch, readInteger } from './url-search.ts';

export interface ClassifierSearch {
  /** Two versions side by side: from which, and to which. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

export function readClassifierSearch(search: RawSearch): ClassifierSearch {
  return { from: readInteger(search['from'], 1), to: readInteger(search['to'], 1) };
}
