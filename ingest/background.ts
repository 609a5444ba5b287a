import { announceEndedRuns } from '../db/queries/announce-ended-runs.ts';
import { deleteOldDeliveries } from '../db/queries/webhook-deliveries.ts';
import { createReembedder, type ReembedDeps } from './reindex/create-reembedder.ts';
import type { BackgroundStep } from './worker.ts';
import { deliverWebhooks, type WebhookDeps } from './webhooks/deliver-webhooks.ts';

const TIDY_EVERY_MS = 3_600_000;

export type BackgroundDeps = WebhookDeps & ReembedDeps;

/**
 * What a worker does beside its jobs, a step at a time: announces runs that have ended, tells webhooks,
 * and embeds a batch of a collection that changes its model. The step says false when there was nothing
 * to do.
 */
export function createBackground(deps: BackgroundDeps): BackgroundStep {
  const reembed = createReembedder(deps);
  let tidyAt = deps.now();
  return async ({ signal }) => {
    if (deps.now() >= tidyAt) {
      tidyAt = deps.now() + TIDY_EVERY_MS;
      await deleteOldDeliveries(deps.database);
    }
    const announced = await announceEndedRuns(deps.database);
    // Side by side: a webhook that does not answer holds no embedding up.
    const steps = await Promise.allSettled([deliverWebhooks(deps, signal), reembed(signal)]);
    const errors = steps.flatMap((step) => (step.status === 'rejected' ? [step.reason] : []));
    if (errors.length > 0) throw new AggregateError(errors, 'A background step failed.');
    return announced > 0 || steps.some((step) => step.status === 'fulfilled' && step.value);
  };
}
