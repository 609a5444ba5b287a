import type { ModelInput, Writing, WritingInput } from './child-messages.ts';

/** A model in memory, in the process that it was loaded by. */
export interface LoadedModel {
  /** How many numbers it gives for a text. */
  readonly width: number;
  /** The numbers of the texts, in order, one behind the other. */
  compute(input: ModelInput): Promise<Float32Array<ArrayBuffer>>;
}

/** A model in memory that goes on with a conversation. */
export interface LoadedWriter {
  write(input: WritingInput, listener: WritingListener): Promise<Writing>;
}

export interface WritingListener {
  readonly onPiece: (text: string) => void;
  /** Asked before each token: whether anybody still waits for what is written. */
  readonly isWanted: () => boolean;
}
