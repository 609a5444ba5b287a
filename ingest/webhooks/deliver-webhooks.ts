import type { WebhookDelivery, WebhookEvent } from '../../contract/webhook.ts';
import type { Database } from '../../db/client.ts';
import {
  leaseDeliveries,
  settleDelivery,
  spreadEvents,
  type DeliveryOutcome,
  type LeasedDelivery,
} from '../../db/queries/webhook-deliveries.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { messageOf } from '../../platform/errors.ts';
import type { Logger } from '../../platform/log.ts';
import type { Webhook } from './open-webhooks.ts';
import { planNextTry, type Reply } from './plan-next-try.ts';
import { signDelivery } from './sign-delivery.ts';

export interface WebhookDeps {
  readonly database: Database;
  readonly webhooks: readonly Webhook[];
  /** How browsers reach the server; null when nobody has said. */
  readonly publicUrl: string | null;
  readonly clock: () => Date;
  readonly logger: Logger;
}

const DELIVERIES_AT_A_TIME = 4;
/** Longer than any delivery takes, so that none is tried twice at once. */
const LEASE_SECONDS = 60;

/** Tells the webhooks what is due, a few at a time; false when nothing was. */
export async function deliverWebhooks(deps: WebhookDeps, signal: AbortSignal): Promise<boolean> {
  const spread = await spreadEvents(deps.database, deps.webhooks);
  const due = await leaseDeliveries(deps.database, {
    seconds: LEASE_SECONDS,
    limit: DELIVERIES_AT_A_TIME,
  });
  await Promise.all(due.map((delivery) => deliver(delivery, deps, signal)));
  return spread > 0 || due.length > 0;
}

async function deliver(
  delivery: LeasedDelivery,
  deps: WebhookDeps,
  signal: AbortSignal,
): Promise<void> {
  const webhook = deps.webhooks.find(({ name }) => name === delivery.webhook);
  const outcome: DeliveryOutcome =
    webhook === undefined
      ? { kind: 'given_up', error: 'No webhook of this name is configured any more.' }
      : planNextTry(await send(delivery, { webhook, ...deps, signal }), delivery.attempts);
  // Cut off by us: its lease runs out, and it is tried again.
  if (signal.aborted) return;
  const { id, attempts } = delivery;
  const database = inWorkspace(deps.database, delivery.workspaceId);
  await settleDelivery(database, { id, attempts, outcome });
  const facts = {
    delivery_id: id,
    webhook: delivery.webhook,
    event: delivery.event.event,
    attempts,
  };
  if (outcome.kind === 'delivered') deps.logger.info(facts, 'webhook.delivered');
  else deps.logger.warn({ ...facts, reason: outcome.error }, `webhook.${outcome.kind}`);
}

async function send(
  delivery: LeasedDelivery,
  {
    webhook,
    publicUrl,
    clock,
    signal,
  }: Pick<WebhookDeps, 'publicUrl' | 'clock'> & {
    readonly webhook: Webhook;
    readonly signal: AbortSignal;
  },
): Promise<Reply> {
  const body = JSON.stringify(describe(delivery, publicUrl));
  const headers = {
    'content-type': 'application/json',
    'user-agent': 'Footnote',
    'x-footnote-event': delivery.event.event,
    'x-footnote-delivery': delivery.id,
    'x-footnote-signature': signDelivery(body, { secret: webhook.secret, sentAt: clock() }),
  };
  try {
    return { kind: 'answered', status: await webhook.post({ headers, body, signal }) };
  } catch (error) {
    return { kind: 'unreachable', reason: messageOf(error) };
  }
}

function describe(delivery: LeasedDelivery, publicUrl: string | null): WebhookDelivery {
  const { event, payload } = delivery.event;
  return {
    id: delivery.id,
    event,
    created_at: delivery.createdAt,
    workspace_id: delivery.workspaceId,
    payload,
    url: publicUrl === null ? null : publicUrl.replace(/\/+$/, '') + pageOf(delivery.event),
  };
}

/** Where the user interface shows it. */
function pageOf({ event, payload }: WebhookEvent): string {
  switch (event) {
    case 'ingest_run.finished':
      return `/runs/${payload.run_id}`;
    case 'answers.stale':
      return payload.run_id === null
        ? `/documents/${payload.document_ids[0] ?? ''}?tab=answers`
        : `/runs/${payload.run_id}`;
    case 'document.held':
      return `/documents/${payload.document_id}?version=${payload.version}`;
    case 'review.opened':
    case 'review.decided':
      return `/reviews/${payload.review_id}`;
    case 'canary.changed':
      return `/canaries/${payload.round_id}`;
    case 'alert.opened':
    case 'alert.closed':
      return '/alerts';
    default:
      return event satisfies never;
  }
}
