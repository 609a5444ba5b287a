import { z } from 'zod';
import type { ChatFailure, ChatMessage, ChatModel, ChatReply, ChatRequest } from '../chat-model.ts';
import { openLanguageModel, type ChatApi, type LanguageModel } from './language-model.ts';
import { failure, type Explanation } from '../chat-failure.ts';
import { explainEnding, watchChat, type ChatTimeouts, type ChatWatch } from '../chat-watch.ts';
import { explainFailure, type CallPhase } from './explain-failure.ts';
import { openEndpoint, withoutSecret, type ModelEndpoint } from './model-endpoint.ts';

export interface RemoteChatModelOptions {
  /** The operator's name for the provider, as it appears in traces. */
  readonly provider: string;
  /** What it speaks. */
  readonly api: ChatApi;
  readonly model: string;
  readonly endpoint: ModelEndpoint;
  readonly timeouts: ChatTimeouts;
  /** Sent only when given: some models accept no temperature. */
  readonly temperature?: number;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

export interface RemoteChatModel extends ChatModel {
  close(): Promise<void>;
}

/** A reply of text has no business being larger. */
const MAX_RESPONSE_BYTES = 32 * 1024 * 1024;
/** The guarded fetch ends later than our own watch, which can say which time ran out. */
const FETCH_SLACK_MS = 1_000;

type StreamPart =
  Awaited<ReturnType<LanguageModel['doStream']>>['stream'] extends ReadableStream<infer Part>
    ? Part
    : never;

/** One call while it runs. */
interface RunningCall {
  readonly request: ChatRequest;
  readonly watch: ChatWatch;
  readonly now: () => number;
  readonly startedAt: number;
  phase: CallPhase;
  text: string;
  ttftMs: number | null;
  servedModel: string | null;
  fingerprint: string | null;
  finish: Extract<StreamPart, { type: 'finish' }> | null;
}

/**
 * A chat model behind an OpenAI-compatible `/chat/completions` or Anthropic's `/messages`, always streamed, never
 * retried here.
 * A reply is only one that ended with a finish reason; everything else is a failure with its code.
 */
export function createRemoteChatModel(options: RemoteChatModelOptions): RemoteChatModel {
  const { provider, api, model, endpoint, timeouts } = options;
  const { fetch, close } = openEndpoint(endpoint, {
    totalTimeoutMs: timeouts.totalMs + FETCH_SLACK_MS,
    maxResponseBytes: MAX_RESPONSE_BYTES,
  });
  const languageModel = openLanguageModel(api, { provider, model, endpoint, fetch });
  return {
    provider,
    model,
    chat: (request) => runCall(languageModel, options, request),
    close,
  };
}

async function runCall(
  languageModel: LanguageModel,
  options: RemoteChatModelOptions,
  request: ChatRequest,
): Promise<ChatReply | ChatFailure> {
  const now = options.now ?? (() => performance.now());
  const call: RunningCall = {
    request,
    watch: watchChat(options.timeouts, { ...request, now }),
    now,
    startedAt: now(),
    phase: 'waiting',
    text: '',
    ttftMs: null,
    servedModel: null,
    fingerprint: null,
    finish: null,
  };
  try {
    const { stream } = await languageModel.doStream({
      prompt: request.messages.map(toPromptMessage),
      maxOutputTokens: request.maxOutputTokens,
      abortSignal: call.watch.signal,
      // The library drops the fingerprint.
      includeRawChunks: true,
      ...(options.temperature === undefined ? {} : { temperature: options.temperature }),
    });
    call.phase = 'streaming';
    for await (const part of stream) {
      if (part.type === 'error') return fail(call, options, explainPart(part.error, call));
      readPart(call, part);
    }
    return conclude(call, options);
  } catch (error) {
    return fail(call, options, explainFailure(error, call.phase));
  } finally {
    call.watch.stop();
  }
}

function readPart(call: RunningCall, part: StreamPart): void {
  if (part.type === 'response-metadata') call.servedModel = part.modelId ?? null;
  if (part.type === 'raw') call.fingerprint ??= fingerprintOf(part.rawValue);
  if (part.type === 'finish') call.finish = part;
  if (part.type === 'reasoning-delta') call.watch.sawToken();
  if (part.type === 'text-delta') {
    call.watch.sawToken();
    call.ttftMs ??= call.now() - call.startedAt;
    call.text += part.delta;
    call.request.onDelta?.(part.delta);
  }
}

function conclude(call: RunningCall, options: RemoteChatModelOptions): ChatReply | ChatFailure {
  const { finish, text } = call;
  if (finish === null) return fail(call, options, failure('cut_stream', 'The stream was cut.'));
  if (finish.finishReason.unified === 'content-filter') {
    return fail(call, options, failure('content_filter', 'The provider filtered the answer.'));
  }
  if (text === '') {
    return fail(call, options, failure('malformed_reply', 'The model answered with no text.'));
  }
  const promptText = call.request.messages.map(({ content }) => content).join('\n');
  return {
    kind: 'reply',
    text,
    servedModel: call.servedModel ?? options.model,
    fingerprint: call.fingerprint,
    finishReason: finish.finishReason.unified,
    inputTokens: finish.usage.inputTokens.total ?? estimateTokens(promptText),
    cachedInputTokens: finish.usage.inputTokens.cacheRead ?? 0,
    outputTokens: finish.usage.outputTokens.total ?? estimateTokens(text),
    ttftMs: call.ttftMs,
    durationMs: call.now() - call.startedAt,
  };
}

function fail(
  call: RunningCall,
  { endpoint }: RemoteChatModelOptions,
  explanation: Explanation,
): ChatFailure {
  const { detail, ...known } = explainEnding(call.watch) ?? explanation;
  return {
    kind: 'failure',
    ...known,
    detail: withoutSecret(detail, endpoint),
    streamedAny: call.text !== '',
    ttftMs: call.ttftMs,
    durationMs: call.now() - call.startedAt,
  };
}

/** A reply without one readable event was never a stream, so it was not cut either. */
function explainPart(error: unknown, call: RunningCall): Explanation {
  const explanation = explainFailure(error, call.phase);
  if (explanation.code !== 'cut_stream' || call.servedModel !== null || call.text !== '') {
    return explanation;
  }
  return failure('malformed_reply', 'The reply holds no event of a chat stream.');
}

const MAX_FINGERPRINT_LENGTH = 200;
const Fingerprinted = z.object({ system_fingerprint: z.string() });

function fingerprintOf(chunk: unknown): string | null {
  const { success, data } = Fingerprinted.safeParse(chunk);
  return success ? data.system_fingerprint.slice(0, MAX_FINGERPRINT_LENGTH).toWellFormed() : null;
}

/** For servers that report no usage: a budget counts too much rather than nothing. */
function estimateTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

function toPromptMessage({ role, content }: ChatMessage) {
  return role === 'system'
    ? { role, content }
    : { role, content: [{ type: 'text' as const, text: content }] };
}
