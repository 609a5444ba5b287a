import { AnswerTraceRecord } from '../../contract/trace.ts';
import type { StoredRecord } from '../../db/queries/stored-record.ts';
import { sha256 } from '../../platform/hash.ts';

/** What an auditor would miss in a record; null for one that is whole, unaltered and explained. */
export function findGap({ canonical, sha256: hash }: StoredRecord): string | null {
  if (!sha256(canonical).equals(hash)) return 'is not what was hashed when it was written';
  const parsed = AnswerTraceRecord.safeParse(readJson(canonical));
  if (!parsed.success) return 'is not a whole record of an answer';
  const { route, routing, retrieval, verification } = parsed.data;
  if (route.reasons.length === 0 || routing.candidates.length === 0)
    return 'does not explain its route';
  if (retrieval.candidates.some(({ reason }) => reason.text === '')) {
    return 'has a candidate without a reason';
  }
  const silent = verification.claims.some(
    ({ verdict, reasons }) => verdict !== 'not_a_claim' && reasons.length === 0,
  );
  return silent ? 'has a verdict without a reason' : null;
}

function readJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
