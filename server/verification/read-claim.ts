import { findDates } from '../../core/text/dates.ts';
import type { DateMention } from '../../core/text/dates.ts';
import { findQuantities } from '../../core/text/quantities.ts';
import type { Quantities } from '../../core/text/quantities.ts';
import type { Span } from '../../core/text/spans.ts';
import { blankAttribution } from './blank-attribution.ts';
import { readTerms } from './read-terms.ts';
import type { Term } from './read-terms.ts';
import { readWords } from './read-words.ts';
import type { Word } from './read-words.ts';

/** A claim as the checks read it; offsets index the answer. */
export interface ReadClaim extends Span {
  /** As it stands in the answer, its markers blanked out. */
  readonly wording: string;
  /** The same without the words that only name a source; what is checked. */
  readonly text: string;
  readonly terms: readonly Term[];
  readonly words: readonly Word[];
  /** Both of the text, which their offsets index; read once, however many chunks the claim is held beside. */
  readonly quantities: Quantities;
  readonly dates: readonly DateMention[];
}

export function readClaim(plainText: string, { start, end }: Span): ReadClaim {
  const text = blankAttribution(plainText.slice(start, end));
  const place = <Piece extends Span>(piece: Piece): Piece => ({
    ...piece,
    start: piece.start + start,
    end: piece.end + start,
  });
  const wording = plainText.slice(start, end);
  const dates = findDates(text);
  return {
    start,
    end,
    wording,
    text,
    terms: readTerms(text, start),
    words: readWords(text).map(place),
    quantities: findQuantities(text, dates),
    dates,
  };
}
