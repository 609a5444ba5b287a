import { messageOf } from '../../platform/errors.ts';
import { failure, type Explanation } from '../chat-failure.ts';
import type {
  ChatFailure,
  ChatModel,
  ChatReply,
  ChatRequest,
  ReadingTask,
  SpansFound,
} from '../chat-model.ts';
import { explainEnding, watchChat, type ChatTimeouts, type ChatWatch } from '../chat-watch.ts';
import type { DownloadProgress, Dtype } from './child-messages.ts';
import { DEFAULT_HUB_URL, DEFAULT_REVISION, ModelChild } from './model-child.ts';
import { unpackSpans } from './span-values.ts';

export interface LocalReaderOptions {
  readonly model: string;
  readonly dtype: Dtype;
  /** Where model files are kept, and looked for as `<folder>/<owner>/<name>/onnx/model_quantized.onnx`. */
  readonly cacheFolder: string;
  /** Spans that are less probable are no answer, 0 to 1. */
  readonly minProbability: number;
  /** A text that has been read counts as a token. */
  readonly timeouts: ChatTimeouts;
  /** The hub, or a mirror of it. */
  readonly hubUrl?: string;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Milliseconds of a clock that never goes back. */
  readonly now?: () => number;
}

export interface LocalReader extends ChatModel {
  close(): Promise<void>;
}

/**
 * Starts a process that finds answers in texts with transformers.js, one text after the other. A call without texts to
 * read fails. Throws `AppError('unavailable')` that says what to do when the model cannot be loaded.
 */
export async function openLocalReader(options: LocalReaderOptions): Promise<LocalReader> {
  const { model, dtype, cacheFolder, hubUrl = DEFAULT_HUB_URL } = options;
  const child = new ModelChild(
    {
      task: 'read_spans',
      model,
      dtype,
      revision: DEFAULT_REVISION,
      cacheFolder,
      hubUrl,
      threadCount: 1,
    },
    options.onProgress,
  );
  await child.ready;
  return {
    provider: 'local_reader',
    model,
    chat: (request) => runCall(child, options, request),
    close: () => child.close(),
  };
}

async function runCall(
  child: ModelChild,
  options: LocalReaderOptions,
  request: ChatRequest,
): Promise<ChatReply | ChatFailure> {
  const now = options.now ?? (() => performance.now());
  const startedAt = now();
  const elapsedMs = () => now() - startedAt;
  const { reading } = request;
  if (reading === undefined) {
    return fail(failure('refused', 'A reader finds answers in chunks and writes nothing.'), 0);
  }
  const watch = watchChat(options.timeouts, { ...request, now });
  try {
    const found = await readAll(child, reading, watch);
    const { text, ...read } = reading.compose(found, options.minProbability);
    const durationMs = elapsedMs();
    request.onDelta?.(text);
    return {
      kind: 'reply',
      text,
      servedModel: options.model,
      fingerprint: `${options.dtype}@${DEFAULT_REVISION}`,
      finishReason: 'stop',
      inputTokens: found.flat().reduce((sum, { tokenCount }) => sum + tokenCount, 0),
      cachedInputTokens: 0,
      outputTokens: 0,
      ttftMs: durationMs,
      durationMs,
      read,
    };
  } catch (error) {
    const explanation = explainEnding(watch) ?? failure('server_error', messageOf(error));
    return fail(explanation, elapsedMs());
  } finally {
    watch.stop();
  }
}

/** Each text is a request of its own, so that those whose turn has not come are dropped when the caller leaves. */
function readAll(
  child: ModelChild,
  { questions, texts }: ReadingTask,
  watch: ChatWatch,
): Promise<readonly (readonly SpansFound[])[]> {
  const readOne = async (question: string, text: string) => {
    const values = await child.compute({ question, texts: [text] }, watch.signal);
    watch.sawToken();
    return unpackSpans(values);
  };
  return Promise.all(
    questions.map((question) => Promise.all(texts.map((text) => readOne(question, text)))),
  );
}

function fail(explanation: Explanation, durationMs: number): ChatFailure {
  return { kind: 'failure', ...explanation, streamedAny: false, ttftMs: null, durationMs };
}
