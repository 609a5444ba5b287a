import { ChatCompletionRequest } from '../../contract/chat-completion.ts';
import type { Endpoint } from '../../contract/endpoint.ts';
import type { TraceId } from '../../contract/ids.ts';
import { createChatStreamFormat } from './chat-stream-format.ts';
import type { EndpointInput, Exchange } from './endpoint-input.ts';
import { EventStream } from './event-stream.ts';
import { TRACE_ID_HEADER } from './reply.ts';
import { contextOf } from './request-context.ts';
import { eventStreamFormat, type StreamFormat } from './stream-format.ts';

/** A streamed answer whose trace may be named before its first event leaves. */
export interface AnswerStream {
  readonly events: EventStream;
  readonly announceTrace: (traceId: TraceId) => void;
}

export interface AnswerStreamOptions {
  readonly endpoint: Endpoint;
  readonly exchange: Exchange;
  readonly input: EndpointInput;
}

/** The stream that the request asks for; null when it wants its answer in one piece. */
export function openAnswerStream(
  options: AnswerStreamOptions,
  settings: { readonly heartbeatMs: number; readonly clock: () => Date },
): AnswerStream | null {
  const { endpoint, exchange, input } = options;
  if (!isStreamed(endpoint, exchange, input)) return null;
  const { response } = exchange;
  let traceId: TraceId | null = null;
  const chat = { createdAt: settings.clock(), completionId: () => completionId(traceId, exchange) };
  const format: StreamFormat =
    endpoint.openAi === true
      ? createChatStreamFormat({ ...chat, request: ChatCompletionRequest.parse(input.body) })
      : eventStreamFormat;
  return {
    events: new EventStream(response, { format, heartbeatMs: settings.heartbeatMs }),
    announceTrace: (announced) => {
      traceId = announced;
      if (!response.headersSent) response.set(TRACE_ID_HEADER, announced);
    },
  };
}

/** `HEAD` has no body to stream into. */
function isStreamed(endpoint: Endpoint, { request }: Exchange, input: EndpointInput): boolean {
  if (endpoint.streams === 'always') return request.method !== 'HEAD';
  return endpoint.streams === true && asksForStream(input.body);
}

function asksForStream(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'stream' in body && body.stream === true;
}

function completionId(traceId: TraceId | null, { request }: Exchange): string {
  return `chatcmpl-${traceId ?? contextOf(request).requestId}`;
}
