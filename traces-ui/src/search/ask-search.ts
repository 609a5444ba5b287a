import { readSourceSearch, type SourceSearch } from './source-search.ts';
import { type RawSearch, readInstant, readInteger, readText, readUuid } from './url-search.ts';

export interface AskSearch extends SourceSearch {
  /** The id of the answer that is shown. */
  readonly answer?: string | undefined;
  /** The citation whose evidence is open. */
  readonly marker?: number | undefined;
  /** The claim whose evidence stands out. */
  readonly claim?: number | undefined;
  /** Names separated by commas; absent means all. */
  readonly collections?: string | undefined;
  /** The model that is asked by name; absent means as routed. */
  readonly model?: string | undefined;
  /** An instant: the documents as they stood then. */
  readonly as_of?: string | undefined;
}

export function readAskSearch(search: RawSearch): AskSearch {
  return {
    ...readSourceSearch(search),
    answer: readUuid(search['answer']),
    marker: readInteger(search['marker'], 0),
    claim: readInteger(search['claim'], 0),
    collections: readText(search['collections']),
    model: readText(search['model']),
    as_of: readInstant(search['as_of']),
  };
}
