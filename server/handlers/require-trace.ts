import type { TraceId } from '../../contract/ids.ts';
import { TraceRecord, type AnswerTraceRecord } from '../../contract/trace.ts';
import type { StoredRecord } from '../../db/queries/stored-record.ts';
import { findTraceRecord } from '../../db/queries/traces.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { traceReaderFor } from '../access/reader-for.ts';
import type { Caller } from '../caller.ts';
import type { Services } from '../services.ts';

/** Throws `AppError('not_found')` for a trace that is not there, or that the caller may not read. */
export async function requireTrace(
  { database }: Pick<Services, 'database'>,
  caller: Caller,
  id: TraceId,
) {
  const wanted = { id, by: traceReaderFor(caller) };
  const stored = await findTraceRecord(inWorkspace(database, caller.workspaceId), wanted);
  if (stored === null) throw new AppError('not_found', 'There is no such trace.');
  return stored;
}

/** Throws `AppError('conflict')` for a trace that is no answer, or none that is complete. */
export function requireAnswer(stored: StoredRecord): AnswerTraceRecord {
  const record = parseRecord(stored);
  if ('answer' in record) return record;
  const what = record.state === 'complete' ? `of a ${record.identity.kind}` : record.state;
  throw new AppError('conflict', `The trace is ${what}: it holds no answer.`);
}

/** Throws `AppError('internal')` for bytes that are no record at all any more. */
export function parseRecord(stored: StoredRecord): TraceRecord {
  try {
    return TraceRecord.parse(JSON.parse(stored.canonical.toString('utf8')));
  } catch (error) {
    throw new AppError('internal', 'The stored record cannot be read: its bytes were altered.', {
      cause: error,
    });
  }
}
