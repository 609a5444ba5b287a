import { valueIn } from '../ui/terms/term.ts';
import type { RawSearch } from './url-search.ts';

/** What a gold set's page shows. */
export const GOLD_SET_VIEWS = { items: 'Items', drafts: 'Drafts' } as const;
export type GoldSetView = keyof typeof GOLD_SET_VIEWS;

export interface GoldSetSearch {
  /** The items when not given. */
  readonly view?: GoldSetView | undefined;
}

export function readGoldSetSearch(search: RawSearch): GoldSetSearch {
  return { view: valueIn(GOLD_SET_VIEWS, search['view']) };
}
