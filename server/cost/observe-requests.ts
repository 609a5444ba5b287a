import type { Classification } from '../../contract/classification.ts';
import type { PricedAnswer } from '../../db/queries/priced-answers.ts';

export interface ObservedCall {
  readonly model: string;
  readonly input: number;
  readonly output: number;
  readonly cachedInput: number;
  readonly durationMs: number;
  /** As it was settled then. */
  readonly costUsd: number;
}

/** What a simulated request may turn out to be: one that was answered before. */
export interface ObservedRequest {
  readonly route: string;
  readonly model: string;
  readonly app: string | null;
  readonly key: string;
  readonly ceiling: Classification;
  readonly isEscalated: boolean;
  /** Of the day, in UTC. */
  readonly hour: number;
  readonly calls: readonly ObservedCall[];
  /** Of one call that answers it whole. */
  readonly input: number;
  readonly output: number;
  /** Of the calls that answered it; null where none did. */
  readonly callMs: number | null;
  /** No model was called, so that the tokens are an estimate. */
  readonly isEstimated: boolean;
}

/** Of what is written around the chunks in a prompt. */
const PROMPT_TOKENS = 300;
/** The usual rule of thumb for English. */
const CHARACTERS_PER_TOKEN = 4;

/** Of several calls, as in a cascade, the last one that was answered stands for a call that answers it whole. */
export function observeRequest(answer: PricedAnswer): ObservedRequest {
  const calls = answer.calls.map((call): ObservedCall => ({
    model: call.model,
    input: call.input_tokens,
    output: call.output_tokens,
    cachedInput: call.cached_input_tokens,
    durationMs: call.duration_ms,
    costUsd: call.cost_usd,
  }));
  const whole = calls.findLast(({ output, model }) => output > 0 && model === answer.model);
  return {
    route: answer.route,
    model: answer.model,
    app: answer.app,
    key: answer.key,
    ceiling: answer.ceiling,
    isEscalated: answer.escalations > 0,
    hour: answer.created_at.getUTCHours(),
    calls,
    input: whole?.input ?? answer.chunk_tokens + PROMPT_TOKENS,
    output: whole?.output ?? Math.ceil(answer.answer_length / CHARACTERS_PER_TOKEN),
    callMs: whole?.durationMs ?? null,
    isEstimated: whole === undefined,
  };
}
