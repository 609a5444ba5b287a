import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CallEnding } from '../../../../server/resilience/circuit.ts';
import { CircuitRun, FAILED, SUCCEEDED } from './circuit-harness.ts';

type Command =
  | { readonly do: 'place' }
  | { readonly do: 'end'; readonly which: number; readonly ending: CallEnding }
  | { readonly do: 'check'; readonly which: number; readonly isGood: boolean }
  | { readonly do: 'pass'; readonly milliseconds: number }
  | { readonly do: 'force' | 'release' };

const ending: fc.Arbitrary<CallEnding> = fc.oneof(
  fc.record({
    kind: fc.constant('success' as const),
    durationMs: fc.integer({ min: 0, max: 12_000 }),
    costUsd: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant('failure' as const),
    durationMs: fc.integer({ min: 0, max: 12_000 }),
    costUsd: fc.constant(0),
    retryAfterMs: fc.option(fc.integer({ min: 0, max: 3_600_000 })),
  }),
  fc.constant({ kind: 'neutral' as const }),
);

const which = fc.nat({ max: 1_000 });
const command: fc.Arbitrary<Command> = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ do: 'place' as const }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('end' as const), which, ending }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('check' as const), which, isGood: fc.boolean() }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('pass' as const),
      milliseconds: fc.integer({ min: 0, max: 20_000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constantFrom('force' as const, 'release' as const) }),
  },
);
const commands = fc.array(command, { maxLength: 200 });
const seed = fc.integer();

interface Placed {
  readonly generation: number;
  readonly state: string;
}

/** Runs commands; `inFlight` are the calls that were permitted and have not ended. */
function runCommands(
  run: CircuitRun,
  given: readonly Command[],
  afterEach: (inFlight: readonly Placed[], command: Command) => void,
): readonly Placed[] {
  const inFlight: Placed[] = [];
  for (const command of given) {
    apply(run, command, inFlight);
    afterEach(inFlight, command);
  }
  return inFlight;
}

function apply(run: CircuitRun, command: Command, inFlight: Placed[]): void {
  const at = 'which' in command ? command.which % Math.max(inFlight.length, 1) : 0;
  switch (command.do) {
    case 'place': {
      const generation = run.place();
      if (generation !== null) inFlight.push({ generation, state: run.circuit.kind });
      return;
    }
    case 'end': {
      const [placed] = inFlight.splice(at, 1);
      if (placed !== undefined) run.end(placed.generation, command.ending);
      return;
    }
    case 'check': {
      const generation = inFlight[at]?.generation ?? run.circuit.generation;
      run.send({ kind: 'check', generation, isGood: command.isGood });
      return;
    }
    case 'pass':
      run.now += command.milliseconds;
      return;
    case 'force':
      run.send({ kind: 'force_open', reason: 'Maintenance.' });
      return;
    case 'release':
      run.send({ kind: 'release', reason: 'It works again.' });
  }
}

describe('whatever happens to a circuit', () => {
  it('never has more probes of one half-open time in flight than it may', () => {
    fc.assert(
      fc.property(commands, seed, (given, seed) => {
        const run = new CircuitRun({}, seed);
        runCommands(run, given, (inFlight) => {
          const probes = inFlight.filter(
            ({ generation, state }) =>
              state === 'half_open' && generation === run.circuit.generation,
          );
          expect(probes.length).toBeLessThanOrEqual(run.settings.probes);
          const counted = run.circuit.kind === 'half_open' ? run.circuit.inFlight : 0;
          expect(counted).toBe(run.circuit.kind === 'half_open' ? probes.length : 0);
        });
      }),
    );
  });

  it('places nothing while it is forced open or waits', () => {
    fc.assert(
      fc.property(commands, seed, (given, seed) => {
        const run = new CircuitRun({}, seed);
        let before = run.circuit;
        let placedAllTheSame = 0;
        runCommands(run, given, (_inFlight, command) => {
          const isClosedToCalls =
            before.kind === 'forced_open' || (before.kind === 'open' && run.now < before.retryAt);
          const isChanged = run.circuit !== before;
          if (command.do === 'place' && isClosedToCalls && isChanged) placedAllTheSame += 1;
          before = run.circuit;
        });
        expect(placedAllTheSame).toBe(0);
      }),
    );
  });

  it('opens within the minimum number of failed calls', () => {
    fc.assert(
      fc.property(commands, fc.integer({ min: 1, max: 40 }), (given, minimumCalls) => {
        const run = new CircuitRun({ minimumCalls });
        runCommands(run, given, () => undefined);
        fc.pre(run.circuit.kind === 'closed');
        let calls = 0;
        while (run.circuit.kind === 'closed' && run.call(FAILED)) calls += 1;
        expect(calls).toBeLessThanOrEqual(minimumCalls);
      }),
    );
  });

  it('recovers once calls succeed, unless it is forced open', () => {
    fc.assert(
      fc.property(commands, seed, (given, seed) => {
        const run = new CircuitRun({}, seed);
        const inFlight = runCommands(run, given, () => undefined);
        run.send({ kind: 'release', reason: 'It works again.' });
        for (const { generation } of inFlight) run.end(generation, SUCCEEDED);
        for (let n = 0; n < 20 && run.circuit.kind !== 'closed'; n++) {
          run.waitOver();
          run.call(SUCCEEDED);
        }
        expect(run.circuit.kind).toBe('closed');
      }),
    );
  });

  it('takes no notice of calls that were placed in an earlier state', () => {
    fc.assert(
      fc.property(commands, ending, fc.boolean(), (given, ending, isGood) => {
        const run = new CircuitRun();
        const inFlight = runCommands(run, given, () => undefined);
        const { circuit } = run;
        for (const { generation } of inFlight) {
          if (generation === circuit.generation) continue;
          run.end(generation, ending);
          run.send({ kind: 'check', generation, isGood });
        }
        expect(run.circuit).toBe(circuit);
      }),
    );
  });

  it('waits no less than a Retry-After that opened it, and no more than its longest wait else', () => {
    fc.assert(
      fc.property(fc.option(fc.nat({ max: 3_600_000 })), seed, (retryAfterMs, seed) => {
        const run = new CircuitRun({}, seed);
        run.calls(10, { ...FAILED, retryAfterMs });
        const waitMs = run.circuit.kind === 'open' ? run.circuit.retryAt - run.now : -1;
        expect(waitMs).toBeGreaterThanOrEqual(retryAfterMs ?? 0);
        expect(waitMs).toBeLessThanOrEqual(Math.max(retryAfterMs ?? 0, run.settings.wait.maxMs));
      }),
    );
  });

  it('goes the same way for the same events and seed', () => {
    fc.assert(
      fc.property(commands, seed, (given, seed) => {
        const runs = [new CircuitRun({}, seed), new CircuitRun({}, seed)];
        for (const run of runs) runCommands(run, given, () => undefined);
        expect(runs[0]?.circuit).toEqual(runs[1]?.circuit);
      }),
    );
  });
});
