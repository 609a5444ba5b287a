import { valueIn } from '../ui/terms/term.ts';
import type { RawSearch } from './url-search.ts';

/** Which results of a run are shown. */
export const VERIFICATION_VIEWS = { all: 'All', changed: 'Changed', same: 'Same' } as const;
export type VerificationView = keyof typeof VERIFICATION_VIEWS;

export interface VerificationSearch {
  /** All when not given. */
  readonly view?: VerificationView | undefined;
}

export function readVerificationSearch(search: RawSearch): VerificationSearch {
  return { view: valueIn(VERIFICATION_VIEWS, search['view']) };
}
