import { READER_PROVIDER } from '../../contract/chat-model-config.ts';
import { highestClassification, type Classification } from '../../contract/classification.ts';
import { BUILTIN_EXTRACTIVE } from '../../contract/config.ts';
import type { FallbackStep } from '../../contract/fallback-order.ts';
import type { RouteRule } from '../../contract/route-rule.ts';
import {
  tierRank,
  type ModelTier,
  type RankingCriterion,
  type RefusalReason,
  type RouteCandidate,
  type RouteSignals,
  type RoutingReceipt,
} from '../../contract/routing.ts';
import { arrangeStandIns, holdQuote, type HeldQuote, type StandIns } from './arrange-stand-ins.ts';
import { builtinExtractiveModel, costOf, type ConfiguredModel } from './configured-model.ts';
import type { Detector } from './sensitive/detector.ts';
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
  /** Of the chunks that would enter the prompt; null where nothing was searched. */
  readonly retrievalConfidence: number | null;
}

export interface RoutePolicy {
  readonly models: readonly ConfiguredModel[];
  readonly rules: readonly RouteRule[];
  readonly fallback: FallbackPolicy;
  /** Why no call of a model, by its name, may be placed now that may cost so much; null when one may. */
  readonly refusalOf: (model: string, costUsd: number) => ModelRefusal | null;
  readonly matchTopic: TopicMatcher;
  readonly ownDetectors: readonly Detector[];
  readonly configHash: string;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
}

export interface FallbackPolicy {
  /** Unless the rule has an order of its own. */
  readonly order: readonly FallbackStep[];
  /** With a lower retrieval confidence no model is asked; null for never. */
  readonly ruleAnswerBelow: number | null;
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
  /** Of the order, whom a model that is slow to begin may be joined by. */
  readonly hedges: readonly ConfiguredModel[];
  /** All that may be asked, in the order in which they are wanted: a cascade goes by it. */
  readonly eligible: readonly ConfiguredModel[];
  readonly reasons: readonly string[];
  /** The model that would have been chosen if calls of it could be placed now; null when it was. */
  readonly passedOver: PassedOver | null;
  /** Why no model was eligible, so that the builtin answer stands in; null when one was. */
  readonly noModelReason: string | null;
  /** Why a person has to decide on the answer; null when nobody has to. */
  readonly reviewReason: string | null;
  /** Whether a person decides on a quote that stands in for a model's answer. */
  readonly holdsQuote: HeldQuote;
  readonly verdictPolicy: VerdictPolicy;
}

/** What a model is held against. */
interface Decision {
  readonly request: RouteRequest;
  readonly rule: RouteRule;
  readonly ceiling: Classification;
  readonly refusalOf: RoutePolicy['refusalOf'];
  readonly ruleAnswerBelow: number | null;
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
  const { refusalOf, fallback } = policy;
  const { ruleAnswerBelow } = fallback;
  const decision = { request, rule, ceiling, refusalOf, ruleAnswerBelow };
  const candidates = policy.models.map((model) => judge(model, decision));
  const ranking = { rule, complexity: request.signals.complexity.value };
  const steps = rule.fallback ?? fallback.order;
  const ranked = rank({ ...decision, candidates, ranking, steps }, policy.models);
  const { order, passedOver } = ranked;
  const chosen = order[0] ?? builtinExtractiveModel;
  const noModelReason = explainNoModel(decision, candidates, { order, ...policy });
  const verdictPolicy = readVerdictPolicy(rule);
  const largest = policy.models.toSorted(
    (left, right) => tierRank(right.tier) - tierRank(left.tier),
  )[0];
  return {
    ...ranked,
    order: order.length === 0 ? [builtinExtractiveModel] : order,
    reasons: noModelReason === null ? explain({ ...decision, order, candidates }) : [noModelReason],
    noModelReason,
    holdsQuote: isQuoteWanted(decision, policy.models) ? 'never' : holdQuote(steps),
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
      ...(verdictPolicy.reasoningAt === null ? {} : { reasoning_at: verdictPolicy.reasoningAt }),
      on_unsupported: verdictPolicy.onUnsupported,
      fallback_order: [...steps],
      candidates,
      chosen: chosen.name,
      runner_up: order[1]?.name ?? null,
      ahead_by: passedOver === null ? explainLead(order, ranking) : explainStandInLead(order),
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

function findRefusal(model: ConfiguredModel, context: Decision): ModelRefusal | null {
  const { request, rule, ceiling, refusalOf } = context;
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
  if (model.provider === READER_PROVIDER && request.retrievalConfidence === null) {
    return {
      refusedBy: 'capability',
      detail: 'Only finds answers in chunks that were searched for.',
    };
  }
  const doubt = model.name === BUILTIN_EXTRACTIVE ? null : explainDoubt(context);
  if (doubt !== null) return { refusedBy: 'policy', detail: doubt };
  const needed = request.promptTokens + model.maxOutputTokens;
  if (needed > model.contextWindow) {
    return {
      refusedBy: 'context',
      detail: `Needs ${needed} tokens; its window has ${model.contextWindow}.`,
    };
  }
  return refusalOf(model.name, estimateCost(model, request));
}

/** Why only what stands in the documents may be said; null when a model may be asked. */
function explainDoubt({ request, ruleAnswerBelow: least }: Decision): string | null {
  const confidence = request.retrievalConfidence;
  if (least === null || confidence === null || confidence >= least) return null;
  return `Retrieval confidence ${confidence.toFixed(2)} is below ${least}.`;
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

type Ranked = StandIns & Pick<RouteOutcome, 'eligible' | 'passedOver'>;

/** The wanted model first, if it can be called; then who stands in for it. */
function rank(
  decided: {
    readonly candidates: readonly RouteCandidate[];
    readonly ranking: Ranking;
    readonly rule: RouteRule;
    readonly steps: readonly FallbackStep[];
  },
  models: readonly ConfiguredModel[],
): Ranked {
  const judged = new Map(decided.candidates.map((candidate) => [candidate.model, candidate]));
  const able = models
    .filter(({ name }) => {
      const candidate = judged.get(name);
      return candidate !== undefined && (candidate.eligible || isUnavailable(candidate));
    })
    .toSorted(compareModels(decided.ranking));
  const eligible = able.filter(({ name }) => judged.get(name)?.eligible === true);
  const [wanted] = able;
  if (wanted === undefined) return { order: [], hedges: [], eligible, passedOver: null };
  const { order, hedges } = arrangeStandIns(eligible, wanted, decided);
  const refusedBy = judged.get(wanted.name)?.refused_by ?? null;
  if (refusedBy === null) return { order: [wanted, ...order], hedges, eligible, passedOver: null };
  const passedOver = { tier: wanted.tier, reason: `${wanted.name}: ${refusedBy}` };
  return { order, hedges, eligible, passedOver };
}

function explainStandInLead(order: readonly ConfiguredModel[]): RankingCriterion | null {
  return order.length > 1 ? 'fallback_order' : null;
}

/** Whether quoting is what was asked for, or all that there is: then it stands in for nobody. */
function isQuoteWanted({ request, rule }: Decision, models: readonly ConfiguredModel[]): boolean {
  if (request.requestedModel === BUILTIN_EXTRACTIVE || models.length === 1) return true;
  return rule.prefer.includes(BUILTIN_EXTRACTIVE);
}

function explainNoModel(
  decision: Decision,
  candidates: readonly RouteCandidate[],
  { order, models }: Pick<Ranked, 'order'> & Pick<RoutePolicy, 'models'>,
): string | null {
  const { request, rule, ceiling } = decision;
  const doubt = explainDoubt(decision);
  if (order.length > 0) {
    const stands = doubt !== null && !isQuoteWanted(decision, models);
    return stands ? `${doubt} Quoting the documents instead.` : null;
  }
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
