import type { ModelAttempt, ModelTier, SkippedModel } from '../../contract/routing.ts';
import type { PromptTrace } from '../../contract/trace.ts';
import type { ChatModel, ReadingTask } from '../../models/chat-model.ts';
import type { SpendGuard } from '../budgets/spend-guard.ts';
import type { CallGate } from '../resilience/call-gate.ts';
import type { PromptInput } from './build-prompt.ts';
import type { ExtractedAnswer, PartToAnswer } from './extract-answer.ts';

/** A model that may answer this question; `chat` is null for the builtin extractive answer. */
export interface AnswerModel {
  readonly name: string;
  readonly provider: string;
  readonly tier: ModelTier;
  /** In tokens, of prompt and answer together. */
  readonly contextWindow: number;
  readonly maxOutputTokens: number;
  readonly chat: ChatModel | null;
  /** What each call of `chat` has to pass; null where that is. */
  readonly gate: CallGate | null;
  /** US dollars; at most, where it is not known how long a call takes. */
  readonly costOf: (use: {
    readonly input: number;
    readonly output: number;
    readonly cachedInput?: number;
    readonly durationMs?: number;
  }) => number;
}

/** What calls of models need to know, whatever they are for. */
export interface CallRequest {
  /** The chosen model, then those that may stand in for it, in order. */
  readonly models: readonly AnswerModel[];
  /** Names of those that may be asked beside one whose first token does not come. */
  readonly hedges: ReadonlySet<string>;
  /** All that may be asked, as wanted: a draft that does not do is passed on to a larger one of them. */
  readonly eligible: readonly AnswerModel[];
  /** The rule-based answer, when no model may or can answer: it sends nothing anywhere. */
  readonly quoting: AnswerModel;
  readonly limits: CallLimits;
  /** What calls that cost something have to pass; null where nothing bounds the cost. */
  readonly spending: SpendGuard | null;
  readonly signal: AbortSignal;
  readonly onDelta: ((text: string) => void) | null;
  /** What a reader is asked beside the prompt that others are sent; without it none may be among the models. */
  readonly reading?: ReadingTask | undefined;
  /** Hears of every call of a model as it ends, also when no answer comes of it. */
  readonly onAttempt?: (sent: SentPrompt) => void;
}

export interface GenerationRequest extends PromptInput, Omit<CallRequest, 'reading'> {
  /** A better model that the router had to pass over, and why: `models` stand in for it. */
  readonly passedOver: { readonly tier: string; readonly reason: string } | null;
  /** Why the router found no model; null when it found one. */
  readonly noModelReason: string | null;
  /** Calls that were made to read the question: they count with those that follow. */
  readonly earlier?: Pick<CallsSoFar, 'attempts' | 'skipped'>;
  /** A person decides on the rule-based answer: nothing of it is streamed. */
  readonly holdsQuote: boolean;
  /** What is asked, one by one, as the rule-based answer takes it. */
  readonly parts: readonly PartToAnswer[];
  readonly task: GenerationTask;
}

/** What models are asked to write, and what stands in for it. */
export interface GenerationTask {
  readonly writePrompt: (input: PromptInput) => PromptTrace;
  /** Without a model, from the chunks alone. */
  readonly quote: (request: Pick<GenerationRequest, 'parts' | 'chunks'>) => ExtractedAnswer;
  /** How readers do it; absent where they cannot. */
  readonly read?: (request: Pick<GenerationRequest, 'parts' | 'chunks'>) => ReadingTask;
}

/** A prompt, and the calls that were made with it so far. */
export interface SentPrompt {
  readonly prompt: PromptTrace;
  readonly attempts: readonly ModelAttempt[];
}

/** What an answer's calls have come to, when more are to follow. */
export interface CallsSoFar {
  readonly attempts: readonly ModelAttempt[];
  /** Models that were passed over though their turn had come. */
  readonly skipped: readonly SkippedModel[];
  /** On the clock of the limits: by then all calls for this answer must be over. */
  readonly endsAt: number;
}

/** What all calls for one answer may take together. */
export interface CallLimits {
  readonly maxAttempts: number;
  /** Shared by all attempts and the waits between them. */
  readonly deadlineMs: number;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
  /** Rejects when the signal aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<unknown>;
}
