import { z } from 'zod';
import {
  AnswerTraceRecord,
  ClassificationTraceRecord,
  ExtractionTraceRecord,
} from '../../contract/trace.ts';
import type { StoredRecord } from '../../db/queries/stored-record.ts';
import { sha256 } from '../../platform/hash.ts';

/** What comes of gold items of the tasks answer, triage and extraction. */
const EvaluatedRecord = z.union([
  AnswerTraceRecord,
  ClassificationTraceRecord,
  ExtractionTraceRecord,
]);

/** What an auditor would miss in a record; null for one that is whole, unaltered and explained. */
export function findGap({ canonical, sha256: hash }: StoredRecord): string | null {
  if (!sha256(canonical).equals(hash)) return 'is not what was hashed when it was written';
  const parsed = EvaluatedRecord.safeParse(readJson(canonical));
  if (!parsed.success) return 'is not a whole record';
  if ('classified' in parsed.data) return findGapOfLabel(parsed.data);
  if ('extraction' in parsed.data) return findGapOfValues(parsed.data);
  return findGapOfAnswer(parsed.data);
}

function findGapOfLabel({ classified }: ClassificationTraceRecord): string | null {
  return classified.decision.reason === '' ? 'does not explain its label' : null;
}

function findGapOfValues({ extraction }: ExtractionTraceRecord): string | null {
  const isUnplaced = extraction.fields.some(
    ({ value, spans }) => value !== null && spans.length === 0,
  );
  return isUnplaced ? 'has a value that stands nowhere' : null;
}

function findGapOfAnswer({
  route,
  routing,
  retrieval,
  verification,
}: AnswerTraceRecord): string | null {
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
