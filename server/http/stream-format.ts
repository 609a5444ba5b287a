import type { AnswerEvent } from '../../contract/answer.ts';

/** How one endpoint writes its stream; each function gives the text to send, empty for none. */
export interface StreamFormat {
  progress(event: AnswerEvent, payload: unknown): string;
  /** The end, made from the whole answer as JSON. */
  done(body: string): string;
  /** The end of a stream that broke off, made from the error as JSON. */
  error(body: string): string;
}

/** Server-sent events whose names are the contract's `ANSWER_EVENTS`. */
export const answerStreamFormat: StreamFormat = {
  progress: (event, payload) => serverSentEvent(event, JSON.stringify(payload ?? null)),
  done: (body) => serverSentEvent('done', body),
  error: (body) => serverSentEvent('error', body),
};

function serverSentEvent(event: AnswerEvent, json: string): string {
  return `event: ${event}\ndata: ${json}\n\n`;
}
