import type { AnswerEvent } from '../../../contract/answer.ts';

/** One server-sent event of a streamed answer; `payload` is its parsed JSON. */
export interface StreamEvent {
  readonly name: AnswerEvent;
  readonly payload: unknown;
}
