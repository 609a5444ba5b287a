import type { StepTimings } from './answer-outcome.ts';

/** Charges the time of an answer to its steps. */
export interface StepClock {
  /** All the time since the last charge was this step's. */
  readonly charge: (step: keyof StepTimings) => void;
  readonly timings: () => StepTimings;
}

/** `now` is monotonic, in milliseconds. */
export function startStepClock(now: () => number): StepClock {
  const timings = { route: 0, retrieve: 0, generate: 0, verify: 0 };
  let last = now();
  return {
    charge(step) {
      const lapMs = now() - last;
      last += lapMs;
      timings[step] += lapMs;
    },
    timings: () => ({ ...timings }),
  };
}
