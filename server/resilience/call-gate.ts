import type { CircuitState } from '../../contract/circuit.ts';
import type { ChatFailure, ChatReply } from '../../models/chat-model.ts';

/** What every call of a model passes: its circuit, its bulkhead and its retry budget. */
export interface CallGate {
  /** Waits for a free place at most so long; rejects only when the signal aborts. */
  enter(wait: EnterOptions): Promise<EnteredCall | RefusedCall>;
  /** Milliseconds to wait before the failed call is made again; null when it is not to be. */
  planRetry(failure: ChatFailure, earlierRetries: number): number | null;
  /** Without a first token in so many milliseconds, another model may be asked beside it; null for never. */
  hedgeAfterMs(): number | null;
  /** Whether the hedge budget had one left to take. */
  takeHedge(): boolean;
  /** What verification said of an answer that a call gave. */
  reportQuality(check: { readonly generation: number; readonly isGood: boolean }): void;
}

export interface EnterOptions {
  readonly maxWaitMs: number;
  readonly signal: AbortSignal;
}

export interface RefusedCall {
  readonly kind: 'refused';
  readonly refusedBy: 'breaker' | 'bulkhead';
  readonly detail: string;
}

/** A call that may be made now, and must be ended once, one way or the other. */
export interface EnteredCall {
  readonly kind: 'entered';
  readonly circuit: CircuitState;
  readonly generation: number;
  /** The state that the circuit is in afterwards. */
  end(result: ChatReply | ChatFailure, costUsd: number): CircuitState;
  /** The call ended in a surprise that says nothing of the model. */
  abandon(): void;
}
