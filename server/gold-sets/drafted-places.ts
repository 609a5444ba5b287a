import type { DraftOrigin } from '../../contract/gold-draft.ts';
import type { DraftedItem } from '../../db/queries/gold-drafts.ts';

/** Where in which documents a set has drafts, whatever was decided about them. */
export interface DraftedPlaces {
  readonly hasItem: (id: string) => boolean;
  /** Whether a draft quotes these words of a source, or some of them; of one origin only, where it is given. */
  readonly holds: (source: string, words: string, template?: DraftOrigin) => boolean;
  /** Takes a place for a draft by a model; false where there is a draft of it. */
  readonly claim: (source: string, quote: string) => boolean;
}

type Place = Pick<DraftedItem, 'quote' | 'template'>;

export function readPlaces(drafted: readonly DraftedItem[]): DraftedPlaces {
  const ids = new Set(drafted.map(({ id }) => id));
  const places = new Map<string, readonly Place[]>();
  const placesOf = (source: string) => places.get(source) ?? [];
  const add = (source: string, place: Place) => {
    places.set(source, [...placesOf(source), place]);
  };
  for (const { sources, ...place } of drafted) for (const source of sources) add(source, place);
  const holds: DraftedPlaces['holds'] = (source, words, template) =>
    placesOf(source)
      .filter((place) => template === undefined || place.template === template)
      .some(({ quote }) => quote.includes(words) || words.includes(quote));
  return {
    hasItem: (id) => ids.has(id),
    holds,
    claim(source, quote) {
      if (holds(source, quote)) return false;
      add(source, { quote, template: 'model' });
      return true;
    },
  };
}
