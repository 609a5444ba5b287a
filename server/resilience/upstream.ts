import type { CircuitOrderState, CircuitTransition } from '../../contract/circuit.ts';
import type { ChatFailure, ChatReply } from '../../models/chat-model.ts';
import { createBulkhead, type Bulkhead, type BulkheadSettings } from './bulkhead.ts';
import { createCallLog, type CallLog, type CallSummary } from './call-log.ts';
import type { CallGate, EnteredCall, EnterOptions, RefusedCall } from './call-gate.ts';
import {
  explainRefusal,
  newCircuit,
  stepCircuit,
  type Circuit,
  type CircuitEffect,
  type CircuitEvent,
  type CircuitSettings,
} from './circuit.ts';
import { describeEnding } from './describe-ending.ts';
import { createFirstTokenLog, type FirstTokenLog } from './first-token-log.ts';
import { planRetry, type RetrySettings } from './plan-retry.ts';
import { createRetryBudget, type RetryBudget, type RetryBudgetSettings } from './retry-budget.ts';

export interface UpstreamSettings {
  readonly circuit: CircuitSettings;
  readonly bulkhead: BulkheadSettings;
  readonly retry: RetrySettings;
  readonly hedge: HedgeSettings;
}

export interface HedgeSettings {
  /** Null: after what the latest calls say. */
  readonly afterMs: number | null;
  readonly budget: RetryBudgetSettings;
}

export interface NumberedOrder {
  /** Grows from order to order. */
  readonly number: number;
  readonly state: CircuitOrderState;
  readonly reason: string;
}

export interface UpstreamSources {
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
  readonly clock: () => Date;
  /** Of all that is drawn here: the same calls at the same times then go the same way. */
  readonly seed: number;
  /** `firstBadAt`: when what opened a closed circuit began; null for every other change. */
  readonly onTransition: (transition: CircuitTransition, firstBadAt: Date | null) => void;
  /** What tells it from others, in every server and after every start. */
  readonly key: string;
}

export interface UpstreamStatus extends CallSummary {
  readonly circuit: Circuit;
  /** Null where no wait runs. */
  readonly retryAt: Date | null;
  readonly since: Date;
  /** The newest last. */
  readonly transitions: readonly CircuitTransition[];
  readonly inFlight: number;
  readonly costUsd: number;
}

const MAX_TRANSITIONS = 20;

/**
 * What stands behind one or more configured models: a provider's model in a region. It holds the
 * circuit, the bulkhead and the retry budget of all that call it.
 */
export class Upstream implements CallGate {
  readonly key: string;
  readonly #settings: UpstreamSettings;
  readonly #sources: UpstreamSources;
  readonly #bulkhead: Bulkhead;
  readonly #budget: RetryBudget;
  readonly #hedges: RetryBudget;
  readonly #firstTokens: FirstTokenLog;
  readonly #log: CallLog;
  #transitions: readonly CircuitTransition[] = [];
  #circuit: Circuit;
  #retrySeed: number;
  #costUsd = 0;
  /** The number of the newest order that has been followed. */
  #followed = 0;

  constructor(settings: UpstreamSettings, sources: UpstreamSources) {
    this.key = sources.key;
    this.#settings = settings;
    this.#sources = sources;
    this.#bulkhead = createBulkhead(settings.bulkhead);
    this.#budget = createRetryBudget(settings.retry.budget);
    this.#hedges = createRetryBudget(settings.hedge.budget);
    this.#firstTokens = createFirstTokenLog();
    this.#log = createCallLog(settings.circuit.windowSeconds * 1_000);
    this.#circuit = newCircuit(sources.seed, sources.now());
    this.#retrySeed = ~sources.seed;
  }

  /** Why a call would be refused now; null when it would not. */
  refusal(): RefusedCall | null {
    const detail = explainRefusal(this.#circuit, this.#context());
    if (detail !== null) return { kind: 'refused', refusedBy: 'breaker', detail };
    return this.#bulkhead.isFull() ? this.#refuseForBulkhead() : null;
  }

  async enter(options: EnterOptions): Promise<EnteredCall | RefusedCall> {
    const refusal = this.refusal();
    if (refusal !== null) return refusal;
    const leave = await this.#bulkhead.acquire(options);
    if (leave === null) return this.#refuseForBulkhead();
    const effects = this.#send({ kind: 'place' });
    const permit = effects.find((effect) => effect.kind === 'permit');
    if (permit === undefined) {
      leave();
      return { kind: 'refused', refusedBy: 'breaker', detail: refusalOf(effects) };
    }
    this.#budget.earn();
    this.#hedges.earn();
    return this.#enteredCall(permit.generation, leave);
  }

  planRetry(failure: ChatFailure, earlierRetries: number): number | null {
    // Probes are for the circuit to count.
    if (this.#circuit.kind !== 'closed') return null;
    const plan = planRetry(
      { failure, earlierRetries, seed: this.#retrySeed },
      this.#settings.retry,
    );
    if (plan === null || !this.#budget.take()) return null;
    this.#retrySeed = plan.seed;
    return plan.waitMs;
  }

  hedgeAfterMs(): number | null {
    return this.#settings.hedge.afterMs ?? this.#firstTokens.p95Ms();
  }

  takeHedge(): boolean {
    return this.#hedges.take();
  }

  reportQuality(check: { readonly generation: number; readonly isGood: boolean }): void {
    this.#send({ kind: 'check', ...check });
  }

  /** Does what an operator said, unless that, or something newer, has been done already. */
  follow({ number, state, reason }: NumberedOrder): void {
    if (number <= this.#followed) return;
    this.#followed = number;
    this.#send({ kind: state === 'forced_open' ? 'force_open' : 'release', reason });
  }

  status(): UpstreamStatus {
    const circuit = this.#circuit;
    return {
      ...this.#log.summarize(this.#sources.now()),
      circuit,
      retryAt: circuit.kind === 'open' ? this.#toDate(circuit.retryAt) : null,
      since: this.#toDate(circuit.since),
      transitions: this.#transitions,
      inFlight: this.#bulkhead.inFlight(),
      costUsd: this.#costUsd,
    };
  }

  #enteredCall(generation: number, leave: () => void): EnteredCall {
    const { kind } = this.#circuit;
    let isOver = false;
    const end = (finish: () => void) => {
      if (!isOver) finish();
      isOver = true;
      leave();
    };
    return {
      kind: 'entered',
      circuit: kind,
      generation,
      end: (result, costUsd) => {
        end(() => this.#end(generation, result, costUsd));
        return this.#circuit.kind;
      },
      abandon: () =>
        end(() => void this.#send({ kind: 'end', generation, ending: { kind: 'neutral' } })),
    };
  }

  #end(generation: number, result: ChatReply | ChatFailure, costUsd: number): void {
    const ending = describeEnding(result, costUsd);
    this.#costUsd += costUsd;
    this.#firstTokens.add(result);
    if (ending.kind !== 'neutral') {
      const { durationMs } = ending;
      const isFailure = ending.kind === 'failure';
      this.#log.add({ at: this.#sources.now(), durationMs, isFailure });
    }
    this.#send({ kind: 'end', generation, ending });
  }

  #send(event: CircuitEvent): readonly CircuitEffect[] {
    const { circuit, effects } = stepCircuit(this.#circuit, event, this.#context());
    this.#circuit = circuit;
    for (const effect of effects) {
      if (effect.kind !== 'transition') continue;
      const { from, to, cause, detail } = effect;
      const transition = { from, to, cause, detail, at: this.#sources.clock().toISOString() };
      this.#transitions = [...this.#transitions, transition].slice(-MAX_TRANSITIONS);
      const { firstBadAt } = effect;
      this.#sources.onTransition(transition, firstBadAt === null ? null : this.#toDate(firstBadAt));
    }
    return effects;
  }

  #context() {
    return { now: this.#sources.now(), settings: this.#settings.circuit };
  }

  #refuseForBulkhead(): RefusedCall {
    const { maxConcurrent } = this.#settings.bulkhead;
    const detail = `It has ${maxConcurrent} calls in flight already, and no place became free.`;
    return { kind: 'refused', refusedBy: 'bulkhead', detail };
  }

  #toDate(at: number): Date {
    return new Date(this.#sources.clock().getTime() + at - this.#sources.now());
  }
}

function refusalOf(effects: readonly CircuitEffect[]): string {
  const refusal = effects.find((effect) => effect.kind === 'refuse');
  return refusal?.detail ?? 'Its circuit is not closed.';
}
