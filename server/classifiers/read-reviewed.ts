import type { ClassifierName, StoredExample } from '../../contract/classifier.ts';
import type { ReviewId } from '../../contract/ids.ts';
import { ReviewDecision } from '../../contract/review.ts';
import { listDecidedLabels } from '../../db/queries/reviews.ts';
import type { TraceReader } from '../../db/queries/visible-traces.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { sha256 } from '../../platform/hash.ts';
import { readClassificationRecord } from '../tracing/canonical-record.ts';

const MAX_REVIEWS = 5_000;

/**
 * What people decided on texts that the classifier was not sure of, as examples. Throws `AppError('not_found')` for a
 * review that is named and is not a decided one of this classifier.
 */
export async function readReviewed(
  database: WorkspaceDatabase,
  wanted: {
    readonly classifier: ClassifierName;
    readonly ids: readonly ReviewId[] | null;
    readonly by: TraceReader;
  },
): Promise<readonly StoredExample[]> {
  const records = await listDecidedLabels(database, { ...wanted, limit: MAX_REVIEWS });
  const found = new Set(records.map(({ id }) => id));
  const missing = (wanted.ids ?? []).filter((id) => !found.has(id));
  if (missing.length > 0) {
    throw new AppError(
      'not_found',
      `There is no review ${missing[0] ?? ''} of "${wanted.classifier}" in which a person gave a label.`,
    );
  }
  return records.flatMap(({ id, trace, decision }) => {
    const record = readClassificationRecord({ canonical: trace, sha256: sha256(trace) });
    if (record === null) return [];
    const { answer } = ReviewDecision.parse(JSON.parse(decision.toString('utf8')));
    return [
      { text: record.classified.text, label: answer, origin: 'review' as const, origin_id: id },
    ];
  });
}
