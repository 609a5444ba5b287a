import { sql, type SQL } from 'drizzle-orm';
import type { BudgetScope } from '../../contract/budget-config.ts';
import type { Database } from '../client.ts';
import { storedNow } from '../columns.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

/** Whose spending is bounded: `subject` is a key's id, a workflow's name, or `*` for the workspace. */
export interface BudgetName {
  readonly scope: BudgetScope;
  readonly subject: string;
}

export interface Budget extends BudgetName {
  readonly limitUsd: number;
}

export interface BudgetSpend extends Budget {
  readonly spentUsd: number;
  /** Set aside for calls under way. */
  readonly reservedUsd: number;
}

export interface NewReservation {
  readonly id: string;
  /** The UTC day, as `2026-03-01`. */
  readonly day: string;
  readonly budgets: readonly Budget[];
  readonly amountUsd: number;
  /** When it is given back if nobody has settled it by then. */
  readonly expiresInMs: number;
}

export interface ReservationOutcome {
  readonly isGranted: boolean;
  /** As they stood before. */
  readonly spends: readonly BudgetSpend[];
}

/** What has been spent of each budget on a day, and is set aside. */
export async function findSpends(
  database: WorkspaceDatabase,
  { day, budgets }: Pick<NewReservation, 'day' | 'budgets'>,
): Promise<readonly BudgetSpend[]> {
  const { rows } = await database.executor.execute<SpendRow>(sql`
    select b.scope, b.subject, b.limit_usd::float8, coalesce(d.spent_usd, 0)::float8 as spent_usd,
      coalesce(d.reserved_usd, 0)::float8 as reserved_usd
    from ${recordsOf(budgets)}
    left join budget_days d on d.workspace_id = ${database.workspaceId} and d.day = ${day}::date
      and d.scope = b.scope and d.subject = b.subject
    order by b.scope, b.subject`);
  return rows.map(toSpend);
}

/** Sets an amount aside in all of the budgets, or in none: where it fits into each of them. */
export async function reserveSpend(
  database: WorkspaceDatabase,
  reservation: NewReservation,
): Promise<ReservationOutcome> {
  const outcome = await tryReservation(database, reservation);
  if (outcome.spends.length === reservation.budgets.length) return outcome;
  await beginDays(database, reservation);
  return tryReservation(database, reservation);
}

/**
 * One statement: it locks the days in an order that is the same for everybody, then adds to all of them or
 * to none. A lock that had to be waited for gives the day as whoever held it left it.
 */
async function tryReservation(
  database: WorkspaceDatabase,
  { id, day, budgets, amountUsd, expiresInMs }: NewReservation,
): Promise<ReservationOutcome> {
  const { rows } = await database.executor.execute<SpendRow & { is_granted: boolean }>(sql`
    with locked as materialized (
      select d.scope, d.subject, d.spent_usd, d.reserved_usd, b.limit_usd
      from budget_days d
      join ${recordsOf(budgets)} on b.scope = d.scope and b.subject = d.subject
      where d.workspace_id = ${database.workspaceId} and d.day = ${day}::date
      order by d.scope, d.subject
      for no key update of d
    ), decision as materialized (
      select count(*) = ${budgets.length}::integer
        and bool_and(spent_usd + reserved_usd + ${amountUsd}::numeric <= limit_usd) as is_granted
      from locked
    ), taken as (
      update budget_days d set reserved_usd = d.reserved_usd + ${amountUsd}::numeric
      from locked l
      where d.workspace_id = ${database.workspaceId} and d.day = ${day}::date
        and d.scope = l.scope and d.subject = l.subject
        and (select is_granted from decision)
      returning d.scope, d.subject
    ), noted as (
      insert into budget_reservations (workspace_id, id, scope, subject, day, amount_usd, expires_at)
      select ${database.workspaceId}::uuid, ${id}::uuid, scope, subject, ${day}::date,
        ${amountUsd}::numeric,
        now() + make_interval(secs => ${expiresInMs / 1_000}::double precision)
      from taken
    )
    select scope, subject, limit_usd::float8, spent_usd::float8, reserved_usd::float8,
      (select is_granted from decision) as is_granted
    from locked`);
  return { isGranted: rows[0]?.is_granted === true, spends: rows.map(toSpend) };
}

async function beginDays(
  database: WorkspaceDatabase,
  { day, budgets }: NewReservation,
): Promise<void> {
  await database.executor.execute(sql`
    insert into budget_days (workspace_id, scope, subject, day)
    select ${database.workspaceId}::uuid, scope, subject, ${day}::date
    from ${recordsOf(budgets)}
    order by scope, subject
    on conflict do nothing`);
}

/** Counts what a call did cost, and gives back what was set aside for it, if that is still so. */
export async function settleSpend(
  database: WorkspaceDatabase,
  settled: Pick<NewReservation, 'id' | 'day'> & {
    readonly budgets: readonly BudgetName[];
    readonly costUsd: number;
  },
): Promise<void> {
  const { id, day, budgets, costUsd } = settled;
  await database.executor.execute(sql`
    with given_back as (
      delete from budget_reservations
      where workspace_id = ${database.workspaceId} and id = ${id}::uuid
      returning scope, subject, amount_usd
    ), locked as materialized (
      select d.scope, d.subject
      from budget_days d
      join ${recordsOf(budgets)} on b.scope = d.scope and b.subject = d.subject
      where d.workspace_id = ${database.workspaceId} and d.day = ${day}::date
      order by d.scope, d.subject
      for no key update of d
    )
    update budget_days d
    set spent_usd = d.spent_usd + ${costUsd}::numeric,
      reserved_usd = d.reserved_usd - coalesce(g.amount_usd, 0)
    from locked l
    left join given_back g on g.scope = l.scope and g.subject = l.subject
    where d.workspace_id = ${database.workspaceId} and d.day = ${day}::date
      and d.scope = l.scope and d.subject = l.subject`);
}

/** Gives back what was set aside for calls whose server died before it could say what they cost. */
export async function expireReservations(database: Database): Promise<void> {
  await database.executor.execute(sql`
    with leaked as materialized (
      select workspace_id, id, scope, subject
      from budget_reservations
      where expires_at <= ${storedNow}
      for update skip locked
    ), given_back as (
      delete from budget_reservations r
      using leaked l
      where r.workspace_id = l.workspace_id and r.id = l.id
        and r.scope = l.scope and r.subject = l.subject
      returning r.workspace_id, r.scope, r.subject, r.day, r.amount_usd
    ), sums as (
      select workspace_id, scope, subject, day, sum(amount_usd) as amount_usd
      from given_back
      group by workspace_id, scope, subject, day
    ), locked as materialized (
      select d.workspace_id, d.scope, d.subject, d.day, s.amount_usd
      from budget_days d
      join sums s using (workspace_id, scope, subject, day)
      order by d.workspace_id, d.scope, d.subject, d.day
      for no key update of d
    )
    update budget_days d set reserved_usd = d.reserved_usd - l.amount_usd
    from locked l
    where d.workspace_id = l.workspace_id and d.scope = l.scope
      and d.subject = l.subject and d.day = l.day`);
}

function recordsOf(budgets: readonly (BudgetName & { readonly limitUsd?: number })[]): SQL {
  const records = budgets.map(({ scope, subject, limitUsd = null }) => ({
    scope,
    subject,
    limit_usd: limitUsd,
  }));
  return sql`jsonb_to_recordset(${JSON.stringify(records)}::jsonb)
    as b(scope text, subject text, limit_usd numeric)`;
}

interface SpendRow extends Record<string, unknown> {
  readonly scope: BudgetScope;
  readonly subject: string;
  readonly limit_usd: number;
  readonly spent_usd: number;
  readonly reserved_usd: number;
}

function toSpend(row: SpendRow): BudgetSpend {
  return {
    scope: row.scope,
    subject: row.subject,
    limitUsd: row.limit_usd,
    spentUsd: row.spent_usd,
    reservedUsd: row.reserved_usd,
  };
}
