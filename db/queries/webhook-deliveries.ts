import { sql } from 'drizzle-orm';
import { v7 as uuidv7 } from 'uuid';
import { WorkspaceId } from '../../contract/ids.ts';
import { WebhookEvent, type WebhookEventName } from '../../contract/webhook.ts';
import { textArray, uuidArray } from '../array-parameters.ts';
import type { Database } from '../client.ts';
import { storedNow } from '../columns.ts';
import { webhookDeliveries } from '../schema/webhooks.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';
import { isoInstant } from './documents.ts';

/** How many events are spread over the webhooks in one transaction. */
const SPREAD_LIMIT = 200;
const KEPT_DAYS = 30;

/**
 * Remembers what webhooks are to be told, in the transaction of what it tells: it is told if and only if
 * that transaction commits.
 */
export async function recordEvent(
  transaction: WorkspaceDatabase,
  { event, payload }: WebhookEvent,
): Promise<void> {
  await transaction.executor
    .insert(webhookDeliveries)
    .values({ workspaceId: transaction.workspaceId, id: uuidv7(), event, payload });
}

export interface Subscription {
  readonly name: string;
  readonly events: readonly WebhookEventName[];
}

/**
 * Makes of each new event of any workspace one delivery for each webhook that wants it; what nobody wants
 * is forgotten. Returns how many events there were.
 */
export function spreadEvents(
  database: Database,
  subscriptions: readonly Subscription[],
): Promise<number> {
  const wanted = subscriptions.flatMap(({ name, events }) =>
    events.map((event) => ({ name, event })),
  );
  const ids = Array.from({ length: SPREAD_LIMIT * subscriptions.length }, () => uuidv7());
  return database.executor.transaction(async (transaction) => {
    const result = await transaction.execute<{ count: number }>(sql`
      with taken as (
        delete from webhook_deliveries
        where (workspace_id, id) in (
          select workspace_id, id
          from webhook_deliveries
          where webhook is null
            and delivered_at is null
            and given_up_at is null
          order by id
          limit ${SPREAD_LIMIT}
          for update skip locked)
        returning workspace_id, id, event, payload, created_at),
      spread as (
        select taken.*, wanted.name as webhook, row_number() over (order by taken.id, wanted.name) as position
        from taken
        join unnest(
          ${textArray(wanted.map(({ name }) => name))},
          ${textArray(wanted.map(({ event }) => event))}) as wanted (name, event)
          on wanted.event = taken.event),
      inserted as (
        insert into webhook_deliveries (workspace_id, id, event, payload, webhook, created_at)
        select workspace_id, (${uuidArray(ids)})[position::int], event, payload, webhook, created_at
        from spread)
      select count(*)::int as count from taken`);
    return result.rows[0]?.count ?? 0;
  });
}

/** A delivery that nobody else tries until its lease has run out. */
export interface LeasedDelivery {
  readonly workspaceId: WorkspaceId;
  readonly id: string;
  readonly webhook: string;
  readonly event: WebhookEvent;
  readonly createdAt: string;
  /** Counts this one; the next lease has another. */
  readonly attempts: number;
}

/** Takes the deliveries of any workspace whose time has come, the longest due first. */
export async function leaseDeliveries(
  database: Database,
  lease: { readonly seconds: number; readonly limit: number },
): Promise<readonly LeasedDelivery[]> {
  const result = await database.executor.execute<{
    workspace_id: string;
    id: string;
    webhook: string;
    event: string;
    payload: unknown;
    created_at: string;
    attempts: number;
  }>(sql`
    update webhook_deliveries as leased
    set next_attempt_at = now() + make_interval(secs => ${lease.seconds}::double precision),
        attempts = leased.attempts + 1
    where (leased.workspace_id, leased.id) in (
      select workspace_id, id
      from webhook_deliveries
      where delivered_at is null
        and given_up_at is null
        and webhook is not null
        and next_attempt_at <= ${storedNow}
      order by next_attempt_at
      limit ${lease.limit}
      for update skip locked)
    returning leased.workspace_id, leased.id, leased.webhook, leased.event, leased.payload, leased.attempts,
      ${isoInstant(sql`leased.created_at`)} as created_at`);
  return result.rows.map((row) => ({
    workspaceId: WorkspaceId.parse(row.workspace_id),
    id: row.id,
    webhook: row.webhook,
    event: WebhookEvent.parse({ event: row.event, payload: row.payload }),
    createdAt: row.created_at,
    attempts: row.attempts,
  }));
}

export type DeliveryOutcome =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'try_again'; readonly afterSeconds: number; readonly error: string }
  | { readonly kind: 'given_up'; readonly error: string };

/** Writes down how a try went; false when its lease had run out and another try has begun. */
export async function settleDelivery(
  database: WorkspaceDatabase,
  delivery: {
    readonly id: string;
    readonly attempts: number;
    readonly outcome: DeliveryOutcome;
  },
): Promise<boolean> {
  const { outcome } = delivery;
  const error = outcome.kind === 'delivered' ? null : outcome.error;
  const pause = outcome.kind === 'try_again' ? outcome.afterSeconds : 0;
  const result = await database.executor.execute(sql`
    update webhook_deliveries
    set delivered_at = case when ${outcome.kind} = 'delivered' then now() end,
        given_up_at = case when ${outcome.kind} = 'given_up' then now() end,
        next_attempt_at = now() + make_interval(secs => ${pause}::double precision),
        last_error = ${error}
    where workspace_id = ${database.workspaceId}
      and id = ${delivery.id}
      and attempts = ${delivery.attempts}
      and delivered_at is null
      and given_up_at is null
    returning id`);
  return result.rows.length > 0;
}

/** Forgets deliveries that ended long ago. */
export async function deleteOldDeliveries(database: Database): Promise<void> {
  await database.executor.execute(sql`
    delete from webhook_deliveries
    where coalesce(delivered_at, given_up_at) < now() - make_interval(days => ${KEPT_DAYS})`);
}
