import type { WebhookConfig } from '../../contract/config.ts';
import type { WebhookEventName } from '../../contract/webhook.ts';
import { AppError } from '../../platform/errors.ts';
import { createSafeFetch } from '../../platform/safe-fetch.ts';
import { policyForOrigins } from '../../platform/url-guard.ts';

/** Somebody who is told of events, with the way to it. */
export interface Webhook {
  readonly name: string;
  readonly events: readonly WebhookEventName[];
  readonly secret: string;
  /** Sends one signed body and gives back the status. Throws `AppError` when no answer came. */
  readonly post: (request: WebhookRequest) => Promise<number>;
  close(): Promise<void>;
}

export interface WebhookRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal: AbortSignal;
}

const TIMEOUT_MS = 10_000;
const MAX_REPLY_BYTES = 64 * 1024;

/** Each webhook may connect to its configured origin alone, and follows no redirect. */
export function openWebhooks(
  configs: readonly WebhookConfig[],
  secrets: ReadonlyMap<string, string>,
): readonly Webhook[] {
  return configs.map(({ name, url, events, secret_env: variable }) => {
    const secret = secrets.get(variable);
    if (secret === undefined) {
      throw new AppError('invalid_configuration', `The variable ${variable} is not set.`);
    }
    const { fetch, close } = createSafeFetch({
      policy: policyForOrigins([url]),
      totalTimeoutMs: TIMEOUT_MS,
      maxResponseBytes: MAX_REPLY_BYTES,
      maxRedirects: 0,
    });
    const post = async (request: WebhookRequest) => {
      const response = await fetch(url, { method: 'POST', ...request });
      await response.body?.cancel();
      return response.status;
    };
    return { name, events, secret, post, close };
  });
}
