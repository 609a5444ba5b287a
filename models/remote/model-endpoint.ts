import { createSafeFetch, type SafeFetch } from '../../platform/safe-fetch.ts';
import { policyForOrigins } from '../../platform/url-guard.ts';

/** An OpenAI-compatible API: a secret and the only base URL that it may be sent to. */
export interface ModelEndpoint {
  /** As `https://models.example/v1`, from the operator's configuration alone. */
  readonly baseUrl: string;
  /** Null for servers that want none. */
  readonly apiKey: string | null;
}

export interface EndpointLimits {
  readonly totalTimeoutMs: number;
  readonly maxResponseBytes: number;
}

/** A fetch that reaches this endpoint's origin and nothing else, and follows no redirect. */
export function openEndpoint({ baseUrl }: ModelEndpoint, limits: EndpointLimits): SafeFetch {
  return createSafeFetch({ policy: policyForOrigins([baseUrl]), maxRedirects: 0, ...limits });
}

/** Servers quote the key in some messages; it must not reach a trace or a log. */
export function withoutSecret(text: string, { apiKey }: ModelEndpoint): string {
  return apiKey === null || apiKey === '' ? text : text.replaceAll(apiKey, '[secret]');
}
