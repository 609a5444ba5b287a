import type { TraceId } from '../../contract/ids.ts';
import type { AnswerTraceRecord } from '../../contract/trace.ts';
import { AppError } from '../../platform/errors.ts';
import { askAgain } from '../answer/ask-again.ts';
import { askRecorded } from '../answer/ask.ts';
import type { Caller } from '../caller.ts';
import { answeringBy } from '../generation/answering.ts';
import { toTemplate, type PromptTemplate } from '../generation/build-prompt.ts';
import type { Services } from '../services.ts';
import { layOverSettings } from './lay-over.ts';
import type { Override } from './plan-factors.ts';

export interface ReplayedQuestion {
  readonly traceId: TraceId;
  readonly costUsd: number;
}

/** What is laid over the service, with the text of an old prompt where it is about that. */
export type OpenedOverride =
  | Exclude<Override, { readonly kind: 'prompt' }>
  | { readonly kind: 'prompt'; readonly template: PromptTemplate };

/** Asks a recorded question of the service as it is now, or with one thing as it was. Null where it is refused. */
export async function replayQuestion(
  asked: {
    readonly record: AnswerTraceRecord;
    readonly caller: Caller;
    readonly override: OpenedOverride | null;
  },
  services: Services,
): Promise<ReplayedQuestion | null> {
  const { record, caller, override } = asked;
  const request = {
    ...askAgain(record, caller, services),
    ...(override?.kind === 'documents' ? { as_of: override.asOf.toISOString() } : {}),
    ...(override?.kind === 'model' ? { model: override.name } : {}),
  };
  const call = {
    caller,
    request,
    signal: services.stopping,
    traceparent: null,
    origin: { kind: 'replay', traceId: record.identity.id } as const,
    emit: null,
    announceTrace: () => undefined,
  };
  try {
    const { answer } = await askRecorded(call, overridden(override, services));
    return { traceId: answer.id, costUsd: answer.usage.cost_usd };
  } catch (error) {
    services.stopping.throwIfAborted();
    if (error instanceof AppError) return null;
    throw error;
  }
}

function overridden(override: OpenedOverride | null, services: Services): Services {
  if (override?.kind === 'settings') {
    return layOverSettings(override.config, override.hash, services);
  }
  return override?.kind === 'prompt'
    ? { ...services, answering: answeringBy(override.template) }
    : services;
}

/** The template of a recorded prompt; null where its first message is none. */
export function readTemplate({ prompt }: AnswerTraceRecord): PromptTemplate | null {
  const [first] = prompt.messages;
  if (first?.role !== 'system') return null;
  return toTemplate({ name: prompt.template, version: prompt.version, system: first.content });
}
