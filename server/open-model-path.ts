import { setTimeout as sleep } from 'node:timers/promises';
import type { FootnoteConfig } from '../contract/config.ts';
import type { ChatModel } from '../models/chat-model.ts';
import type { AnswerModel, CallLimits } from './generation/generation-request.ts';
import { createUpstreams, type Upstreams, type UpstreamsSources } from './resilience/upstreams.ts';
import type { HashedConfig } from './reload-config.ts';
import type { RoutePolicy } from './routing/choose-model.ts';
import { costOf, listConfiguredModels, type ConfiguredModel } from './routing/configured-model.ts';
import { createOwnDetectors } from './routing/sensitive/own-detectors.ts';
import { createTopicMatcher } from './routing/match-topic.ts';

/** From a choice of the router to a call of a model, and what guards it. */
export interface ModelPath {
  /** The rules of a configuration over the models that are open. */
  readonly policyFor: (rules: HashedConfig) => RoutePolicy;
  readonly upstreams: Upstreams;
  readonly answerModel: (model: ConfiguredModel) => AnswerModel;
  readonly limits: CallLimits;
}

export interface ModelPathSources extends UpstreamsSources {
  /** The opened adapters, by the configured names of their models. */
  readonly chatModels: ReadonlyMap<string, ChatModel>;
}

/** Puts the router, the circuits and the adapters of a configuration together. */
export function openModelPath(config: FootnoteConfig, sources: ModelPathSources): ModelPath {
  const { now, chatModels } = sources;
  const upstreams = createUpstreams(config, sources);
  return {
    upstreams,
    policyFor: (rules) => ({
      models: listConfiguredModels(config.models),
      rules: rules.config.routes,
      fallback: {
        order: rules.config.fallback.order,
        ruleAnswerBelow: rules.config.fallback.rule_answer_below,
      },
      matchTopic: createTopicMatcher(rules.config.regulated_topics),
      ownDetectors: createOwnDetectors(rules.config.sensitive),
      refusalOf: (name) => upstreams.get(name)?.refusal() ?? null,
      configHash: rules.hash,
      now,
    }),
    answerModel: (model) => ({
      name: model.name,
      provider: model.provider,
      tier: model.tier,
      contextWindow: model.contextWindow,
      maxOutputTokens: model.maxOutputTokens,
      chat: chatModels.get(model.name) ?? null,
      gate: upstreams.get(model.name) ?? null,
      costOf: (use) => costOf(model, use),
    }),
    limits: {
      maxAttempts: config.fallback.max_attempts,
      deadlineMs: config.fallback.deadline_ms,
      now,
      sleep: (milliseconds, signal) => sleep(milliseconds, undefined, { signal }),
    },
  };
}
