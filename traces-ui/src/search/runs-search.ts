import { type RawSearch, readUuid } from './url-search.ts';

export interface RunSearch {
  /** The stale answer that is shown beside its new one. */
  readonly compare?: string | undefined;
}

export function readRunSearch(search: RawSearch): RunSearch {
  return { compare: readUuid(search['compare']) };
}
