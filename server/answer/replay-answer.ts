import type { AskRequest } from '../../contract/answer.ts';
import type { Replay, ReplayRequest } from '../../contract/replay.ts';
import type { AnswerTraceRecord } from '../../contract/trace.ts';
import { AppError } from '../../platform/errors.ts';
import type { Caller } from '../caller.ts';
import { PROMPT_VERSION } from '../generation/build-prompt.ts';
import type { Services } from '../services.ts';
import { diffTraces } from '../tracing/diff-traces.ts';
import { askAgain } from './ask-again.ts';
import { askRecorded } from './ask.ts';

export interface ReplayCall {
  readonly caller: Caller;
  readonly record: AnswerTraceRecord;
  readonly request: ReplayRequest;
  readonly signal: AbortSignal;
  readonly traceparent: string | null;
}

/**
 * Asks a recorded question once more, in the caller's name, and says in what the answers differ. The new
 * trace is linked to the old one, which does not change.
 * @throws AppError `invalid_value` for a model that is not configured, and for a prompt that is not at hand
 */
export async function replayAnswer(call: ReplayCall, services: Services): Promise<Replay> {
  const { caller, record, signal, traceparent } = call;
  const origin = { kind: 'replay', traceId: record.identity.id } as const;
  const { answer, record: replayed } = await askRecorded(
    {
      caller,
      request: requestFor(call, services),
      signal,
      traceparent,
      origin,
      emit: null,
      announceTrace: () => {},
    },
    services,
  );
  return { answer, difference: diffTraces(record, replayed) };
}

function requestFor({ caller, record, request }: ReplayCall, services: Services): AskRequest {
  refuseOtherPrompt(request);
  const { max_chunks: maxChunks } = request.retrieval;
  const asOf = record.retrieval.as_of ?? record.identity.created_at;
  return {
    ...askAgain(record, caller, services),
    ...(request.documents === 'then' ? { as_of: asOf } : {}),
    ...(request.model === undefined ? {} : { model: request.model }),
    ...(maxChunks === undefined ? {} : { max_chunks: maxChunks }),
  };
}

function refuseOtherPrompt({ prompt_version: wanted }: ReplayRequest): void {
  if (wanted === undefined || wanted === PROMPT_VERSION) return;
  throw new AppError('invalid_value', `The prompt "${wanted}" is not at hand.`, {
    fields: [{ path: '/prompt_version', message: `must be ${PROMPT_VERSION}, or left out` }],
  });
}
