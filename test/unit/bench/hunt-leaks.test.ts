import { describe, expect, it } from 'vitest';
import { huntLeaks } from '../../../bench/routing/leaks/hunt-leaks.ts';

const REQUESTS = 1_500;
/** Thousands of questions are answered, on a machine that may have other work. */
const DEADLINE_MS = 60_000;

describe('generated questions under generated configurations', () => {
  it(
    'reach no model that may not see them, by whatever way, while models fail in every way',
    { timeout: DEADLINE_MS },
    async () => {
      const { leaks, calls, callsByKind, forbidden } = await huntLeaks(REQUESTS, 1);

      expect(leaks).toEqual([]);
      // Otherwise nothing would have been looked for.
      expect(calls).toBeGreaterThan(REQUESTS / 2);
      expect(forbidden).toBeGreaterThan(REQUESTS);
      for (const kind of [
        'primary',
        'retry',
        'fallback',
        'hedge',
        'escalation',
        'repair',
      ] as const) {
        expect(callsByKind[kind], kind).toBeGreaterThanOrEqual(3);
      }
    },
  );
});
