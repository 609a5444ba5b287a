import type { ChatModelConfig } from '../../contract/chat-model-config.ts';
import type { FootnoteConfig } from '../../contract/config.ts';
import { Upstream, type UpstreamSettings, type UpstreamSources } from './upstream.ts';

/** The upstream of each configured model, by its configured name. */
export type Upstreams = ReadonlyMap<string, Upstream>;

export interface UpstreamsSources extends Omit<UpstreamSources, 'onTransition' | 'key'> {
  readonly onTransition: (
    upstream: string,
    ...[transition, firstBadAt]: Parameters<UpstreamSources['onTransition']>
  ) => void;
}

/** Models that call the same provider's model in the same region share one upstream. */
export function createUpstreams(
  config: Pick<FootnoteConfig, 'models' | 'breaker' | 'retry' | 'bulkhead' | 'fallback'>,
  sources: UpstreamsSources,
): Upstreams {
  const settings = readUpstreamSettings(config);
  const byKey = new Map<string, Upstream>();
  return new Map(
    config.models.map((model, index) => {
      const key = upstreamKey(model);
      const upstream =
        byKey.get(key) ??
        new Upstream(settings, {
          ...sources,
          key,
          seed: sources.seed + index,
          onTransition: (...change) => sources.onTransition(key, ...change),
        });
      byKey.set(key, upstream);
      return [model.name, upstream];
    }),
  );
}

/** As `openai_compatible models.example.org/v1 large-1 eu-1`, or `local owner/small-instruct q4`. */
export function upstreamKey(model: ChatModelConfig): string {
  if ('dtype' in model) return [model.provider, model.model, model.dtype].join(' ');
  const { host, pathname } = new URL(model.base_url);
  const place = `${host}${pathname.replace(/\/+$/u, '')}`;
  const region = model.region === undefined ? [] : [model.region];
  return [model.provider, place, model.model, ...region].join(' ');
}

function readUpstreamSettings({
  breaker,
  retry,
  bulkhead,
  fallback: { hedge },
}: Pick<FootnoteConfig, 'breaker' | 'retry' | 'bulkhead' | 'fallback'>): UpstreamSettings {
  return {
    circuit: {
      windowSeconds: breaker.window_seconds,
      minimumCalls: breaker.minimum_calls,
      failureRate: breaker.failure_rate,
      slowCallRate: breaker.slow_call_rate,
      slowCallMs: breaker.slow_call_ms,
      costRatio: breaker.cost_ratio,
      qualityFailRate: breaker.quality_fail_rate,
      wait: {
        baseMs: breaker.wait.base_ms,
        factor: breaker.wait.factor,
        maxMs: breaker.wait.max_ms,
      },
      probes: breaker.half_open_probes,
    },
    bulkhead: {
      maxConcurrent: bulkhead.max_concurrent,
      maxQueued: bulkhead.max_queued,
      maxWaitMs: bulkhead.max_wait_ms,
    },
    retry: {
      maxRetries: retry.max_retries,
      baseMs: retry.base_ms,
      maxWaitMs: retry.max_wait_ms,
      budget: { ratio: retry.budget_ratio, reserve: retry.budget_reserve },
    },
    hedge: {
      afterMs: hedge.after_ms,
      budget: { ratio: hedge.budget_ratio, reserve: hedge.budget_reserve },
    },
  };
}
