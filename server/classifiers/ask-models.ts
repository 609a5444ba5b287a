import type { LabelDescription } from '../../contract/label.ts';
import type { ClassifiedTrace } from '../../contract/classified-trace.ts';
import type { PromptTrace } from '../../contract/trace.ts';
import { MAX_QUESTION_CHARS } from '../../contract/text-limits.ts';
import { chooseWithinBudget } from '../answer/choose-within-budget.ts';
import { withChatSpan } from '../answer/with-chat-span.ts';
import type { AnswerBudget } from '../budgets/open-budget.ts';
import type { Caller } from '../caller.ts';
import { callModels } from '../generation/call-models.ts';
import type { CallsSoFar, CallRequest } from '../generation/generation-request.ts';
import { builtinExtractiveModel, type ConfiguredModel } from '../routing/configured-model.ts';
import { readSignals } from '../routing/read-signals.ts';
import type { Services } from '../services.ts';
import { buildLabelPrompt, readLabelReply } from './label-prompt.ts';

export interface LabelRequest {
  readonly text: string;
  readonly labels: readonly string[];
  readonly descriptions: readonly LabelDescription[];
  /** Names of configured models, in the order in which they are asked. */
  readonly models: readonly string[];
  readonly caller: Caller;
  readonly budget: AnswerBudget | null;
  readonly signal: AbortSignal;
}

export type AskServices = Pick<Services, 'policy' | 'answerModel' | 'limits' | 'newFence' | 'now'>;

type Step = ClassifiedTrace['asked'][number];

/** What came of asking: the label of the first model that was sure, or none. */
export interface AskedModels {
  readonly label: string | null;
  readonly model: string | null;
  readonly steps: readonly Step[];
  readonly calls: CallsSoFar;
  /** Null where nothing was sent anywhere. */
  readonly prompt: PromptTrace | null;
  /** Why a rule wants a person to decide on this text; null where none does. */
  readonly reviewReason: string | null;
}

/**
 * Asks models for the label, one after another until one is sure. Each has to be eligible as for an answer: data policy,
 * rules, the key's models, circuits and budgets are decided by the router, and each call passes the same gate.
 */
export async function askModels(
  request: LabelRequest,
  services: AskServices,
): Promise<AskedModels> {
  const { policy, limits } = services;
  const prompt = buildLabelPrompt({ ...request, fence: services.newFence() });
  const signals = readSignals(request.text.slice(0, MAX_QUESTION_CHARS), [], {
    context: request.text.slice(MAX_QUESTION_CHARS),
    isSearched: false,
    matchTopic: policy.matchTopic,
    now: services.now,
  });
  const steps: Step[] = [];
  let calls: CallsSoFar = {
    attempts: [],
    skipped: [],
    endsAt: limits.now() + limits.deadlineMs,
  };
  for (const name of request.models) {
    const route = chooseWithinBudget(
      {
        signals,
        chunkClassifications: [],
        requestedModel: name,
        allowedModels: request.caller.models,
        promptTokens: prompt.token_count,
        retrievalConfidence: null,
      },
      policy,
      request.budget,
    );
    const { receipt, reviewReason } = route;
    const context = { model: name, receipt };
    const [chosen] = route.order;
    if (reviewReason !== null || chosen?.name !== name) {
      const detail = reviewReason ?? route.noModelReason ?? `${name} is not eligible.`;
      steps.push({ ...context, reply: null, label: null, detail });
      if (reviewReason !== null) return ended(null, { steps, calls, prompt, reviewReason });
      continue;
    }
    const called = await callOne(chosen, { request, prompt, calls }, services);
    calls = called.calls;
    steps.push({ ...context, ...called.said });
    if (called.said.label !== null) return ended(called.said.label, { steps, calls, prompt });
  }
  return ended(null, { steps, calls, prompt });
}

function ended(
  label: string | null,
  {
    steps,
    calls,
    prompt,
    reviewReason = null,
  }: {
    readonly steps: readonly Step[];
    readonly calls: CallsSoFar;
    readonly prompt: PromptTrace;
    readonly reviewReason?: string | null;
  },
): AskedModels {
  return {
    label,
    model: label === null ? null : (steps.at(-1)?.model ?? null),
    steps,
    calls,
    prompt: calls.attempts.length === 0 ? null : prompt,
    reviewReason,
  };
}

async function callOne(
  model: ConfiguredModel,
  asked: {
    readonly request: LabelRequest;
    readonly prompt: PromptTrace;
    readonly calls: CallsSoFar;
  },
  services: AskServices,
): Promise<{ readonly calls: CallsSoFar; readonly said: Omit<Step, 'model' | 'receipt'> }> {
  const { request, prompt, calls } = asked;
  const isFirst = calls.attempts.length === 0;
  const outcome = await callModels(
    toCallRequest(model, request, services),
    prompt,
    isFirst ? null : { kind: 'escalation', earlier: calls },
  );
  const { attempts, skipped, endsAt, failures } = outcome;
  const after = { attempts, skipped, endsAt };
  if (outcome.kind === 'quoting') {
    return { calls: after, said: { reply: null, label: null, detail: failures.join('; ') } };
  }
  const reply = outcome.reply.text.trim().toWellFormed();
  const label = readLabelReply(reply, request.labels);
  const detail = label === null ? 'It named none of the labels.' : 'It named a label.';
  return { calls: after, said: { reply, label, detail } };
}

function toCallRequest(
  model: ConfiguredModel,
  { budget, signal }: LabelRequest,
  { answerModel, limits }: AskServices,
): CallRequest {
  const models = [withChatSpan(answerModel(model))];
  return {
    models,
    hedges: new Set(),
    eligible: models,
    quoting: answerModel(builtinExtractiveModel),
    limits,
    spending: budget,
    signal,
    onDelta: null,
  };
}
