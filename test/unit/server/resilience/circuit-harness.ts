import {
  newCircuit,
  stepCircuit,
  type CallEnding,
  type Circuit,
  type CircuitEffect,
  type CircuitEvent,
  type CircuitSettings,
} from '../../../../server/resilience/circuit.ts';

export const SETTINGS: CircuitSettings = {
  windowSeconds: 30,
  minimumCalls: 10,
  failureRate: 0.5,
  slowCallRate: 0.5,
  qualityFailRate: 0.5,
  slowCallMs: 8_000,
  costRatio: 2,
  wait: { baseMs: 5_000, factor: 2, maxMs: 120_000 },
  probes: 3,
};

export const FAILED: Extract<CallEnding, { kind: 'failure' }> = {
  kind: 'failure',
  durationMs: 20,
  costUsd: 0,
  retryAfterMs: null,
};
export const SUCCEEDED: Extract<CallEnding, { kind: 'success' }> = {
  kind: 'success',
  durationMs: 20,
  costUsd: 0.01,
};

/** A circuit with a clock that only the test moves. */
export class CircuitRun {
  circuit: Circuit;
  now: number;
  readonly settings: CircuitSettings;
  readonly effects: CircuitEffect[] = [];

  constructor(settings: Partial<CircuitSettings> = {}, seed = 1) {
    this.settings = { ...SETTINGS, ...settings };
    this.now = 1_000_000;
    this.circuit = newCircuit(seed, this.now);
  }

  send(event: CircuitEvent): readonly CircuitEffect[] {
    const step = stepCircuit(this.circuit, event, this);
    this.circuit = step.circuit;
    this.effects.push(...step.effects);
    return step.effects;
  }

  /** The generation that a call was permitted in; null when it was refused. */
  place(): number | null {
    const permit = this.send({ kind: 'place' }).find((effect) => effect.kind === 'permit');
    return permit?.generation ?? null;
  }

  end(generation: number, ending: CallEnding): void {
    this.send({ kind: 'end', generation, ending });
  }

  /** Places a call and ends it at once; whether it was permitted. */
  call(ending: CallEnding): boolean {
    const generation = this.place();
    if (generation !== null) this.end(generation, ending);
    return generation !== null;
  }

  calls(count: number, ending: CallEnding): void {
    for (let n = 0; n < count; n++) this.call(ending);
  }

  /** Lets the wait of an open circuit pass. */
  waitOver(): void {
    if (this.circuit.kind === 'open') this.now = this.circuit.retryAt;
  }

  causes(): readonly string[] {
    return this.effects.flatMap((effect) => (effect.kind === 'transition' ? [effect.cause] : []));
  }
}
