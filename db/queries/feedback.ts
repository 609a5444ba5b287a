import type { Rating } from '../../contract/feedback.ts';
import type { ApiKeyId, TraceId } from '../../contract/ids.ts';
import { answerFeedback } from '../schema/feedback.ts';
import type { WorkspaceDatabase } from '../workspace-database.ts';

export interface NewFeedback {
  readonly id: string;
  readonly traceId: TraceId;
  readonly apiKeyId: ApiKeyId;
  readonly rating: Rating;
  readonly comment: string | null;
  readonly expected: string | null;
  readonly createdAt: Date;
}

/** The caller checks that the answer may be seen. */
export async function insertFeedback(
  database: WorkspaceDatabase,
  feedback: NewFeedback,
): Promise<void> {
  const { workspaceId } = database;
  await database.executor.insert(answerFeedback).values({ ...feedback, workspaceId });
}
