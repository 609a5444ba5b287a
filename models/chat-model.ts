import type { Reading } from '../contract/routing.ts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What a reader is asked, which is sent no messages: it finds spans, and its caller makes an answer of them. */
export interface ReadingTask {
  readonly questions: readonly string[];
  readonly texts: readonly string[];
  /** Given for each question, in order, what was found in each text. */
  readonly compose: (found: readonly (readonly SpansFound[])[], minProbability: number) => Read;
}

/** What a reader finds in one text: its best spans, which do not overlap, best first. */
export interface SpansFound {
  readonly tokenCount: number;
  readonly spans: readonly AnswerSpan[];
}

/** A stretch of a text that may be the answer to a question, in UTF-16 code units, end exclusive. */
export interface AnswerSpan {
  readonly start: number;
  readonly end: number;
  readonly probability: number;
  /** That what was read of the text at once has no answer. */
  readonly noAnswer: number;
}

/** What became of the spans. */
export interface Read {
  readonly text: string;
  /** Why that is the answer, in words. */
  readonly reason: string;
  readonly reading: Reading;
}

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  /** Where the answer is to be found in texts. A reader can be asked nothing else. */
  readonly reading?: ReadingTask | undefined;
  readonly maxOutputTokens: number;
  /** No longer than this, whatever the model's own time is. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** Called with each piece of text as it arrives. */
  readonly onDelta?: (text: string) => void;
}

/** Why a call to a model failed. `retryable`: the same call may succeed later. */
export interface ChatFailure {
  readonly kind: 'failure';
  readonly code:
    | 'rate_limited'
    | 'server_error'
    | 'timeout'
    | 'connection'
    | 'refused'
    | 'context_overflow'
    | 'content_filter'
    | 'malformed_reply'
    | 'cut_stream'
    /** The caller gave it less time than the model is known to need. */
    | 'deadline'
    | 'aborted'
    /** Another model, asked beside it, answered first. */
    | 'cancelled';
  readonly detail: string;
  readonly retryable: boolean;
  readonly retryAfterSeconds: number | null;
  /** Whether any text had already been handed to `onDelta`. */
  readonly streamedAny: boolean;
  readonly ttftMs: number | null;
  readonly durationMs: number;
}

export interface ChatReply {
  readonly kind: 'reply';
  readonly text: string;
  readonly servedModel: string;
  /** What the provider calls the configuration that served, where it says so. */
  readonly fingerprint: string | null;
  readonly finishReason: string;
  readonly inputTokens: number;
  /** Of these, what the provider had in its cache; 0 where it does not say. */
  readonly cachedInputTokens: number;
  readonly outputTokens: number;
  readonly ttftMs: number | null;
  readonly durationMs: number;
  /** Of a reader. */
  readonly read?: Omit<Read, 'text'>;
}

/** A model behind an API. A failed call is an outcome that the trace records, so it never throws. */
export interface ChatModel {
  readonly provider: string;
  readonly model: string;
  chat(request: ChatRequest): Promise<ChatReply | ChatFailure>;
}
