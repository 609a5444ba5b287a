import type { Classification } from '../contract/classification.ts';

export interface ScoreRequest {
  readonly question: string;
  /** At most `maxBatch`. */
  readonly texts: readonly string[];
  readonly signal: AbortSignal;
}

/** A model that reads a question and a text together. One adapter per kind: local, remote. */
export interface CrossEncoder {
  readonly adapter: 'local' | 'remote';
  readonly model: string;
  /** How many texts one call may hold. */
  readonly maxBatch: number;
  /** What it may be given: a question or a text of another class is not sent. */
  readonly dataClasses: readonly Classification[];
  /**
   * For each text how well it answers the question, higher is better, on the model's own scale.
   * Throws `AppError('unavailable')` when the model fails, and the signal's reason when the caller gives up.
   */
  score(request: ScoreRequest): Promise<readonly number[]>;
  close(): Promise<void>;
}
