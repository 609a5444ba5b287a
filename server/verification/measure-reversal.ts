import { DENIALS, findDenials } from './find-denials.ts';
import { formsOfSentence } from './measure-alignment.ts';
import type { Sentence } from './measure-alignment.ts';
import { HEDGES } from './measure-polarity.ts';
import type { Word } from './read-words.ts';

/**
 * Where a claim and the sentence that holds most of it differ in a "not" or in a reservation, however they are worded:
 * each the share of the claim's weight that the sentence holds, and 0 where they agree.
 */
export interface Reversal {
  /** The claim denies something, and the sentence nothing. */
  readonly deniedAlone: number;
  /** The same, and its neighbours deny nothing either. */
  readonly deniedFarAndWide: number;
  /** The sentence denies something, and the claim nothing. */
  readonly denialLeftOut: number;
  /** The sentence has a reservation, and the claim none. */
  readonly hedgeLeftOut: number;
}

const NONE: Reversal = { deniedAlone: 0, deniedFarAndWide: 0, denialLeftOut: 0, hedgeLeftOut: 0 };

export function measureReversal(
  claim: readonly Word[],
  best: Sentence | null,
  share: number,
): Reversal {
  if (best === null) return NONE;
  const own = claim.map(({ form }) => form);
  const there = formsOfSentence(best);
  const hasDenied = denies(own);
  return {
    deniedAlone: hasDenied && !there.some((form) => DENIALS.has(form)) ? share : 0,
    deniedFarAndWide: hasDenied && !denies(formsAround(best)) ? share : 0,
    denialLeftOut: denies(there) && !own.some((form) => DENIALS.has(form)) ? share : 0,
    hedgeLeftOut: hedges(there) && !hedges(own) ? share : 0,
  };
}

function formsAround({ index, at }: Sentence): readonly string[] {
  return [at - 1, at, at + 1].flatMap((near) => formsOfSentence({ index, at: near }));
}

function denies(forms: readonly string[]): boolean {
  return findDenials(forms.map((form) => ({ form }))).length > 0;
}

function hedges(forms: readonly string[]): boolean {
  return forms.some((form) => HEDGES.has(form));
}
