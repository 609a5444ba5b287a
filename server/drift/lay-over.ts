import type { FootnoteConfig } from '../../contract/config.ts';
import type { RouteRule } from '../../contract/route-rule.ts';
import type { Services } from '../services.ts';

const HASH_SHOWN = 12;

/**
 * The services with the retrieval of an old configuration, and with what its rules preferred among the models that a
 * question may be sent to. Which rule holds, what it requires, whom it sends to a person and what is sensitive stay as
 * they are now: a replay never widens who may see what.
 */
export function layOverSettings(old: FootnoteConfig, hash: string, services: Services): Services {
  const { config, policy, configHash } = services;
  const { cross_encoder: encoder, cache } = config.retrieval;
  const rules = new Map(old.routes.map((rule) => [rule.name, rule]));
  return {
    ...services,
    config: { ...config, retrieval: { ...old.retrieval, cross_encoder: encoder, cache } },
    configHash: `${configHash}+${hash.slice(0, HASH_SHOWN)}`,
    policy: { ...policy, rules: policy.rules.map((rule) => layOver(rule, rules.get(rule.name))) },
  };
}

function layOver(rule: RouteRule, old: RouteRule | undefined): RouteRule {
  if (old === undefined) return rule;
  const { accept_at: _acceptAt, reasoning_at: _reasoningAt, strategy: _strategy, ...kept } = rule;
  return {
    ...kept,
    prefer: old.prefer,
    ...(old.strategy === undefined ? {} : { strategy: old.strategy }),
    ...(old.accept_at === undefined ? {} : { accept_at: old.accept_at }),
    ...(old.reasoning_at === undefined ? {} : { reasoning_at: old.reasoning_at }),
  };
}
