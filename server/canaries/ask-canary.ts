import type { CanaryQuestion } from '../../contract/canary.ts';
import { chooseWithinBudget } from '../answer/choose-within-budget.ts';
import { withChatSpan } from '../answer/with-chat-span.ts';
import type { AnswerBudget } from '../budgets/open-budget.ts';
import { callModels } from '../generation/call-models.ts';
import { builtinExtractiveModel } from '../routing/configured-model.ts';
import { readSignals } from '../routing/read-signals.ts';
import type { Services } from '../services.ts';
import { buildCanaryPrompt } from './canary-prompt.ts';

export interface CanaryCall {
  readonly model: string;
  readonly question: CanaryQuestion;
  readonly allowedModels: '*' | readonly string[];
  readonly budget: AnswerBudget | null;
  readonly signal: AbortSignal;
}

/** What a model said, or why it said nothing; either `answer` or `error` is null. */
export interface CanaryReply {
  readonly answer: string | null;
  readonly error: string | null;
  readonly servedModel: string | null;
  readonly fingerprint: string | null;
  readonly costUsd: number;
}

type AskServices = Pick<Services, 'policy' | 'answerModel' | 'limits' | 'now'>;

/**
 * Asks one model one question. It has to be eligible as for an answer: data policy, rules, circuits and budgets are
 * the router's to decide, and the call passes the same gate. No other model answers in its place.
 */
export async function askCanary(call: CanaryCall, services: AskServices): Promise<CanaryReply> {
  const { model: name, question, budget } = call;
  const { policy, answerModel, limits } = services;
  const prompt = buildCanaryPrompt(question);
  const signals = readSignals(question.question, [], {
    context: question.context ?? '',
    isSearched: false,
    matchTopic: policy.matchTopic,
    now: services.now,
  });
  const route = chooseWithinBudget(
    {
      signals,
      chunkClassifications: [question.classification],
      requestedModel: name,
      allowedModels: call.allowedModels,
      promptTokens: prompt.token_count,
      retrievalConfidence: null,
    },
    policy,
    budget,
  );
  const [chosen] = route.order;
  if (route.reviewReason !== null || chosen?.name !== name) {
    const error = route.reviewReason ?? route.noModelReason ?? `${name} is not eligible.`;
    return { answer: null, error, servedModel: null, fingerprint: null, costUsd: 0 };
  }
  const models = [withChatSpan(answerModel(chosen))];
  const outcome = await callModels(
    {
      models,
      hedges: new Set(),
      eligible: models,
      quoting: answerModel(builtinExtractiveModel),
      limits,
      spending: budget,
      signal: call.signal,
      onDelta: null,
    },
    prompt,
    null,
  );
  const last = outcome.attempts.at(-1);
  const text = outcome.kind === 'quoting' ? null : outcome.reply.text.trim().toWellFormed();
  return {
    answer: text,
    error: text === null ? outcome.failures.join('; ') || 'No answer came.' : null,
    servedModel: last?.served_model ?? null,
    fingerprint: last?.fingerprint ?? null,
    costUsd: outcome.attempts.reduce((total, attempt) => total + attempt.cost_usd, 0),
  };
}
