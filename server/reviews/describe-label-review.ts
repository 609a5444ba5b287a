import type { Review, ReviewDetail } from '../../contract/review.ts';
import { findClassifierVersion } from '../../db/queries/classifiers.ts';
import type { StoredRecord } from '../../db/queries/stored-record.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { readClassificationRecord } from '../tracing/canonical-record.ts';
import { verifyAnswer } from '../verification/verify-answer.ts';
import { readDecision } from './read-decision.ts';

/** A text that waits for a label: the draft is the one that the classifier finds most probable. */
export async function describeLabelReview(
  database: WorkspaceDatabase,
  review: Review,
  stored: StoredRecord,
): Promise<ReviewDetail> {
  const trace = readClassificationRecord(stored);
  if (trace === null) throw new AppError('internal', 'The reviewed trace holds nothing to decide.');
  const { text, classifier, said, asked } = trace.classified;
  const { name, version } = classifier;
  const found = await findClassifierVersion(database, { name, version });
  const labels = (found?.report.labels ?? []).map(({ label }) => label);
  const [best] = said.top;
  return {
    ...review,
    question: text,
    draft:
      best === undefined
        ? null
        : {
            text: best.label,
            model: `${name}@${version}`,
            ...verifyAnswer({ answer: '', evidence: [] }),
          },
    evidence: [],
    classified: {
      text,
      classifier: name,
      version,
      labels,
      label_descriptions: found?.label_descriptions ?? [],
      said,
      asked: asked.map(({ model, reply }) => ({ model, reply })),
    },
    record: await readDecision(database, review.id),
  };
}
