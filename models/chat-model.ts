export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
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
}

/** A model behind an API. A failed call is an outcome that the trace records, so it never throws. */
export interface ChatModel {
  readonly provider: string;
  readonly model: string;
  chat(request: ChatRequest): Promise<ChatReply | ChatFailure>;
}
