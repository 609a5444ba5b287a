import { and, eq, isNotNull, isNull, lt, desc, sql } from 'drizzle-orm';
import type { AlertState } from '../../contract/alert.ts';
import { WorkspaceId } from '../../contract/ids.ts';
import type { Database } from '../client.ts';
import { alerts, alertStates } from '../schema/alerts.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

export type AlertRow = typeof alerts.$inferSelect;
export type AlertStateRow = typeof alertStates.$inferSelect;

export async function listWorkspaceIds(database: Database): Promise<readonly WorkspaceId[]> {
  const result = await database.executor.execute<{ id: string }>(
    sql`select id from workspaces order by id`,
  );
  return result.rows.map(({ id }) => WorkspaceId.parse(id));
}

export async function listAlertStates(
  database: WorkspaceDatabase,
): Promise<readonly AlertStateRow[]> {
  return database.executor
    .select()
    .from(alertStates)
    .where(eq(alertStates.workspaceId, database.workspaceId))
    .orderBy(alertStates.name);
}

export interface SavedAlertState {
  readonly name: string;
  readonly state: AlertState;
  readonly since: Date;
  readonly value: number | null;
  readonly detail: string;
  readonly evidence: string | null;
  readonly lookedAt: Date;
  /** How often it had been looked at before; null for never. */
  readonly looksBefore: number | null;
}

/** False when another server has looked meanwhile: it is then its word that counts. */
export async function saveAlertState(
  transaction: WorkspaceDatabase,
  { looksBefore, ...saved }: SavedAlertState,
): Promise<boolean> {
  const { workspaceId, executor } = transaction;
  const looks = (looksBefore ?? 0) + 1;
  const rows =
    looksBefore === null
      ? await executor
          .insert(alertStates)
          .values({ ...saved, workspaceId, looks })
          .onConflictDoNothing()
          .returning({ name: alertStates.name })
      : await executor
          .update(alertStates)
          .set({ ...saved, looks })
          .where(
            and(
              eq(alertStates.workspaceId, workspaceId),
              eq(alertStates.name, saved.name),
              eq(alertStates.looks, looksBefore),
            ),
          )
          .returning({ name: alertStates.name });
  return rows.length > 0;
}

export async function deleteAlertState(
  transaction: WorkspaceDatabase,
  name: string,
): Promise<void> {
  await transaction.executor
    .delete(alertStates)
    .where(and(eq(alertStates.workspaceId, transaction.workspaceId), eq(alertStates.name, name)));
}

export async function insertAlert(
  transaction: WorkspaceDatabase,
  alert: Omit<typeof alerts.$inferInsert, 'workspaceId' | 'closedAt'>,
): Promise<void> {
  const { workspaceId } = transaction;
  await transaction.executor.insert(alerts).values({ ...alert, workspaceId });
}

/** The alert that was open; null when none was. */
export async function closeAlert(
  transaction: WorkspaceDatabase,
  { name, at }: { readonly name: string; readonly at: Date },
): Promise<AlertRow | null> {
  const [row] = await transaction.executor
    .update(alerts)
    .set({ closedAt: at })
    .where(
      and(
        eq(alerts.workspaceId, transaction.workspaceId),
        eq(alerts.name, name),
        isNull(alerts.closedAt),
      ),
    )
    .returning();
  return row ?? null;
}

/** The newest first. */
export async function listAlerts(
  database: WorkspaceDatabase,
  page: {
    readonly state: 'open' | 'closed' | null;
    readonly limit: number;
    readonly before: string | null;
  },
): Promise<readonly AlertRow[]> {
  const { state, before } = page;
  return database.executor
    .select()
    .from(alerts)
    .where(
      and(
        eq(alerts.workspaceId, database.workspaceId),
        before === null ? undefined : lt(alerts.id, before),
        state === null
          ? undefined
          : state === 'open'
            ? isNull(alerts.closedAt)
            : isNotNull(alerts.closedAt),
      ),
    )
    .orderBy(desc(alerts.id))
    .limit(page.limit);
}
