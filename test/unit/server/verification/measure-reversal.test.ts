import { describe, expect, it } from 'vitest';
import { indexWords } from '../../../../server/verification/index-words.ts';
import { measureReversal } from '../../../../server/verification/measure-reversal.ts';
import { readWords } from '../../../../server/verification/read-words.ts';
import { splitSentences } from '../../../../core/text/sentences.ts';

const SHARE = 0.8;

/** Against the sentence of a text with this place. */
function measure(claim: string, text: string, at = 0) {
  const index = indexWords(text, splitSentences(text));
  return measureReversal(readWords(claim), { index, at }, SHARE);
}

describe('a claim beside the sentence that holds most of it', () => {
  it('denies alone what the sentence says in other words', () => {
    const found = measure(
      'Contractors cannot borrow a laptop from the desk.',
      'The desk lends laptops to contractors too. Ask in the morning.',
    );
    expect(found).toMatchObject({ deniedAlone: SHARE, deniedFarAndWide: SHARE });
  });

  it('does not deny alone where the sentence denies, too', () => {
    const found = measure(
      'Contractors cannot borrow a laptop.',
      'No laptop is lent to contractors.',
    );
    expect(found).toEqual({
      deniedAlone: 0,
      deniedFarAndWide: 0,
      denialLeftOut: 0,
      hedgeLeftOut: 0,
    });
  });

  it('finds the denial of the sentence beside it', () => {
    const text = 'Laptops are for staff. Contractors do not get one.';
    const found = measure('Laptops are not for contractors.', text);
    expect(found).toMatchObject({ deniedAlone: SHARE, deniedFarAndWide: 0 });
  });

  it('does not take "not only" for a denial', () => {
    const found = measure('Laptops are not only for staff.', 'Staff and contractors get laptops.');
    expect(found).toMatchObject({ deniedAlone: 0, deniedFarAndWide: 0 });
  });

  it('does not take a bound for a denial', () => {
    for (const claim of [
      "A hotel can't cost more than £185.",
      'A hotel must not exceed £185.',
      'A hotel costs no more than £185.',
    ]) {
      expect(measure(claim, 'A hotel costs at most £185.').deniedAlone, claim).toBe(0);
    }
    const found = measure('A hotel is no longer paid for.', 'A hotel is paid for.');
    expect(found.deniedAlone).toBe(SHARE);
  });

  it('leaves out what the sentence denies', () => {
    const found = measure('Contractors get a laptop.', 'Contractors never get a laptop.');
    expect(found).toMatchObject({ denialLeftOut: SHARE, deniedAlone: 0 });
  });

  it('leaves out the reserve of the sentence', () => {
    const found = measure(
      'The parcel arrives in two days.',
      'The parcel usually arrives in 2 days.',
    );
    expect(found).toMatchObject({ hedgeLeftOut: SHARE });
    const kept = measure(
      'The parcel often arrives in two days.',
      'The parcel usually arrives in 2 days.',
    );
    expect(kept).toMatchObject({ hedgeLeftOut: 0 });
  });

  it('is nothing where no sentence holds anything of it', () => {
    expect(measureReversal(readWords('It is not so.'), null, 0)).toMatchObject({ deniedAlone: 0 });
  });
});
