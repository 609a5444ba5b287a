import { z } from 'zod';

const DTYPES = ['fp32', 'fp16', 'q8', 'int8', 'uint8', 'q4', 'q4f16', 'bnb4'] as const;
export type Dtype = (typeof DTYPES)[number];

const whichModel = {
  model: z.string(),
  dtype: z.enum(DTYPES),
  revision: z.string(),
  cacheFolder: z.string(),
  hubUrl: z.string(),
  threadCount: z.int().min(1),
};

/** What the child is started with. */
export const ChildSettings = z.discriminatedUnion('task', [
  z.object({ task: z.literal('embed'), pooling: z.enum(['mean', 'cls']), ...whichModel }),
  z.object({ task: z.literal('score_pairs'), ...whichModel }),
  z.object({ task: z.literal('judge_claims'), kind: z.enum(['pairs', 'tokens']), ...whichModel }),
  z.object({ task: z.literal('read_spans'), ...whichModel }),
  z.object({ task: z.literal('write'), ...whichModel }),
]);
export type ChildSettings = z.infer<typeof ChildSettings>;

export interface DownloadProgress {
  readonly file: string;
  readonly loadedBytes: number;
  /** Null when the server does not say. */
  readonly totalBytes: number | null;
}

/** What a model reads: texts, each beside the question (or the claim) when it scores pairs. */
export interface ModelInput {
  readonly texts: readonly string[];
  readonly question?: string;
}

/** What a model that writes goes on from. */
export interface WritingInput {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly maxOutputTokens: number;
  /** Tokens of the prompt and of what is written together, at most. */
  readonly contextWindow: number;
}

/** What a model has written. */
export interface Writing {
  /** `overflow`: the prompt leaves no room in the context window, so nothing was written. */
  readonly finishReason: 'stop' | 'length' | 'overflow';
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** What the child is sent. `give_up`: nobody waits for that reply any more. */
export type ModelCommand =
  | ({ readonly kind: 'compute'; readonly id: number } & ModelInput)
  | ({ readonly kind: 'write'; readonly id: number } & WritingInput)
  | { readonly kind: 'give_up'; readonly id: number };

/**
 * What the child sends; replies bear the `id` of their command. Computed are `width` numbers for each text, one behind
 * the other; what is written arrives in pieces first.
 */
export type ChildMessage =
  | { readonly kind: 'progress'; readonly progress: DownloadProgress }
  | { readonly kind: 'ready'; readonly width: number }
  | { readonly kind: 'not_loaded'; readonly reason: string }
  | { readonly kind: 'computed'; readonly id: number; readonly values: Float32Array<ArrayBuffer> }
  | { readonly kind: 'piece'; readonly id: number; readonly text: string }
  | { readonly kind: 'written'; readonly id: number; readonly writing: Writing }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string };
