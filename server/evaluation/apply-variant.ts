import type { EvaluationVariant } from '../../contract/evaluation-variant.ts';
import type { RouteRule } from '../../contract/route-rule.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { AppError } from '../../platform/errors.ts';
import { sha256Hex } from '../../platform/hash.ts';
import { layOverRetrieval } from '../answer/override-retrieval.ts';
import { DEFAULT_RULE } from '../routing/match-rule.ts';
import type { Services } from '../services.ts';

type Route = EvaluationVariant['route'];

const HASH_SHOWN = 12;

/**
 * The services as a variant has them. What a rule requires of the hosting, and whom it sends to a person, stays; so
 * does which data a model may see: a variant never widens what is eligible. The hash says that it is not the
 * configuration's own.
 */
export function applyVariant(variant: EvaluationVariant, services: Services): Services {
  const { config, policy, configHash } = services;
  const { route, retrieval } = variant;
  const changes = canonicalJson({ route, retrieval });
  const isChanged = changes !== UNCHANGED;
  return {
    ...services,
    config: { ...config, retrieval: layOverRetrieval(config.retrieval, retrieval) },
    configHash: isChanged ? `${configHash}+${sha256Hex(changes).slice(0, HASH_SHOWN)}` : configHash,
    policy: {
      ...policy,
      // The last one holds where no configured rule does.
      rules: [...policy.rules, DEFAULT_RULE].map((rule) => layOver(rule, route)),
    },
  };
}

const UNCHANGED = canonicalJson({ route: {}, retrieval: {} });

function layOver(rule: RouteRule, route: Route): RouteRule {
  const { tier, prefer, strategy, on_unsupported: onUnsupported } = route;
  const { accept_at: _acceptAt, reasoning_at: _reasoningAt, ...others } = rule;
  const chosen = strategy ?? rule.strategy;
  const acceptAt = route.accept_at ?? rule.accept_at;
  const reasoningAt = route.reasoning_at ?? rule.reasoning_at;
  return {
    ...others,
    require: { ...rule.require, ...(tier === undefined ? {} : { tier }) },
    ...(prefer === undefined ? {} : { prefer }),
    ...(chosen === undefined ? {} : { strategy: chosen }),
    ...(chosen === 'cascade' && acceptAt !== undefined ? { accept_at: acceptAt } : {}),
    ...(chosen === 'cascade' && reasoningAt !== undefined ? { reasoning_at: reasoningAt } : {}),
    ...(onUnsupported === undefined ? {} : { on_unsupported: onUnsupported }),
  };
}

/** Throws `AppError('invalid_value')` for a variant that names a model, or a tier, that is not configured. */
export function refuseUnknownModels(
  variants: readonly EvaluationVariant[],
  { policy }: Pick<Services, 'policy'>,
): void {
  const names = policy.models.map(({ name }) => name);
  const tiers = new Set(policy.models.map(({ tier }) => tier));
  const fields = variants.flatMap(({ model, route }, index) => {
    const wrong = (path: string, message: string) => ({
      path: `/variants/${index}${path}`,
      message,
    });
    return [
      ...(model === 'auto' || names.includes(model)
        ? []
        : [wrong('/model', `must be one of auto, ${names.join(', ')}`)]),
      ...(route.prefer ?? []).flatMap((name, place) =>
        names.includes(name)
          ? []
          : [wrong(`/route/prefer/${place}`, `must be one of ${names.join(', ')}`)],
      ),
      ...(route.tier === undefined || tiers.has(route.tier)
        ? []
        : [wrong('/route/tier', `no configured model is of the tier ${route.tier}`)]),
    ];
  });
  if (fields.length === 0) return;
  throw new AppError('invalid_value', 'A variant names a model that is not configured.', {
    fields,
  });
}
