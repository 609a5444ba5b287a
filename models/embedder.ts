import type { EmbeddingProfile } from '../contract/collection.ts';

export interface EmbedRequest {
  readonly texts: readonly string[];
  /** The terms of each text, where the caller has them: an embedder that works on terms need not read them again. */
  readonly terms?: readonly (readonly string[])[];
  /** Some models embed a question otherwise than a document. */
  readonly purpose: 'document' | 'question';
  readonly signal?: AbortSignal;
}

/** Turns texts into vectors. One adapter per kind of model: builtin, local, remote. */
export interface Embedder {
  readonly profile: EmbeddingProfile;
  /** How many texts one call may hold. */
  readonly maxBatch: number;
  /**
   * One L2-normalised vector of `profile.dimensions` floats for each text, in order.
   * Throws `AppError('unavailable')` with an actionable message when the model cannot be reached.
   */
  embed(request: EmbedRequest): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}
