import type { FootnoteConfig } from '../../contract/config.ts';
import type { RetrievalOverrides } from '../../contract/retrieval.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import { sha256Hex } from '../../platform/hash.ts';
import type { Services } from '../services.ts';

const HASH_SHOWN = 12;

/** The services with some settings of retrieval changed. The hash says that they are not the configuration's own. */
export function overrideRetrieval(overrides: RetrievalOverrides, services: Services): Services {
  const changes = canonicalJson(overrides);
  if (changes === '{}') return services;
  const { config, configHash } = services;
  return {
    ...services,
    config: { ...config, retrieval: layOverRetrieval(config.retrieval, overrides) },
    configHash: `${configHash}+${sha256Hex(changes).slice(0, HASH_SHOWN)}`,
  };
}

export function layOverRetrieval(
  configured: FootnoteConfig['retrieval'],
  { leg_depth, max_context_tokens, fusion, dense_weight }: RetrievalOverrides,
): FootnoteConfig['retrieval'] {
  return {
    ...configured,
    leg_depth: leg_depth ?? configured.leg_depth,
    max_context_tokens: max_context_tokens ?? configured.max_context_tokens,
    fusion: fusion ?? configured.fusion,
    dense_weight: dense_weight ?? configured.dense_weight,
  };
}
