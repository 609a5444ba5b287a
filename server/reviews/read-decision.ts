import { ReviewDecision, type ReviewDetail } from '../../contract/review.ts';
import type { ReviewId } from '../../contract/ids.ts';
import { findDecision } from '../../db/queries/reviews.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { checkRecord } from '../tracing/canonical-record.ts';

/** Throws for bytes that are no decision any more. */
export async function readDecision(
  database: WorkspaceDatabase,
  id: ReviewId,
): Promise<ReviewDetail['record']> {
  const stored = await findDecision(database, id);
  if (stored === null) return null;
  const { sha256, intact } = checkRecord(stored);
  const decision = ReviewDecision.parse(JSON.parse(stored.canonical.toString('utf8')));
  return { decision, sha256, intact };
}
