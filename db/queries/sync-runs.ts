import { sql } from 'drizzle-orm';
import {
  CollectionId,
  DocumentId,
  IngestRunId,
  SourceId,
  WorkspaceId,
} from '../../contract/ids.ts';
import { SourceDefaults, SourceSettings } from '../../contract/source.ts';
import { textArray } from '../array-parameters.ts';
import type { Database } from '../client.ts';
import { storedNow } from '../columns.ts';
import { inTransaction, type WorkspaceDatabase } from '../workspace-database.ts';
import { enqueueDocument, type SubmittedDocument } from './enqueue-documents.ts';

/** A sync that this worker may do until its lease runs out. */
export interface LeasedSync {
  readonly workspaceId: WorkspaceId;
  readonly runId: IngestRunId;
  readonly token: string;
  readonly attempts: number;
  readonly allowsMassRetire: boolean;
  readonly source: {
    readonly id: SourceId;
    readonly name: string;
    readonly collectionId: CollectionId;
    readonly settings: SourceSettings;
    readonly defaults: SourceDefaults;
  };
}

/** The next sync of any workspace, or one whose worker has died; null when none waits. */
export async function leaseSync(
  database: Database,
  lease: { readonly token: string; readonly seconds: number },
): Promise<LeasedSync | null> {
  const result = await database.executor.execute<{
    workspace_id: string;
    id: string;
    sync_attempts: number;
    allows_mass_retire: boolean;
    source_id: string;
    name: string;
    collection_id: string;
    settings: unknown;
    defaults: unknown;
  }>(sql`
    update ingest_runs as leased
    set sync_status = 'running', sync_lease_token = ${lease.token}::uuid,
      sync_lease_until = now() + make_interval(secs => ${lease.seconds}::double precision),
      sync_attempts = leased.sync_attempts + 1
    from sources s
    where s.workspace_id = leased.workspace_id and s.id = leased.source_id
      and (leased.workspace_id, leased.id) = (
        select r.workspace_id, r.id
        from ingest_runs r
        where r.sync_status in ('queued', 'running') and r.paused_at is null and r.cancelled_at is null
          and ((r.sync_status = 'queued' and r.sync_run_after <= ${storedNow})
            or (r.sync_status = 'running' and r.sync_lease_until <= ${storedNow}))
        order by r.sync_run_after, r.id
        limit 1
        for update skip locked)
    returning leased.workspace_id, leased.id, leased.sync_attempts, leased.allows_mass_retire,
      s.id as source_id, s.name, s.collection_id, s.settings, s.defaults`);
  const [row] = result.rows;
  if (row === undefined) return null;
  return {
    workspaceId: WorkspaceId.parse(row.workspace_id),
    runId: IngestRunId.parse(row.id),
    token: lease.token,
    attempts: row.sync_attempts,
    allowsMassRetire: row.allows_mass_retire,
    source: {
      id: SourceId.parse(row.source_id),
      name: row.name,
      collectionId: CollectionId.parse(row.collection_id),
      settings: SourceSettings.parse(row.settings),
      defaults: SourceDefaults.parse(row.defaults),
    },
  };
}

type SyncLease = Pick<LeasedSync, 'runId' | 'token'>;

/** False when the lease was lost, or somebody cancelled the run. */
export async function renewSyncLease(
  database: WorkspaceDatabase,
  lease: SyncLease & { readonly seconds: number },
): Promise<boolean> {
  const result = await database.executor.execute(sql`
    update ingest_runs
    set sync_lease_until = now() + make_interval(secs => ${lease.seconds}::double precision)
    where ${isLeased(database, lease)} and cancelled_at is null
    returning id`);
  return result.rows.length > 0;
}

/** What the last sync left, without what was gone then. */
export async function findSourceEntries(
  database: WorkspaceDatabase,
  sourceId: SourceId,
): Promise<ReadonlyMap<string, { readonly documentId: DocumentId; readonly fingerprint: string }>> {
  const result = await database.executor.execute<{
    path: string;
    document_id: string;
    fingerprint: string;
  }>(sql`
    select path, document_id, fingerprint
    from source_entries
    where workspace_id = ${database.workspaceId} and source_id = ${sourceId} and not is_gone`);
  return new Map(
    result.rows.map((row) => [
      row.path,
      { documentId: DocumentId.parse(row.document_id), fingerprint: row.fingerprint },
    ]),
  );
}

/** Those of the paths that belong to documents which come from elsewhere: a source does not take them over. */
export async function findForeignPaths(
  database: WorkspaceDatabase,
  wanted: {
    readonly sourceId: SourceId;
    readonly collectionId: CollectionId;
    readonly paths: readonly string[];
  },
): Promise<ReadonlySet<string>> {
  const result = await database.executor.execute<{ source: string }>(sql`
    select source
    from documents
    where workspace_id = ${database.workspaceId} and collection_id = ${wanted.collectionId}
      and source = any(${textArray(wanted.paths)}) and source_id is distinct from ${wanted.sourceId}`);
  return new Set(result.rows.map((row) => row.source));
}

/**
 * Queues what a source holds newly, remembers its fingerprint and counts it, in one transaction: a sync that
 * is taken up again finds it unchanged. False when the lease was lost.
 */
export function enqueueEntry(
  database: WorkspaceDatabase,
  sync: SyncLease & { readonly sourceId: SourceId },
  entry: {
    readonly document: SubmittedDocument;
    readonly fingerprint: string;
    readonly change: 'added' | 'changed';
  },
): Promise<boolean> {
  const { document, fingerprint, change } = entry;
  return inTransaction(database, async (transaction) => {
    const isOurs = await count(transaction, sync, { [change]: 1 });
    if (!isOurs) return false;
    const { id } = await enqueueDocument(transaction, { runId: sync.runId, document });
    await transaction.executor.execute(sql`
      insert into source_entries (workspace_id, source_id, path, document_id, fingerprint)
      values (${database.workspaceId}, ${sync.sourceId}, ${document.source}, ${id}, ${fingerprint})
      on conflict (workspace_id, source_id, path)
      do update set document_id = excluded.document_id, fingerprint = excluded.fingerprint, is_gone = false`);
    return true;
  });
}

/** Remembers that an entry is gone, after its document was retired. False when the lease was lost. */
export function markEntryGone(
  database: WorkspaceDatabase,
  sync: SyncLease & { readonly sourceId: SourceId },
  path: string,
): Promise<boolean> {
  return inTransaction(database, async (transaction) => {
    const isOurs = await count(transaction, sync, { gone: 1 });
    if (!isOurs) return false;
    await transaction.executor.execute(sql`
      update source_entries set is_gone = true
      where workspace_id = ${database.workspaceId} and source_id = ${sync.sourceId} and path = ${path}`);
    return true;
  });
}

/** Ends a sync, or gives it back to be tried again (`queued`). When the source is due next counts from now. */
export async function endSync(
  database: WorkspaceDatabase,
  sync: SyncLease & { readonly sourceId: SourceId },
  ending: {
    readonly status: 'done' | 'failed' | 'queued';
    readonly error: string | null;
    readonly unchanged?: number;
    readonly skipped?: number;
    readonly afterSeconds?: number;
  },
): Promise<void> {
  const isDone = ending.status !== 'queued';
  await database.executor.execute(sql`
    with ended as (
      update ingest_runs
      set sync_status = ${ending.status}, sync_error = ${ending.error}, sync_lease_token = null, sync_lease_until = null,
        entries_unchanged = ${ending.unchanged ?? 0}, entries_skipped = ${ending.skipped ?? 0},
        sync_finished_at = case when ${isDone} then now() end,
        sync_run_after = now() + make_interval(secs => ${ending.afterSeconds ?? 0}::double precision)
      where ${isLeased(database, sync)}
      returning workspace_id)
    update sources
    set next_sync_at = now() + make_interval(secs => interval_seconds)
    where workspace_id = (select workspace_id from ended) and workspace_id = ${database.workspaceId}
      and id = ${sync.sourceId} and ${isDone}`);
}

/** Queues a sync of each source whose time has come; returns how many. */
export async function requestDueSyncs(
  database: Database,
  newRunId: () => IngestRunId,
): Promise<number> {
  const due = await database.executor.execute<{ workspace_id: string; id: string }>(sql`
    select workspace_id, id from sources where next_sync_at <= ${storedNow} limit 100`);
  let requested = 0;
  for (const source of due.rows) {
    const result = await database.executor.execute(sql`
      with claimed as (
        update sources set next_sync_at = null
        where workspace_id = ${source.workspace_id} and id = ${source.id} and next_sync_at <= ${storedNow}
        returning workspace_id, id)
      insert into ingest_runs (workspace_id, id, kind, source_id, sync_status)
      select workspace_id, ${newRunId()}::uuid, 'sync', id, 'queued' from claimed
      on conflict do nothing
      returning id`);
    requested += result.rows.length;
  }
  return requested;
}

async function count(
  database: WorkspaceDatabase,
  sync: SyncLease,
  change: Readonly<Partial<Record<'added' | 'changed' | 'gone', number>>>,
): Promise<boolean> {
  const { added = 0, changed = 0, gone = 0 } = change;
  const result = await database.executor.execute(sql`
    update ingest_runs
    set entries_added = entries_added + ${added}, entries_changed = entries_changed + ${changed},
      entries_gone = entries_gone + ${gone}
    where ${isLeased(database, sync)} and cancelled_at is null
    returning id`);
  return result.rows.length > 0;
}

function isLeased(database: WorkspaceDatabase, sync: SyncLease) {
  return sql`workspace_id = ${database.workspaceId} and id = ${sync.runId}
    and sync_status = 'running' and sync_lease_token = ${sync.token}::uuid`;
}
