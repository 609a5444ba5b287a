import { highestClassification, type Classification } from '../../contract/classification.ts';
import { BUILTIN_EXTRACTIVE } from '../../contract/config.ts';
import type { RouteRule } from '../../contract/route-rule.ts';
import {
  tierRank,
  type ModelTier,
  type RefusalReason,
  type RouteCandidate,
  type RouteSignals,
  type RoutingReceipt,
} from '../../contract/routing.ts';
import { builtinExtractiveModel, costOf, type ConfiguredModel } from './configured-model.ts';
import { matchRule } from './match-rule.ts';
import type { TopicMatcher } from './match-topic.ts';
import { compareModels, explainLead, type Ranking } from './rank-models.ts';
import { readVerdictPolicy, type VerdictPolicy } from './verdict-policy.ts';

export interface RouteRequest {
  readonly signals: RouteSignals;
  /** Of every chunk that would enter the prompt. */
  readonly chunkClassifications: readonly Classification[];
  /** `auto`, or a configured model's name. */
  readonly requestedModel: string;
  /** What the caller's key may use. */
  readonly allowedModels: '*' | readonly string[];
  readonly promptTokens: number;
}

export interface RoutePolicy {
  readonly models: readonly ConfiguredModel[];
  readonly rules: readonly RouteRule[];
  /** Why no call of a model, by its name, may be placed now that may cost so much; null when one may. */
  readonly refusalOf: (model: string, costUsd: number) => ModelRefusal | null;
  readonly matchTopic: TopicMatcher;
  readonly configHash: string;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
}

export interface ModelRefusal {
  readonly refusedBy: RefusalReason;
  readonly detail: string;
}

export interface PassedOver {
  readonly tier: ModelTier;
  /** As `large: breaker`. */
  readonly reason: string;
}

export interface RouteOutcome {
  readonly receipt: RoutingReceipt;
  /** The chosen model, then the eligible others in the order in which they would stand in for it. */
  readonly order: readonly ConfiguredModel[];
  readonly reasons: readonly string[];
  /** The model that would have been chosen if calls of it could be placed now; null when it was. */
  readonly passedOver: PassedOver | null;
  /** Why no model was eligible, so that the builtin answer stands in; null when one was. */
  readonly noModelReason: string | null;
  /** Why a person has to decide on the answer; null when nobody has to. */
  readonly reviewReason: string | null;
  readonly verdictPolicy: VerdictPolicy;
}

/** What a model is held against. */
interface Decision {
  readonly request: RouteRequest;
  readonly rule: RouteRule;
  readonly ceiling: Classification;
  readonly refusalOf: RoutePolicy['refusalOf'];
}

/**
 * Chooses a model. Policy is a filter before any preference: nothing later may widen what is eligible
 * here. The data ceiling is the highest classification among the question, its history and every chunk
 * of the prompt. When nothing is eligible, the builtin extractive answer remains: it sends nothing anywhere.
 */
export function chooseModel(request: RouteRequest, policy: RoutePolicy): RouteOutcome {
  const startedAt = policy.now();
  const ceiling = highestClassification([
    request.signals.sensitivity.value,
    ...request.chunkClassifications,
  ]);
  const signals = {
    ...request.signals,
    sensitivity: { ...request.signals.sensitivity, value: ceiling },
  };
  const rule = matchRule(policy.rules, signals);
  const decision = { request, rule, ceiling, refusalOf: policy.refusalOf };
  const candidates = policy.models.map((model) => judge(model, decision));
  const eligible = policy.models.filter((_model, index) => candidates[index]?.eligible === true);
  const ranking = { rule, complexity: request.signals.complexity.value };
  const order = eligible.toSorted(compareModels(ranking));
  const chosen = order[0] ?? builtinExtractiveModel;
  const noModelReason = order.length === 0 ? explainNoModel(decision, candidates) : null;
  const verdictPolicy = readVerdictPolicy(rule);
  const largest = policy.models.toSorted(
    (left, right) => tierRank(right.tier) - tierRank(left.tier),
  )[0];
  return {
    order: order.length === 0 ? [builtinExtractiveModel] : order,
    reasons: noModelReason === null ? explain({ ...decision, order, candidates }) : [noModelReason],
    passedOver: findPassedOver({ candidates, ranking, first: order[0] }, policy.models),
    noModelReason,
    reviewReason:
      rule.action === 'review' ? `The rule "${rule.name}" asks a person to decide.` : null,
    verdictPolicy,
    receipt: {
      config_hash: policy.configHash,
      signals: request.signals,
      data_ceiling: ceiling,
      rule: rule.name,
      action: rule.action ?? 'answer',
      strategy: verdictPolicy.strategy,
      ...(verdictPolicy.strategy === 'cascade' ? { accept_at: verdictPolicy.acceptAt } : {}),
      on_unsupported: verdictPolicy.onUnsupported,
      candidates,
      chosen: chosen.name,
      runner_up: order[1]?.name ?? null,
      ahead_by: explainLead(order, ranking),
      largest_model_cost_usd: largest === undefined ? null : estimateCost(largest, request),
      overhead_us: Math.max(0, (policy.now() - startedAt) * 1000),
    },
  };
}

function judge(model: ConfiguredModel, context: Decision): RouteCandidate {
  const refusal = findRefusal(model, context);
  return {
    model: model.name,
    provider: model.provider,
    tier: model.tier,
    hosting: model.hosting,
    eligible: refusal === null,
    refused_by: refusal?.refusedBy ?? null,
    detail: refusal?.detail ?? 'Allowed by every rule.',
    estimated_cost_usd: estimateCost(model, context.request),
  };
}

function findRefusal(
  model: ConfiguredModel,
  { request, rule, ceiling, refusalOf }: Decision,
): ModelRefusal | null {
  if (!model.dataClasses.includes(ceiling)) {
    return { refusedBy: 'policy', detail: `May not see ${ceiling} data.` };
  }
  if (rule.require.hosting !== undefined && model.hosting !== rule.require.hosting) {
    return {
      refusedBy: 'policy',
      detail: `Rule "${rule.name}" requires hosting ${rule.require.hosting}.`,
    };
  }
  if (rule.require.tier !== undefined && model.tier !== rule.require.tier) {
    return {
      refusedBy: 'policy',
      detail: `Rule "${rule.name}" requires tier ${rule.require.tier}.`,
    };
  }
  if (request.allowedModels !== '*' && !request.allowedModels.includes(model.name)) {
    return { refusedBy: 'not_allowed', detail: "Not among the key's models." };
  }
  if (request.requestedModel !== 'auto' && request.requestedModel !== model.name) {
    return { refusedBy: 'not_allowed', detail: `The request names ${request.requestedModel}.` };
  }
  const needed = request.promptTokens + model.maxOutputTokens;
  if (needed > model.contextWindow) {
    return {
      refusedBy: 'context',
      detail: `Needs ${needed} tokens; its window has ${model.contextWindow}.`,
    };
  }
  return refusalOf(model.name, estimateCost(model, request));
}

function explain(
  decision: Decision & {
    readonly order: readonly ConfiguredModel[];
    readonly candidates: readonly RouteCandidate[];
  },
): readonly string[] {
  const { order, rule, ceiling, request, candidates } = decision;
  const chosen = order[0]?.name ?? BUILTIN_EXTRACTIVE;
  const complexity = request.signals.complexity.value.toFixed(2);
  return [
    `Rule "${rule.name}" applies; data ceiling ${ceiling}; complexity ${complexity}.`,
    order.length === 1
      ? `${chosen} is the only eligible model.`
      : `${chosen} is the first of ${order.length} eligible models.`,
    ...candidates
      .filter(isUnavailable)
      .map(({ model, detail }) => `${model} is passed over: ${detail}`),
  ];
}

/** Refused for what it is at this moment, not for what it may do. */
function isUnavailable({ refused_by: refusedBy }: RouteCandidate): boolean {
  return refusedBy === 'breaker' || refusedBy === 'bulkhead' || refusedBy === 'budget';
}

function findPassedOver(
  decided: {
    readonly candidates: readonly RouteCandidate[];
    readonly ranking: Ranking;
    readonly first: ConfiguredModel | undefined;
  },
  models: readonly ConfiguredModel[],
): PassedOver | null {
  const { candidates, ranking, first } = decided;
  const refusals = new Map(
    candidates.filter(isUnavailable).map((candidate) => [candidate.model, candidate.refused_by]),
  );
  const [wanted] = models
    .filter((model) => model === first || refusals.has(model.name))
    .toSorted(compareModels(ranking));
  const refusedBy = wanted === undefined ? undefined : refusals.get(wanted.name);
  if (wanted === undefined || !refusedBy) return null;
  return { tier: wanted.tier, reason: `${wanted.name}: ${refusedBy}` };
}

function explainNoModel(
  { request, rule, ceiling }: Decision,
  candidates: readonly RouteCandidate[],
): string {
  const named = candidates.find((candidate) => candidate.model === request.requestedModel);
  if (named !== undefined) {
    const verb = isUnavailable(named) ? 'cannot' : 'may not';
    return `${named.model} ${verb} answer this: ${named.detail} Quoting the documents instead.`;
  }
  return `No model may answer this (data ceiling ${ceiling}, rule "${rule.name}"): quoting the documents instead.`;
}

function estimateCost(model: ConfiguredModel, request: RouteRequest): number {
  return costOf(model, { input: request.promptTokens, output: model.maxOutputTokens });
}
