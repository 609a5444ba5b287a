import {
  AnswerTraceRecord,
  ClassificationTraceRecord,
  type TraceIntegrity,
  type TraceRecord,
} from '../../contract/trace.ts';
import type { ReviewDecision } from '../../contract/review.ts';
import { canonicalJson } from '../../core/canonical-json.ts';
import type { StoredRecord } from '../../db/queries/stored-record.ts';
import { sha256 } from '../../platform/hash.ts';

/** The bytes that are stored and hashed. */
export function canonicalizeRecord(record: TraceRecord | ReviewDecision): StoredRecord {
  const canonical = Buffer.from(canonicalJson(record), 'utf8');
  return { canonical, sha256: sha256(canonical) };
}

/** The record of an answer that is complete; null for bytes of any other. Throws for what is no JSON. */
export function readAnswerRecord({ canonical }: StoredRecord): AnswerTraceRecord | null {
  const record = AnswerTraceRecord.safeParse(JSON.parse(canonical.toString('utf8')));
  return record.success ? record.data : null;
}

/** The record of a text that was labelled; null for bytes of any other. Throws for what is no JSON. */
export function readClassificationRecord({
  canonical,
}: StoredRecord): ClassificationTraceRecord | null {
  const record = ClassificationTraceRecord.safeParse(JSON.parse(canonical.toString('utf8')));
  return record.success ? record.data : null;
}

/** Whether the bytes that are stored now still have the hash that was stored with them. */
export function checkRecord(
  stored: StoredRecord,
): Pick<TraceIntegrity, 'sha256' | 'canonicalization' | 'intact'> {
  return {
    sha256: stored.sha256.toString('hex'),
    canonicalization: 'RFC 8785',
    intact: sha256(stored.canonical).equals(stored.sha256),
  };
}
