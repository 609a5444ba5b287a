import { TraceId } from '../../contract/ids.ts';
import type { Citation } from '../../contract/verification.ts';
import {
  endWorkflowItem,
  type ItemEnding,
  type LeasedItem,
} from '../../db/queries/lease-workflow-items.ts';
import { saveTraceWithin, type NewTrace } from '../../db/queries/traces.ts';
import { inTransaction, inWorkspace } from '../../db/workspace-database.ts';
import { buildAnswerTrace } from '../answer/build-trace.ts';
import { describeNewReview } from '../answer/describe-new-review.ts';
import { canonicalizeRecord } from '../tracing/canonical-record.ts';
import { buildWorkflowTrace, lastOf, sumSteps } from './build-workflow-trace.ts';
import type { TicketOutcome } from './put-through.ts';
import type { Services } from '../services.ts';

/** Somebody else has the ticket now, or it was cancelled: nothing of this try was stored. */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';
}

/**
 * Commits the traces of a ticket, the review that it opens and its end together, under its lease: after any
 * crash a ticket has ended once with all that belongs to it, or not at all.
 * @throws LeaseLostError
 */
export async function storeOutcome(
  item: LeasedItem,
  done: TicketOutcome,
  deps: Services,
): Promise<void> {
  const traceId = TraceId.parse(deps.newId());
  const traces = buildTraces(done, traceId, deps);
  const ending = endingOf(done, traceId);
  await inTransaction(inWorkspace(deps.database, item.workspaceId), async (transaction) => {
    for (const trace of traces) await saveTraceWithin(transaction, trace);
    if (!(await endWorkflowItem(transaction, item, ending))) throw new LeaseLostError();
  });
}

function buildTraces(done: TicketOutcome, id: TraceId, deps: Services): readonly NewTrace[] {
  const built = done.answers.map(({ outcome, durationMs }) => {
    const { record, columns, evidence } = buildAnswerTrace(outcome, deps);
    return {
      columns: { ...columns, totalMs: durationMs },
      record: canonicalizeRecord(record),
      evidence,
      answerText: record.answer.text,
      review: describeNewReview(outcome, deps),
    };
  });
  const facts = { id, createdAt: deps.clock(), answers: built };
  const { record, columns, evidence } = buildWorkflowTrace(done, facts, deps);
  return [...done.labelTraces, ...built, { columns, record: canonicalizeRecord(record), evidence }];
}

function endingOf(done: TicketOutcome, traceId: TraceId): ItemEnding {
  const { classification, isSure, answers, steps, outcome, totalMs } = done;
  const last = lastOf(answers);
  const { generation, verified } = last.draft.checked;
  const usage = sumSteps(done);
  return {
    status: 'done',
    outcome,
    label: isSure ? (classification?.label ?? null) : null,
    probability: classification?.probability ?? null,
    verdict: verified.verification.verdict,
    model: generation.model.name,
    isEscalatedToModel: answers.length > 1,
    steps,
    draft: { answer: generation.text, citations: verified.citations.flatMap(describeCitation) },
    traceId,
    answerId: last.id,
    usage: {
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      costUsd: usage.cost_usd,
    },
    totalMs,
  };
}

function describeCitation({ marker, source, title, quote }: Citation) {
  return source === null || title === null ? [] : [{ marker, source, title, quote }];
}
