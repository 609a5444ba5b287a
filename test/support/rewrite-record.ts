import type { Pool } from 'pg';
import { AnswerTraceRecord } from '../../contract/trace.ts';
import { canonicalizeRecord } from '../../server/tracing/canonical-record.ts';

/** Puts another record in the place of an answer's, with its hash, as if it had been written so. */
export async function rewriteRecord(
  pool: Pool,
  id: string,
  change: (record: AnswerTraceRecord) => AnswerTraceRecord,
): Promise<void> {
  const { rows } = await pool.query<{ canonical: Buffer }>(
    `select canonical from trace_records where trace_id = $1 and state = 'complete'`,
    [id],
  );
  const record = AnswerTraceRecord.parse(JSON.parse(rows[0]?.canonical.toString('utf8') ?? ''));
  const { canonical, sha256 } = canonicalizeRecord(change(record));
  await pool.query(
    `update trace_records set canonical = $2, sha256 = $3 where trace_id = $1 and state = 'complete'`,
    [id, canonical, sha256],
  );
}
