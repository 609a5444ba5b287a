import { messageOf } from '../../platform/errors.ts';
import { failure, type Explanation } from '../chat-failure.ts';
import type { ChatFailure, ChatModel, ChatReply, ChatRequest } from '../chat-model.ts';
import { explainEnding, watchChat, type ChatTimeouts, type ChatWatch } from '../chat-watch.ts';
import { DEFAULT_HUB_URL, DEFAULT_REVISION, ModelChild } from './model-child.ts';
import type { DownloadProgress, Dtype, Writing } from './child-messages.ts';

export interface LocalChatModelOptions {
  readonly model: string;
  readonly dtype: Dtype;
  /** Where model files are kept, and looked for as `<folder>/<owner>/<name>/onnx/model_quantized.onnx`. */
  readonly cacheFolder: string;
  /** Tokens of the prompt and the answer together, at most. */
  readonly contextWindow: number;
  readonly timeouts: ChatTimeouts;
  /** The hub, or a mirror of it. */
  readonly hubUrl?: string;
  readonly threadCount?: number;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

export interface LocalChatModel extends ChatModel {
  close(): Promise<void>;
}

/** One call while it runs. */
interface RunningCall {
  readonly watch: ChatWatch;
  readonly elapsedMs: () => number;
  text: string;
  ttftMs: number | null;
}

/**
 * Starts a process that answers with transformers.js, one call after the other, always with the likeliest token.
 * Throws `AppError('unavailable')` that says what to do when the model cannot be loaded.
 */
export async function openLocalChatModel(options: LocalChatModelOptions): Promise<LocalChatModel> {
  const { model, dtype, cacheFolder } = options;
  const child = new ModelChild(
    {
      task: 'write',
      model,
      dtype,
      revision: DEFAULT_REVISION,
      cacheFolder,
      hubUrl: options.hubUrl ?? DEFAULT_HUB_URL,
      threadCount: options.threadCount ?? 1,
    },
    options.onProgress,
  );
  await child.ready;
  return {
    provider: 'local',
    model,
    chat: (request) => runCall(child, options, request),
    close: () => child.close(),
  };
}

async function runCall(
  child: ModelChild,
  options: LocalChatModelOptions,
  request: ChatRequest,
): Promise<ChatReply | ChatFailure> {
  const now = options.now ?? (() => performance.now());
  const startedAt = now();
  const call: RunningCall = {
    watch: watchChat(options.timeouts, { ...request, now }),
    elapsedMs: () => now() - startedAt,
    text: '',
    ttftMs: null,
  };
  const onPiece = (text: string) => {
    call.watch.sawToken();
    if (text === '') return;
    call.ttftMs ??= call.elapsedMs();
    call.text += text;
    request.onDelta?.(text);
  };
  const { messages, maxOutputTokens } = request;
  const { contextWindow } = options;
  try {
    const asking = { signal: call.watch.signal, onPiece };
    const input = { messages, maxOutputTokens, contextWindow };
    return conclude(call, options, await child.write(input, asking));
  } catch (error) {
    return fail(call, explainEnding(call.watch) ?? failure('server_error', messageOf(error)));
  } finally {
    call.watch.stop();
  }
}

function conclude(
  call: RunningCall,
  { model, dtype, contextWindow }: LocalChatModelOptions,
  { finishReason, inputTokens, outputTokens }: Writing,
): ChatReply | ChatFailure {
  if (finishReason === 'overflow') {
    const detail = `The prompt of ${inputTokens} tokens leaves no room for an answer in ${contextWindow}.`;
    return fail(call, failure('context_overflow', detail));
  }
  if (call.text.trim() === '') {
    return fail(call, failure('malformed_reply', 'The model answered with no text.'));
  }
  return {
    kind: 'reply',
    text: call.text,
    servedModel: model,
    fingerprint: `${dtype}@${DEFAULT_REVISION}`,
    finishReason,
    inputTokens,
    cachedInputTokens: 0,
    outputTokens,
    ttftMs: call.ttftMs,
    durationMs: call.elapsedMs(),
  };
}

function fail(call: RunningCall, explanation: Explanation): ChatFailure {
  return {
    kind: 'failure',
    ...explanation,
    streamedAny: call.text !== '',
    ttftMs: call.ttftMs,
    durationMs: call.elapsedMs(),
  };
}
