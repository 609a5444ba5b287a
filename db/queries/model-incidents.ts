import { and, desc, eq, gte, isNull, lt, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { TraceId, WorkspaceId } from '../../contract/ids.ts';
import type { IncidentKind, Restoration } from '../../contract/incident.ts';
import type { Database } from '../client.ts';
import { modelIncidents } from '../schema/model-incidents.ts';

export type IncidentRow = typeof modelIncidents.$inferSelect;
export type NewIncident = Pick<
  IncidentRow,
  'id' | 'kind' | 'upstream' | 'cause' | 'detail' | 'firstBadAt' | 'detectedAt'
>;

/** Of an upstream and a kind there is one at a time: what others have seen already is not written again. */
export async function openIncident(database: Database, incident: NewIncident): Promise<boolean> {
  const rows = await database.executor
    .insert(modelIncidents)
    .values(incident)
    .onConflictDoNothing()
    .returning({ id: modelIncidents.id });
  return rows.length > 0;
}

/** An answer that shows something of an incident that is not over. */
export interface ShownBy {
  readonly upstream: string;
  readonly workspaceId: WorkspaceId;
  readonly traceId: TraceId;
}

/** Names the answer whose call opened the circuit; the first one counts. */
export async function noteDetection(database: Database, shown: ShownBy): Promise<void> {
  await database.executor
    .update(modelIncidents)
    .set({ detectedIn: shown.workspaceId, detectedTraceId: shown.traceId })
    .where(and(isOpen(shown.upstream, 'circuit'), isNull(modelIncidents.detectedTraceId)));
}

/** Names the first answer that was given another way, whatever detected the incident. */
export async function noteDiversion(
  database: Database,
  { at, ...shown }: ShownBy & { readonly at: Date },
): Promise<void> {
  await database.executor.execute(sql`
    update model_incidents
    set diverted_at = greatest(detected_at, ${at.toISOString()}::timestamptz(3)),
      diverted_in = ${shown.workspaceId}, diverted_trace_id = ${shown.traceId}
    where upstream = ${shown.upstream} and restored_at is null and diverted_at is null`);
}

/** False when there is none that is open. */
export async function restoreIncident(
  database: Database,
  restored: {
    readonly upstream: string;
    readonly kind: IncidentKind;
    readonly at: Date;
    readonly because: Restoration;
  },
): Promise<boolean> {
  const result = await database.executor.execute(sql`
    update model_incidents
    set restored_at = greatest(detected_at, ${restored.at.toISOString()}::timestamptz(3)),
      restored_because = ${restored.because}
    where upstream = ${restored.upstream} and kind = ${restored.kind} and restored_at is null
    returning id`);
  return result.rows.length > 0;
}

export async function listOpenIncidents(database: Database): Promise<readonly IncidentRow[]> {
  return database.executor
    .select()
    .from(modelIncidents)
    .where(isNull(modelIncidents.restoredAt))
    .orderBy(modelIncidents.detectedAt);
}

interface DetectedIn {
  readonly from: Date;
  readonly to: Date;
}

/** What was detected in a time, the newest first. */
export async function listIncidents(
  database: Database,
  { from, to, limit }: DetectedIn & { readonly limit: number },
): Promise<readonly IncidentRow[]> {
  return database.executor
    .select()
    .from(modelIncidents)
    .where(and(gte(modelIncidents.detectedAt, from), lt(modelIncidents.detectedAt, to)))
    .orderBy(desc(modelIncidents.detectedAt), desc(modelIncidents.id))
    .limit(limit);
}

const IncidentMeans = z.object({
  count: z.coerce.number(),
  restored: z.coerce.number(),
  detect: z.number().nullable(),
  divert: z.number().nullable(),
  recover: z.number().nullable(),
  total: z.number().nullable(),
});
export type IncidentMeans = z.infer<typeof IncidentMeans>;

/** Means in seconds over what was detected in a time; null where nothing has got so far. */
export async function averageIncidents(
  database: Database,
  { from, to }: DetectedIn,
): Promise<IncidentMeans> {
  const result = await database.executor.execute(sql`
    select count(*) as count, count(restored_at) as restored,
      avg(extract(epoch from detected_at - first_bad_at))::float8 as detect,
      avg(extract(epoch from diverted_at - detected_at))::float8 as divert,
      avg(extract(epoch from restored_at - detected_at))::float8 as recover,
      avg(extract(epoch from restored_at - first_bad_at))::float8 as total
    from model_incidents
    where detected_at >= ${from.toISOString()}::timestamptz and detected_at < ${to.toISOString()}::timestamptz`);
  return IncidentMeans.parse(result.rows[0]);
}

function isOpen(upstream: string, kind: IncidentKind) {
  return and(
    eq(modelIncidents.upstream, upstream),
    eq(modelIncidents.kind, kind),
    isNull(modelIncidents.restoredAt),
  );
}
