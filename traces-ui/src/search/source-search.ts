import { valueIn } from '../ui/terms/term.ts';
import { type RawSearch, readInteger } from './url-search.ts';

/** How a document version can be looked at. */
export const SOURCE_VIEWS = { text: 'Text', page: 'Page' } as const;

export interface SourceSearch {
  readonly view?: keyof typeof SOURCE_VIEWS | undefined;
  /** The page shown; absent means the one with the marked words. */
  readonly page?: number | undefined;
}

export function readSourceSearch(search: RawSearch): SourceSearch {
  return { view: valueIn(SOURCE_VIEWS, search['view']), page: readInteger(search['page'], 1) };
}
