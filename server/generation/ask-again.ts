import type { ModelAttempt } from '../../contract/routing.ts';
import type { PromptTrace } from '../../contract/trace.ts';
import { NO_PROMPT } from './build-prompt.ts';
import { callModels } from './call-models.ts';
import { promptOnRecord, type FurtherCalls } from './call-run.ts';
import { explainStandIn, fromReply, type GenerationOutcome } from './generate-answer.ts';
import type { AnswerModel, GenerationRequest } from './generation-request.ts';

export interface FurtherAsk {
  readonly kind: Exclude<FurtherCalls['kind'], 'judge' | 'rewrite' | 'primary'>;
  /** In order, the first that answers counts. Never empty, and none that the router did not give. */
  readonly models: readonly AnswerModel[];
  /** That of the draft; for a repair with what follows it. */
  readonly prompt: PromptTrace;
  /** Why the draft did not do. */
  readonly reason: string;
}

/** The new draft; or the old one when no model answered, with the calls that were made in vain. */
export interface AskedAgain {
  readonly kind: 'replied' | 'failed';
  readonly generation: GenerationOutcome;
  /** What went wrong, in order, as `large: timeout`. */
  readonly failures: readonly string[];
}

/** Asks for another draft within the attempts and the time that the first one has left. */
export async function askAgain(
  draft: GenerationOutcome,
  request: GenerationRequest,
  ask: FurtherAsk,
): Promise<AskedAgain> {
  const [chosen] = ask.models;
  if (chosen === undefined) throw new Error('Somebody has to be asked.');
  // A reader would read the same once more, so it is not asked to repair.
  const reading = ask.kind === 'repair' ? undefined : request.task.read?.(request);
  const again = { ...request, models: ask.models, reading };
  const calls = await callModels(again, ask.prompt, { kind: ask.kind, earlier: draft });
  const called = calls.attempts.slice(draft.attempts.length);
  const sent = promptOnRecord(ask.prompt, called);
  const kept = {
    attempts: calls.attempts,
    skipped: calls.skipped,
    prompt: sent === NO_PROMPT ? draft.prompt : sent,
    escalations:
      ask.kind === 'repair'
        ? draft.escalations
        : [...draft.escalations, ...listAsked(called, ask.reason)],
  };
  if (calls.kind === 'quoting') {
    return { kind: 'failed', generation: { ...draft, ...kept }, failures: calls.failures };
  }
  const { reply, model, generation: circuitGeneration, isHedge } = calls;
  const { chunks } = request;
  const context = { model, chosen, calls, isHedge, prompt: ask.prompt, chunks };
  const generation = {
    ...fromReply(reply, context),
    ...kept,
    circuitGeneration,
    fallback: explainStandIn(null, context) ?? draft.fallback,
  };
  return { kind: 'replied', generation, failures: calls.failures };
}

/** Each model once, with the reason. */
function listAsked(
  called: readonly ModelAttempt[],
  reason: string,
): GenerationOutcome['escalations'] {
  const models = called.map((attempt) => attempt.requested_model);
  return [...new Set(models)].map((model) => ({ model, reason }));
}
