import type { ModelInput } from './worker-messages.ts';

/** A model in memory, on the thread that it was loaded on. */
export interface LoadedModel {
  /** How many numbers it gives for a text. */
  readonly width: number;
  /** The numbers of the texts, in order, one behind the other. */
  compute(input: ModelInput): Promise<Float32Array<ArrayBuffer>>;
}
