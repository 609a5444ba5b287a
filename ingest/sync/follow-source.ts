import { DocumentId, IngestJobId } from '../../contract/ids.ts';
import { detectFileType } from '../../core/file-type.ts';
import { retireDocument } from '../../db/queries/retire-document.ts';
import {
  enqueueEntry,
  findForeignPaths,
  findSourceEntries,
  markEntryGone,
  type LeasedSync,
} from '../../db/queries/sync-runs.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError, messageOf } from '../../platform/errors.ts';
import { sha256 } from '../../platform/hash.ts';
import type { Connector, ConnectorDeps, SourceEntry } from '../sources/connector.ts';
import { openConnector } from '../sources/open-connector.ts';
import { planSync } from '../sources/plan-sync.ts';

export interface FollowDeps {
  readonly database: WorkspaceDatabase;
  readonly connectors: ConnectorDeps;
  readonly newId: () => string;
  readonly signal: AbortSignal;
}

export type FollowOutcome =
  | {
      readonly kind: 'followed';
      readonly unchanged: number;
      readonly skipped: number;
      /** What was skipped or withheld, for whoever looks after the source. */
      readonly remarks: readonly string[];
    }
  | { readonly kind: 'lease_lost' };

/**
 * Lists a source whole, then queues what is new or changed and retires what is gone. Each of these steps is
 * remembered with it, so a sync that is taken up again goes on where it was. Throws `AppError` when the
 * source cannot be listed completely; then nothing has been retired.
 */
export async function followSource(sync: LeasedSync, deps: FollowDeps): Promise<FollowOutcome> {
  const known = await findSourceEntries(deps.database, sync.source.id);
  const connector = await openConnector(
    {
      ...sync.source,
      known: new Map([...known].map(([path, { fingerprint }]) => [path, fingerprint])),
    },
    deps.connectors,
  );
  try {
    const listed: SourceEntry[] = [];
    for await (const entry of connector.list(deps.signal)) listed.push(entry);
    const plan = planSync({ known, listed, allowsMassRetire: sync.allowsMassRetire });
    return await carryOut(plan, { sync, connector }, deps);
  } finally {
    await connector.close();
  }
}

interface Following {
  readonly sync: LeasedSync;
  readonly connector: Connector;
}

async function carryOut(
  plan: ReturnType<typeof planSync>,
  following: Following,
  deps: FollowDeps,
): Promise<FollowOutcome> {
  const { sync } = following;
  const remarks = plan.skipped.map(
    ({ entry }) => `${entry.path}: ${entry.problem?.detail ?? 'cannot be read now'}`,
  );
  const lease = { ...sync, sourceId: sync.source.id };
  const foreign = await findForeignPaths(deps.database, {
    sourceId: sync.source.id,
    collectionId: sync.source.collectionId,
    paths: plan.added.map(({ path }) => path),
  });
  const arrivals = [
    ...plan.added.map((entry) => ({ entry, change: 'added' as const })),
    ...plan.changed.map(({ entry }) => ({ entry, change: 'changed' as const })),
  ];
  for (const { entry, change } of arrivals) {
    deps.signal.throwIfAborted();
    const arrival = foreign.has(entry.path)
      ? 'Another document of the collection has this source.'
      : await readEntry(entry, following, deps);
    if (typeof arrival === 'string') {
      remarks.push(`${entry.path}: ${arrival}`);
      continue;
    }
    if (!(await enqueueEntry(deps.database, lease, { ...arrival, change }))) {
      return { kind: 'lease_lost' };
    }
  }
  for (const { path, documentId } of plan.gone) {
    await retireDocument(deps.database, documentId, sync.runId);
    if (!(await markEntryGone(deps.database, lease, path))) return { kind: 'lease_lost' };
  }
  const skipped = remarks.length;
  if (plan.withheld !== null) remarks.unshift(plan.withheld.reason);
  return { kind: 'followed', unchanged: plan.unchanged.length, skipped, remarks };
}

/** The document to queue, or why the entry cannot be one. */
async function readEntry(entry: SourceEntry, { sync, connector }: Following, deps: FollowDeps) {
  const { source } = sync;
  try {
    const { bytes, fileName, fingerprint } = await connector.read(entry, deps.signal);
    if (bytes.length === 0) return 'The file is empty.';
    const type = detectFileType({ fileName, bytes });
    if (type.kind !== 'known') return type.detail;
    const document = {
      documentId: DocumentId.parse(deps.newId()),
      jobId: IngestJobId.parse(deps.newId()),
      collectionId: source.collectionId,
      source: entry.path,
      title: null,
      fileName,
      mime: type.mime,
      bytes,
      sha256: sha256(bytes),
      followed: { sourceId: source.id, defaults: source.defaults },
    };
    return { document, fingerprint };
  } catch (error) {
    if (error instanceof AppError && !deps.signal.aborted) return messageOf(error);
    throw error;
  }
}
