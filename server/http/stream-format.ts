import type { AnswerEvent } from '../../contract/answer.ts';
import type { IngestRunEvent } from '../../contract/ingest-run.ts';

/** Everything that a stream of some endpoint may tell. */
export type StreamEvent = AnswerEvent | IngestRunEvent;

/** How one endpoint writes its stream; each function gives the text to send, empty for none. */
export interface StreamFormat {
  progress(event: StreamEvent, payload: unknown): string;
  /** The end, made from the whole answer as JSON. */
  done(body: string): string;
  /** The end of a stream that broke off, made from the error as JSON. */
  error(body: string): string;
}

/** Server-sent events by the names of the contract. */
export const eventStreamFormat: StreamFormat = {
  progress: (event, payload) => serverSentEvent(event, JSON.stringify(payload ?? null)),
  done: (body) => serverSentEvent('done', body),
  error: (body) => serverSentEvent('error', body),
};

function serverSentEvent(event: StreamEvent, json: string): string {
  return `event: ${event}\ndata: ${json}\n\n`;
}
