import type { Answer } from '../../contract/answer.ts';
import type { ReaskedAnswer, ReaskedSide } from '../../contract/stale-answer.ts';
import type { FoundAnswer } from '../../db/queries/citing-answers.ts';
import { AppError } from '../../platform/errors.ts';
import { ask } from '../answer/ask.ts';
import { askAgain } from '../answer/ask-again.ts';
import type { Caller } from '../caller.ts';
import type { Services } from '../services.ts';
import { parseAnswerRecord } from './describe-changes.ts';

export interface ReaskCall {
  readonly caller: Caller;
  readonly signal: AbortSignal;
  readonly traceparent: string | null;
}

/** A model answers several questions at once; the database has other callers too. */
const AT_ONCE = 4;

/**
 * Asks stale answers' questions anew, in the caller's name, and stores each new answer with a link to the
 * old one. What goes wrong with one of them is said of that one.
 */
export async function reaskAnswers(
  answers: readonly FoundAnswer[],
  call: ReaskCall,
  services: Services,
): Promise<ReaskedAnswer[]> {
  const reasked: ReaskedAnswer[] = [];
  for (let start = 0; start < answers.length; start += AT_ONCE) {
    call.signal.throwIfAborted();
    const some = answers.slice(start, start + AT_ONCE);
    reasked.push(...(await Promise.all(some.map((answer) => reask(answer, call, services)))));
  }
  return reasked;
}

async function reask(
  answer: FoundAnswer,
  call: ReaskCall,
  services: Services,
): Promise<ReaskedAnswer> {
  const record = parseAnswerRecord(answer.canonical);
  if (record === null) {
    throw new AppError('internal', 'A stored record cannot be read: its bytes were altered.');
  }
  const old: ReaskedSide = {
    id: answer.traceId,
    status: record.outcome.status,
    answer: record.answer.text,
    citations: record.answer.citations,
  };
  try {
    const request = askAgain(record, call.caller, services);
    const origin = { kind: 'reask', traceId: answer.traceId } as const;
    const fresh = await ask(
      { ...call, request, origin, emit: null, announceTrace: () => {} },
      services,
    );
    return { question: answer.question, old, new: sideOf(fresh), error: null };
  } catch (error) {
    if (call.signal.aborted) throw error;
    return { question: answer.question, old, new: null, error: explain(error, answer, services) };
  }
}

function sideOf({ id, status, answer, citations }: Answer): ReaskedSide {
  return { id, status, answer, citations };
}

function explain(
  error: unknown,
  answer: FoundAnswer,
  { logger }: Services,
): { readonly code: string; readonly detail: string } {
  if (error instanceof AppError) return { code: error.code, detail: error.message };
  logger.error({ trace_id: answer.traceId, err: error }, 'answer.reask_failed');
  return { code: 'internal', detail: 'Something went wrong; the log of the server says what.' };
}
