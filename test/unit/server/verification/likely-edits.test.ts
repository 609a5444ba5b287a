import { describe, expect, it } from 'vitest';
import { judgeBeside } from './evidence.ts';

type Pair = [claim: string, source: string];

describe('what looks like an edit, though not surely', () => {
  it('is no support where the claim denies and all around it is said without', () => {
    const claim = 'Contributions above the yearly limit cannot be made before the age of 50';
    const source =
      'From 50 on you may pay in more than the yearly limit: an extra 6,000 of contributions a year.';

    const { verdict, codes } = judgeBeside(claim, source);

    expect(verdict).toBe('unsupported');
    expect(codes).toContain('negation_flipped');
  });

  it('is no denial of its own where the source denies in other words', () => {
    const { codes } = judgeBeside(
      'The policy does not cover dental treatment',
      'Dental treatment is excluded from the policy.',
    );

    expect(codes).not.toContain('negation_flipped');
  });

  it('is no whole support where a reservation is left out', () => {
    const { verdict, codes } = judgeBeside(
      'Refunds are paid within ten days',
      'Refunds are usually paid out to customers within ten days.',
    );

    expect(verdict).toBe('partially_supported');
    expect(codes).toContain('hedge_dropped');
  });

  it.each<Pair>([
    ['Staff can work from home', 'Staff may work from home.'],
    ['Refunds usually arrive in ten days', 'Refunds usually arrive within ten days.'],
    ['Ana leads the Madrid office', 'The Madrid office is led by Ana. Tom leads the Paris office.'],
  ])('is not seen in what the source says: %s', (claim, source) => {
    expect(judgeBeside(claim, source).verdict).toBe('supported');
  });
});
