import type { Incident, Recovery } from '../../contract/incident.ts';
import type { WorkspaceId } from '../../contract/ids.ts';
import type { IncidentMeans, IncidentRow } from '../../db/queries/model-incidents.ts';
import type { Upstreams } from '../resilience/upstreams.ts';

export interface Viewer {
  readonly workspaceId: WorkspaceId;
  readonly upstreams: Upstreams;
}

/** Failures of models as whoever is in a workspace may see them: answers of other workspaces are not named. */
export function describeRecovery(
  means: IncidentMeans,
  rows: readonly IncidentRow[],
  viewer: Viewer,
): Recovery {
  const { count, restored, ...seconds } = means;
  return {
    count,
    restored,
    mean_seconds: seconds,
    incidents: rows.map((row) => describeIncident(row, viewer)),
  };
}

function describeIncident(row: IncidentRow, { workspaceId, upstreams }: Viewer): Incident {
  return {
    id: row.id,
    kind: row.kind,
    upstream: row.upstream,
    models: [...upstreams].filter(([, { key }]) => key === row.upstream).map(([name]) => name),
    cause: row.cause,
    detail: row.detail,
    first_bad_at: row.firstBadAt.toISOString(),
    detected_at: row.detectedAt.toISOString(),
    diverted_at: row.divertedAt?.toISOString() ?? null,
    restored_at: row.restoredAt?.toISOString() ?? null,
    restored_because: row.restoredBecause,
    detected_trace_id: row.detectedIn === workspaceId ? row.detectedTraceId : null,
    diverted_trace_id: row.divertedIn === workspaceId ? row.divertedTraceId : null,
  };
}
