import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ALERT_STATES } from '../../../../contract/alert.ts';
import {
  stepAlert,
  type AlertPhase,
  type AlertSight,
} from '../../../../server/alerts/step-alert.ts';

const PATIENCE = { openAfterMs: 300, closeAfterMs: 600 };
const SIGHTS = ['bad', 'between', 'well', 'none', 'same'] as const;
const START: AlertPhase = { state: 'ok', since: 0 };

interface Seen {
  readonly sight: AlertSight;
  readonly now: number;
}

/** The states and changes that a row of looks leads to. */
function run(seen: readonly Seen[]) {
  let phase = START;
  return seen.map((look) => {
    const step = stepAlert(phase, look, PATIENCE);
    phase = step.phase;
    return { ...look, state: phase.state, change: step.change };
  });
}

function lastState(...looks: readonly (readonly [AlertSight, number])[]) {
  return run(looks.map(([sight, now]) => ({ sight, now }))).at(-1);
}

const seenArbitrary = fc
  .array(fc.tuple(fc.constantFrom(...SIGHTS), fc.integer({ min: 1, max: 400 })), { maxLength: 60 })
  .map((looks) => {
    let now = 0;
    return looks.map(([sight, later]) => {
      now += later;
      return { sight, now };
    });
  });

describe('an alert', () => {
  it('opens only when it has been bad for long enough', () => {
    expect(lastState(['bad', 0], ['bad', 299])).toMatchObject({ state: 'pending', change: null });
    expect(lastState(['bad', 0], ['bad', 300])).toMatchObject({ state: 'open', change: 'opened' });
  });

  it('begins anew when it was not bad in between', () => {
    expect(lastState(['bad', 0], ['between', 200], ['bad', 310])?.state).toBe('pending');
    expect(lastState(['bad', 0], ['none', 200], ['bad', 310])?.state).toBe('pending');
  });

  it('closes only when it has been well for long enough', () => {
    const opened = [
      ['bad', 0],
      ['bad', 300],
      ['well', 400],
    ] as const;
    expect(lastState(...opened, ['well', 999])?.state).toBe('clearing');
    expect(lastState(...opened, ['well', 1_000])).toMatchObject({ state: 'ok', change: 'closed' });
    expect(lastState(...opened, ['between', 900], ['well', 1_100])?.state).toBe('clearing');
  });

  it('stays just as it is while nothing new is to be seen, for however long', () => {
    expect(lastState(['bad', 0], ['same', 9_000])).toMatchObject({
      state: 'pending',
      change: null,
    });
    expect(lastState(['bad', 0], ['same', 200], ['bad', 300])?.change).toBe('opened');
    expect(lastState(['bad', 0], ['bad', 300], ['well', 400], ['same', 9_000])?.state).toBe(
      'clearing',
    );
  });

  it('stays open without figures', () => {
    expect(lastState(['bad', 0], ['bad', 300], ['none', 9_000])?.state).toBe('open');
  });
});

describe('whatever an alert sees', () => {
  it('opens and closes in turn, and never closes first', () => {
    fc.assert(
      fc.property(seenArbitrary, (seen) => {
        const changes = run(seen).flatMap(({ change }) => change ?? []);
        changes.forEach((change, index) =>
          expect(change).toBe(index % 2 === 0 ? 'opened' : 'closed'),
        );
      }),
    );
  });

  it('opens after nothing but bad looks over its whole time, and closes after well ones', () => {
    fc.assert(
      fc.property(seenArbitrary, (seen) => {
        const steps = run(seen);
        steps.forEach(({ change, now }, index) => {
          if (change === null) return;
          const [wanted, patience] =
            change === 'opened'
              ? (['bad', PATIENCE.openAfterMs] as const)
              : (['well', PATIENCE.closeAfterMs] as const);
          const upTo = steps.slice(0, index + 1);
          const breakAt = upTo.findLastIndex(({ sight }) => ![wanted, 'same'].includes(sight));
          const begin = upTo.slice(breakAt + 1).find(({ sight }) => sight === wanted);
          expect(now - (begin?.now ?? now)).toBeGreaterThanOrEqual(patience);
        });
      }),
    );
  });

  it('is in a state that its look allows', () => {
    const allowed: Readonly<Record<AlertSight, readonly string[]>> = {
      bad: ['pending', 'open'],
      between: ['ok', 'open'],
      none: ['ok', 'open'],
      well: ['ok', 'clearing'],
      same: ALERT_STATES,
    };
    fc.assert(
      fc.property(fc.constantFrom(...ALERT_STATES), fc.constantFrom(...SIGHTS), (state, sight) => {
        const step = stepAlert({ state, since: 0 }, { sight, now: 100 }, PATIENCE);
        expect(allowed[sight]).toContain(step.phase.state);
      }),
    );
  });
});
