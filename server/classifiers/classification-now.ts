import type { ClassificationNow } from '../../contract/classify.ts';
import type { TraceId } from '../../contract/ids.ts';
import { findReview } from '../../db/queries/reviews.ts';
import { findTraceRecord } from '../../db/queries/traces.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { readerFor } from '../access/reader-for.ts';
import type { Caller } from '../caller.ts';
import { readDecision } from '../reviews/read-decision.ts';
import type { Services } from '../services.ts';
import { readClassificationRecord } from '../tracing/canonical-record.ts';

/** As it stands now, for the key that asked. Throws `AppError('not_found')` for anything else. */
export async function readClassificationNow(
  id: TraceId,
  caller: Caller,
  services: Services,
): Promise<ClassificationNow> {
  const database = inWorkspace(services.database, caller.workspaceId);
  const by = { reader: readerFor(caller), isAdmin: false, onlyApiKeyId: caller.apiKeyId };
  const stored = await findTraceRecord(database, { id, by });
  const record = stored === null ? null : readClassificationRecord(stored);
  if (record === null) throw new AppError('not_found', 'There is no such classification.');
  const { classifier, decision } = record.classified;
  const review = await findReview(database, { traceId: id, by });
  const decided = review === null ? null : await readDecision(database, review.id);
  const byPerson =
    decided === null || decided.decision.decision === 'reject'
      ? {}
      : { label: decided.decision.answer, decided_by: 'person' as const };
  return {
    trace_id: id,
    classifier: classifier.name,
    version: classifier.version,
    ...decision,
    ...byPerson,
    review:
      review === null
        ? null
        : { id: review.id, decision: review.decision, note: decided?.decision.note ?? null },
  };
}
