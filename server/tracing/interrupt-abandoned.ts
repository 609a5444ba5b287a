import { UnfinishedTraceRecord } from '../../contract/trace.ts';
import type { Database } from '../../db/client.ts';
import {
  findAbandonedTraces,
  findTraceRecord,
  interruptTrace,
  type AbandonedTrace,
  type InterruptedColumns,
} from '../../db/queries/traces.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { SEES_EVERYTHING } from '../access/reader-for.ts';
import { canonicalizeRecord } from './canonical-record.ts';

const BATCH = 100;

/**
 * Ends the traces of streams whose server died: their record becomes `interrupted`, beside the pending
 * one. Several servers may do this at once; each trace ends once. Returns how many were ended.
 */
export async function interruptAbandoned(database: Database): Promise<number> {
  const abandoned = await findAbandonedTraces(database, BATCH);
  let count = 0;
  for (const trace of abandoned) if (await interruptOne(database, trace)) count += 1;
  return count;
}

/** What had been sent to models when it broke off; `columns` also say who may read the record. */
export interface KnownOfInterrupted {
  readonly record: Pick<UnfinishedTraceRecord, 'attempts' | 'prompt'>;
  readonly columns: InterruptedColumns;
}

/** Ends one pending trace as interrupted; false when it is not pending any more. */
export async function interruptOne(
  database: Database,
  trace: AbandonedTrace,
  known?: KnownOfInterrupted,
): Promise<boolean> {
  const scoped = inWorkspace(database, trace.workspaceId);
  const stored = await findTraceRecord(scoped, { id: trace.id, by: SEES_EVERYTHING });
  if (stored === null) return false;
  const pending = UnfinishedTraceRecord.safeParse(JSON.parse(stored.canonical.toString('utf8')));
  if (!pending.success || pending.data.state !== 'pending') return false;
  const record = canonicalizeRecord({ ...pending.data, ...known?.record, state: 'interrupted' });
  return interruptTrace(scoped, { id: trace.id, record, columns: known?.columns ?? {} });
}
