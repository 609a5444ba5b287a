import type { Classification } from '../../../contract/classification.ts';

/** How one kind of entity is found. */
export interface Detector {
  readonly type: string;
  readonly classification: Classification;
  /** 1 for a passed checksum, which also tells a value from the words beside it; less for a shape alone. */
  readonly score: number;
  /** Global; bounded, so that a search takes linear time. The group `value`, if there is one, is the entity. */
  readonly pattern: RegExp;
  readonly isValid: (value: string) => boolean;
  /** Stands before the entity, or shortly behind it; without it the shape means nothing. */
  readonly context?: RegExp;
  /** Stands right before what looks alike and is something else. */
  readonly unless?: RegExp;
  /** A match has so many digits at least in one of its groups, as `mostGroupedDigits` counts them; 0 for none. */
  readonly minDigits: number;
  /** One look at the whole text that spares the search; every text with a match passes it. */
  readonly mayOccur: RegExp;
}

export function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

/** Letters and digits alone, in upper case. */
export function codeOf(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '').toUpperCase();
}
