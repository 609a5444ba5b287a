import type { ModelAttempt } from '../../contract/routing.ts';
import type { ChatFailure, ChatReply } from '../../models/chat-model.ts';
import {
  admitCall,
  explainExhaustion,
  isCallable,
  note,
  type AdmittedCall,
  type CallableModel,
  type CallRun,
} from './call-run.ts';
import { makeCall } from './make-call.ts';

/** How a call ended, alone or beside another: of two, the one that answered, else the first. */
export interface CallEnd {
  readonly call: AdmittedCall;
  readonly kind: ModelAttempt['kind'];
  readonly result: ChatReply | ChatFailure;
  /** It failed when somebody had begun to read what it said. */
  readonly wasRead: boolean;
  /** Another model was asked beside it. */
  readonly isHedged: boolean;
}

/**
 * Makes a call, and a second one beside it when its first token does not come in time (J. Dean and
 * L. Barroso, "The tail at scale", 2013). Whose first token comes first is listened to, and the other call
 * is cancelled. The second model is one of the route's own, its gate and the hedge budget let it pass, and
 * it counts as one of the calls for the answer.
 */
export async function raceCalls(
  run: CallRun,
  first: AdmittedCall,
  kind: ModelAttempt['kind'],
): Promise<CallEnd> {
  const hasAlternate = listAlternates(run, first).length > 0;
  const waitMs = hasAlternate ? first.model.gate.hedgeAfterMs() : null;
  if (waitMs === null) return callAlone(run, first, kind);
  const race = new Race(run);
  const primary = race.enter(first, kind);
  const second = await race.beside(primary, () => admitWhenSlow(race, { run, first, waitMs }));
  if (second === null) return primary;
  const [ofFirst, ofSecond] = await race.both(primary, race.enter(second, 'hedge'));
  if (ofSecond.result.kind === 'reply') {
    note(run, `${first.model.name}: no token within ${Math.round(waitMs)} ms`);
    return { ...ofSecond, isHedged: true };
  }
  if (ofSecond.result.code !== 'cancelled') run.spent.add(second.model.name);
  return { ...(ofSecond.wasRead ? ofSecond : ofFirst), isHedged: true };
}

async function callAlone(
  run: CallRun,
  call: AdmittedCall,
  kind: ModelAttempt['kind'],
): Promise<CallEnd> {
  const { signal, onDelta } = run.request;
  const watch = { signal, onDelta, beatenBy: () => null };
  const result = await makeCall(run, call, { kind, watch });
  const wasRead = result.kind === 'failure' && result.streamedAny && onDelta !== null;
  return { call, kind, result, wasRead, isHedged: false };
}

/** Another call, once the first has been silent for so long; null where it is not, or nobody may be asked. */
async function admitWhenSlow(
  race: Race,
  {
    run,
    first,
    waitMs,
  }: { readonly run: CallRun; readonly first: AdmittedCall; readonly waitMs: number },
): Promise<AdmittedCall | null> {
  if (!(await race.isSilentFor(waitMs))) return null;
  const second = await admitAlternate(run, first.model, listAlternates(run, first));
  if (second === null || !race.isDecided()) return second;
  second.entered.abandon();
  await second.spend.settle(0);
  return null;
}

/** Who would come after this model, as far as the configuration wants them asked beside it. */
function listAlternates(
  { request, spent }: CallRun,
  first: AdmittedCall,
): readonly CallableModel[] {
  const at = request.models.findIndex(({ name }) => name === first.model.name);
  return request.models
    .slice(at + 1)
    .filter(isCallable)
    .filter(({ name }) => request.hedges.has(name) && !spent.has(name));
}

/** One that has a free place at once; null where there is none, or no hedge is left. */
async function admitAlternate(
  run: CallRun,
  { gate }: CallableModel,
  alternates: readonly CallableModel[],
): Promise<AdmittedCall | null> {
  if (explainExhaustion(run) !== null || !gate.takeHedge()) return null;
  for (const model of alternates) {
    const admission = await admitCall(run, model, 0);
    if (admission.kind === 'admitted') return admission;
  }
  return null;
}

class Race {
  readonly #run: CallRun;
  readonly #cancels = new Map<AdmittedCall, AbortController>();
  readonly #decided = new AbortController();
  #leader: AdmittedCall | null = null;

  constructor(run: CallRun) {
    this.#run = run;
  }

  isDecided(): boolean {
    return this.#decided.signal.aborted;
  }

  /** Whether no first token has come, and no call has ended, in that time. */
  async isSilentFor(waitMs: number): Promise<boolean> {
    const { limits, signal } = this.#run.request;
    const either = AbortSignal.any([signal, this.#decided.signal]);
    await Promise.resolve(limits.sleep(waitMs, either)).catch(() => undefined);
    return !this.isDecided() && !signal.aborted;
  }

  async enter(call: AdmittedCall, kind: ModelAttempt['kind']): Promise<CallEnd> {
    const { request } = this.#run;
    const cancel = new AbortController();
    this.#cancels.set(call, cancel);
    try {
      const result = await makeCall(this.#run, call, {
        kind,
        watch: {
          signal: AbortSignal.any([request.signal, cancel.signal]),
          beatenBy: () => (cancel.signal.aborted ? (this.#leader?.model.name ?? null) : null),
          onDelta: (text) => {
            if (this.#lead(call)) request.onDelta?.(text);
          },
        },
      });
      if (result.kind === 'reply') {
        this.#lead(call);
        return { call, kind, result, wasRead: false, isHedged: false };
      }
      const isHeard = this.#leader === null || this.#leader === call;
      const wasRead = isHeard && result.streamedAny && request.onDelta !== null;
      return { call, kind, result, wasRead, isHedged: false };
    } finally {
      this.#cancels.delete(call);
      this.#decided.abort();
    }
  }

  /** Does something while a call is under way; a surprise in it ends the call, too. */
  async beside<Value>(call: Promise<CallEnd>, work: () => Promise<Value>): Promise<Value> {
    // A surprise of the call itself is for whoever waits for the call.
    const ended = call.catch(() => undefined);
    try {
      return await work();
    } catch (error) {
      this.#cancelAll();
      await ended;
      throw error;
    }
  }

  /** Both, so that each is on record; one that ends in a surprise ends the other, too. */
  async both(first: Promise<CallEnd>, second: Promise<CallEnd>) {
    try {
      return await Promise.all([first, second]);
    } catch (error) {
      this.#cancelAll();
      await Promise.allSettled([first, second]);
      throw error;
    }
  }

  #cancelAll(): void {
    for (const cancel of this.#cancels.values()) cancel.abort();
  }

  /** Whether this call is the one that is listened to. The first to say something is. */
  #lead(call: AdmittedCall): boolean {
    if (this.#leader === null) {
      this.#leader = call;
      this.#decided.abort();
      for (const [other, cancel] of this.#cancels) if (other !== call) cancel.abort();
    }
    return this.#leader === call;
  }
}
