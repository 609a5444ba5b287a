import { describe, expect, it } from 'vitest';
import { verifyAnswer } from '../../../../server/verification/verify-answer.ts';
import { chunkOf } from './evidence.ts';

function verify(claim: string, source: string) {
  return verifyAnswer({ answer: `${claim} [1].`, evidence: [chunkOf(1, source)] }).claims[0];
}

describe('a "not" that the claim leaves out', () => {
  it.each([
    ['Smoking is allowed', 'Smoking is not allowed.'],
    ['The deposit is refundable', 'The deposit isn’t refundable.'],
    ['Customers may cancel', 'Customers may not cancel.'],
    ['Refunds will be made', "Refunds won't be made."],
    ['Refunds can be made', 'Refunds cannot be made.'],
    ['Gifts above 100 euros may be accepted', 'Gifts above 100 euros may not be accepted.'],
  ])('is noticed where it turns the predicate alone: %s', (claim, source) => {
    const verified = verify(claim, source);
    expect(verified?.verdict).toBe('contradicted');
    expect(verified?.reasons.map(({ code }) => code)).toEqual(['negation_flipped']);
  });

  it.each([
    ['The deposit is refundable', 'The deposit is refundable, but the fee is not refundable.'],
    ['Smoking is allowed outside', 'Smoking is allowed outside. It is not allowed inside.'],
    ['Orders may be changed', 'Orders may be changed, and invoices may not be changed.'],
    ['Refunds are possible', 'Refunds are possible within 30 days and not later.'],
  ])('is no matter where it stands in another clause: %s', (claim, source) => {
    expect(verify(claim, source)?.verdict).toBe('supported');
  });
});

describe('"nobody", "nothing" and "nowhere"', () => {
  it.each([
    ['Nobody pays the entrance fee', 'Staff pay the entrance fee at the gate.'],
    ['Nothing is charged for the second copy', 'A fee is charged for the second copy.'],
    ['Smoking is allowed nowhere on the site', 'Smoking is allowed on the site.'],
  ])('deny what the source states: %s', (claim, source) => {
    expect(verify(claim, source)?.verdict).toBe('contradicted');
  });

  it.each([
    ['Nobody pays the entrance fee', 'No one pays the entrance fee.'],
    ['Nothing is charged for the second copy', 'Nothing is charged for the second copy of a card.'],
  ])('may be what the source says: %s', (claim, source) => {
    expect(verify(claim, source)?.verdict).toBe('supported');
  });
});
