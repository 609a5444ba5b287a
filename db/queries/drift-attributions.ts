import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { DriftAttribution, type DriftAttributionResult } from '../../contract/drift-attribution.ts';
import type { ApiKeyId, DriftAttributionId } from '../../contract/ids.ts';
import { driftAttributions } from '../schema/drift.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

export type NewDriftAttribution = Pick<
  typeof driftAttributions.$inferInsert,
  'id' | 'apiKeyId' | 'request' | 'createdAt'
>;

/** Longer than any one answer takes: who is silent for so long has died. */
const SILENCE = '15 minutes';

export async function insertDriftAttribution(
  database: WorkspaceDatabase,
  attribution: NewDriftAttribution,
): Promise<void> {
  await database.executor.insert(driftAttributions).values({
    ...attribution,
    workspaceId: database.workspaceId,
    status: 'running',
    progressAt: sql`now()`,
  });
}

export async function noteAttributionProgress(
  database: WorkspaceDatabase,
  id: DriftAttributionId,
  replays: { readonly done: number; readonly total: number },
): Promise<void> {
  await database.executor
    .update(driftAttributions)
    .set({ doneCount: replays.done, totalCount: replays.total, progressAt: sql`now()` })
    .where(isRunning(database, id));
}

/** Ends one that is running; what has ended stays as it is. */
export async function endDriftAttribution(
  database: WorkspaceDatabase,
  id: DriftAttributionId,
  ending: { readonly result: DriftAttributionResult } | { readonly failure: string },
): Promise<void> {
  const status = 'result' in ending ? ('done' as const) : ('failed' as const);
  await database.executor
    .update(driftAttributions)
    .set({ ...ending, status, finishedAt: sql`now()` })
    .where(isRunning(database, id));
}

/** Null when there is none, or it is that of another key and only one's own may be seen. */
export async function findDriftAttribution(
  database: WorkspaceDatabase,
  wanted: { readonly id: DriftAttributionId; readonly onlyApiKeyId: ApiKeyId | null },
): Promise<DriftAttribution | null> {
  const [row] = await database.executor
    .select(columns)
    .from(driftAttributions)
    .where(and(isOf(database, wanted), eq(driftAttributions.id, wanted.id)));
  return row === undefined ? null : toAttribution(row);
}

export async function listDriftAttributions(
  database: WorkspaceDatabase,
  page: {
    readonly onlyApiKeyId: ApiKeyId | null;
    readonly limit: number;
    readonly before: DriftAttributionId | null;
  },
): Promise<readonly DriftAttribution[]> {
  const rows = await database.executor
    .select(columns)
    .from(driftAttributions)
    .where(
      and(
        isOf(database, page),
        page.before === null ? undefined : lt(driftAttributions.id, page.before),
      ),
    )
    .orderBy(desc(driftAttributions.id))
    .limit(page.limit);
  return rows.map(toAttribution);
}

const columns = {
  id: driftAttributions.id,
  status: driftAttributions.status,
  request: driftAttributions.request,
  doneCount: driftAttributions.doneCount,
  totalCount: driftAttributions.totalCount,
  result: driftAttributions.result,
  failure: driftAttributions.failure,
  createdAt: driftAttributions.createdAt,
  finishedAt: driftAttributions.finishedAt,
  isAbandoned: sql<boolean>`${driftAttributions.status} = 'running'
    and ${driftAttributions.progressAt} < now() - ${SILENCE}::interval`,
};

function toAttribution(row: {
  readonly [Name in keyof typeof columns]: unknown;
}): DriftAttribution {
  const { isAbandoned, createdAt, finishedAt, doneCount, totalCount, ...others } = row;
  return DriftAttribution.parse({
    ...others,
    ...(isAbandoned === true
      ? { status: 'failed', failure: 'The server that worked on it has stopped.' }
      : {}),
    created_at: toIso(createdAt),
    finished_at: toIso(finishedAt),
    replays: { done: doneCount, total: totalCount },
  });
}

function toIso(instant: unknown): string | null {
  return instant instanceof Date ? instant.toISOString() : null;
}

function isOf(
  { workspaceId }: WorkspaceDatabase,
  { onlyApiKeyId }: { readonly onlyApiKeyId: ApiKeyId | null },
) {
  return and(
    eq(driftAttributions.workspaceId, workspaceId),
    onlyApiKeyId === null ? undefined : eq(driftAttributions.apiKeyId, onlyApiKeyId),
  );
}

function isRunning({ workspaceId }: WorkspaceDatabase, id: DriftAttributionId) {
  return and(
    eq(driftAttributions.workspaceId, workspaceId),
    eq(driftAttributions.id, id),
    eq(driftAttributions.status, 'running'),
  );
}
