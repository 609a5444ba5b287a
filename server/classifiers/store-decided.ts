import type { TextClassification } from '../../contract/classify.ts';
import { ReviewId, TraceId } from '../../contract/ids.ts';
import type { NewReview } from '../../db/queries/reviews.ts';
import { saveTraces, type NewTrace } from '../../db/queries/traces.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import type { Caller } from '../caller.ts';
import type { Services } from '../services.ts';
import { buildClassificationTrace, type TicketOrigin } from './build-classification-trace.ts';
import type { DecidedText } from './decide-labels.ts';
import type { OpenedClassifier } from './open-classifiers.ts';

/** Texts that one version labelled. */
export interface DecidedBatch {
  readonly decided: readonly DecidedText[];
  readonly opened: OpenedClassifier;
  readonly minProbability: number;
  /** Of each text. */
  readonly classifyMs: number;
  /** What was sent to a model or waits for a person is kept in any case. */
  readonly keepsAll: boolean;
}

interface StoringCall {
  readonly caller: Caller;
  readonly traceparent: string | null;
  readonly ticket: TicketOrigin | null;
  /** What an evaluation classifies waits for nobody, and a workflow's ticket waits as a whole. */
  readonly reviews: 'open' | 'none';
}

/** What is said of the texts, and the traces that are still to be saved. */
export interface RecordedBatch {
  /** In the order of the texts. */
  readonly results: TextClassification[];
  readonly traces: readonly NewTrace[];
}

/** Keeps the traces in one transaction, with the reviews that they open. */
export async function storeDecided(
  batch: DecidedBatch,
  call: StoringCall,
  services: Services,
): Promise<TextClassification[]> {
  const { results, traces } = recordDecided(batch, call, services);
  await saveTraces(inWorkspace(services.database, call.caller.workspaceId), traces);
  return results;
}

export function recordDecided(
  { decided: all, keepsAll, ...batch }: DecidedBatch,
  call: StoringCall,
  services: Services,
): RecordedBatch {
  const decided =
    call.reviews === 'open' ? all : all.map((one) => ({ ...one, reviewReason: null }));
  const createdAt = services.clock();
  const results = decided.map((one) => toResult(one, keepsAll, services));
  const traces = decided.flatMap((one, at) => {
    const id = results[at]?.trace_id ?? null;
    if (id === null) return [];
    const reviewId = results[at]?.review_id ?? null;
    const stored = { ...batch, id, decided: one, createdAt };
    const trace = buildClassificationTrace(stored, call, services);
    return [{ ...trace, review: toReview(one, reviewId, { createdAt, services }) }];
  });
  return { results, traces };
}

function toResult(
  { said, label, probability, decidedBy, model, reason, ...decided }: DecidedText,
  keepsAll: boolean,
  { newId }: Services,
): TextClassification {
  const isReviewed = decided.reviewReason !== null;
  const isSent = (decided.asked?.calls.attempts.length ?? 0) > 0;
  const isStored = keepsAll || isReviewed || isSent;
  return {
    ...said,
    label,
    probability,
    abstained: label === null,
    decided_by: decidedBy,
    model,
    reason,
    review_id: isReviewed ? ReviewId.parse(newId()) : null,
    trace_id: isStored ? TraceId.parse(newId()) : null,
  };
}

function toReview(
  { reviewReason }: DecidedText,
  id: ReviewId | null,
  { createdAt, services }: { readonly createdAt: Date; readonly services: Services },
): NewReview | null {
  if (id === null || reviewReason === null) return null;
  const dueInMs = services.config.reviews.due_in_hours * 3_600_000;
  return { id, reason: reviewReason, createdAt, dueAt: new Date(createdAt.getTime() + dueInMs) };
}
