/** A model that reads a text and a claim together; one adapter: local. */
export interface ClaimScorer {
  readonly model: string;
  /**
   * For each text the chance that it supports the claim, 0 to 1. Throws `AppError('unavailable')` when the model fails,
   * and the signal's reason when the caller gives up.
   */
  score(request: {
    readonly claim: string;
    readonly texts: readonly string[];
    readonly signal: AbortSignal;
  }): Promise<readonly number[]>;
  close(): Promise<void>;
}
