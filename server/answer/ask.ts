import type { Answer, AnswerEvent, AskRequest } from '../../contract/answer.ts';
import { TraceId } from '../../contract/ids.ts';
import type { AnswerTraceRecord } from '../../contract/trace.ts';
import type { NewReview } from '../../db/queries/reviews.ts';
import { saveTrace } from '../../db/queries/traces.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { AppError } from '../../platform/errors.ts';
import { withRemoteParent } from '../../platform/telemetry.ts';
import { readerFor } from '../access/reader-for.ts';
import { openBudget } from '../budgets/open-budget.ts';
import type { Caller } from '../caller.ts';
import { StreamCutError } from '../generation/call-models.ts';
import type { Services } from '../services.ts';
import { canonicalizeRecord } from '../tracing/canonical-record.ts';
import { interruptOne } from '../tracing/interrupt-abandoned.ts';
import type { AnswerOutcome, Question, QuestionOrigin, SentEvidence } from './answer-outcome.ts';
import { answerQuestion, type AnswerDeps } from './answer-question.ts';
import { buildAnswer } from './build-answer.ts';
import {
  buildAnswerTrace,
  buildPendingTrace,
  describeSent,
  type BuiltTrace,
} from './build-trace.ts';
import { describeNewReview } from './describe-new-review.ts';
import { openRetrieval } from './open-retrieval.ts';

export interface AskCall {
  readonly caller: Caller;
  readonly request: AskRequest;
  readonly signal: AbortSignal;
  readonly traceparent: string | null;
  readonly emit: ((event: AnswerEvent, payload: unknown) => void) | null;
  readonly announceTrace: (traceId: TraceId) => void;
  readonly origin?: QuestionOrigin;
}

/** An answer with the record that has been stored of it. */
export interface RecordedAnswer {
  readonly answer: Answer;
  readonly record: AnswerTraceRecord;
}

/** A stream that nobody has ended by then has been abandoned: no chain of models takes as long. */
const PENDING_FOR_MS = 60 * 60_000;

/**
 * Asks, and answers only once the trace has been committed; a stream begins only once a pending trace
 * has. A stream that fails leaves an interrupted trace, and so does any answer for which a model was called.
 */
export async function ask(call: AskCall, services: Services): Promise<Answer> {
  const { answer } = await askRecorded(call, services);
  return answer;
}

/** As `ask`, with the stored record beside the answer. */
export function askRecorded(call: AskCall, services: Services): Promise<RecordedAnswer> {
  refuseUnknownModel(call, services);
  const question = readQuestion(call, services);
  return withRemoteParent(call.traceparent, async () => {
    const isStream = call.emit !== null;
    if (isStream) {
      await savePending(question, services);
      call.announceTrace(question.traceId);
    }
    let sent: SentEvidence | null = null;
    const onSent = (latest: SentEvidence) => {
      sent = latest;
    };
    try {
      return await answerAndStore(question, { ...call, onSent }, services);
    } catch (error) {
      if (isStream) await markInterrupted(question, sent, services);
      else if (sent !== null) await recordInterrupted(question, sent, services);
      throw error instanceof StreamCutError
        ? new AppError('unavailable', error.message, { cause: error })
        : error;
    }
  });
}

async function answerAndStore(
  question: Question,
  call: AskCall & Pick<AnswerDeps, 'onSent'>,
  services: Services,
): Promise<RecordedAnswer> {
  const startedAt = services.now();
  const workflow = call.request.metadata['workflow'] ?? null;
  const outcome = await answerQuestion(question, {
    ...services,
    budget: await openBudget({ caller: call.caller, workflow }, services),
    emit: call.emit,
    rewriting: services.config.retrieval.rewrite,
    ...(call.onSent === undefined ? {} : { onSent: call.onSent }),
    retrieve: openRetrieval(services, call.caller.workspaceId),
  });
  return storeAnswer(outcome, startedAt, services);
}

/** Answers once the trace has been committed, and opens a review where a person has to decide. */
export async function storeAnswer(
  outcome: AnswerOutcome,
  startedAt: number,
  services: Services,
): Promise<RecordedAnswer> {
  const { question } = outcome;
  const trace = buildAnswerTrace(outcome, services);
  const review = describeNewReview(outcome, services);
  const storeMs = await storeTrace({ ...trace, review }, { question, startedAt }, services);
  const timings = { store: storeMs, total: services.now() - startedAt };
  tellOf(trace.record, timings.total, services);
  return { answer: buildAnswer(trace.record, timings), record: trace.record };
}

function tellOf(
  record: AnswerTraceRecord,
  totalMs: number,
  { metrics, incidents, upstreams }: Services,
): void {
  if (record.identity.kind === 'answer') metrics.observeAnswer(record, totalMs);
  incidents.onAnswer(record, (model) => upstreams.get(model)?.key ?? null);
}

/** Commits the trace, and returns how long that took. */
async function storeTrace(
  trace: BuiltTrace<AnswerTraceRecord> & { readonly review: NewReview | null },
  run: { readonly question: Question; readonly startedAt: number },
  services: Services,
): Promise<number> {
  const storeStartedAt = services.now();
  await saveTrace(inWorkspace(services.database, run.question.caller.workspaceId), {
    columns: { ...trace.columns, totalMs: storeStartedAt - run.startedAt },
    record: canonicalizeRecord(trace.record),
    evidence: trace.evidence,
    answerText: trace.record.answer.text,
    review: trace.review,
  });
  return services.now() - storeStartedAt;
}

async function savePending(question: Question, services: Services): Promise<void> {
  const pendingUntil = new Date(question.askedAt.getTime() + PENDING_FOR_MS);
  const trace = buildPendingTrace({ question, pendingUntil }, services);
  await saveTrace(inWorkspace(services.database, question.caller.workspaceId), {
    columns: trace.columns,
    record: canonicalizeRecord(trace.record),
    evidence: [],
  });
}

async function markInterrupted(
  question: Question,
  sent: SentEvidence | null,
  services: Services,
): Promise<void> {
  const trace = { workspaceId: question.caller.workspaceId, id: question.traceId };
  const known = sent === null ? undefined : describeSent(sent);
  await interruptOne(services.database, trace, known).catch((error: unknown) => {
    services.logger.error({ trace_id: trace.id, err: error }, 'trace.interrupt_failed');
  });
}

/** What has left for a model is on record, also where nobody waits for the answer any more. */
async function recordInterrupted(
  question: Question,
  sent: SentEvidence,
  services: Services,
): Promise<void> {
  try {
    await savePending(question, services);
  } catch (error) {
    services.logger.error({ trace_id: question.traceId, err: error }, 'trace.interrupt_failed');
    return;
  }
  await markInterrupted(question, sent, services);
}

/** Throws `AppError('invalid_value')` for a question about a day that has not come. */
export function readQuestion(
  call: Pick<AskCall, 'caller' | 'request' | 'signal' | 'traceparent' | 'origin'>,
  services: Services,
): Question {
  const askedAt = services.clock();
  return {
    traceId: TraceId.parse(services.newId()),
    askedAt,
    request: call.request,
    asOf: readAsOf(call.request.as_of, askedAt),
    origin: call.origin ?? null,
    caller: call.caller,
    reader: readerFor(call.caller, call.request.end_user),
    traceparent: call.traceparent,
    signal: call.signal,
  };
}

function readAsOf(asOf: string | undefined, now: Date): Date | null {
  if (asOf === undefined) return null;
  const instant = new Date(asOf);
  if (instant <= now) return instant;
  throw new AppError(
    'invalid_value',
    'as_of is in the future: nobody knows the documents of then.',
    {
      fields: [{ path: '/as_of', message: 'must not be in the future' }],
    },
  );
}

/** A configured model that the key may not use is the router's to refuse: the trace then says so. */
export function refuseUnknownModel(
  { caller, request }: { readonly caller: Caller; readonly request: Pick<AskRequest, 'model'> },
  { policy }: Pick<Services, 'policy'>,
): void {
  const names = policy.models.map((model) => model.name);
  if (request.model === 'auto' || names.includes(request.model)) return;
  const usable = names.filter((name) => caller.models === '*' || caller.models.includes(name));
  throw new AppError('invalid_value', `No model is named "${request.model}".`, {
    fields: [{ path: '/model', message: `must be one of ${['auto', ...usable].join(', ')}` }],
  });
}
