import { createParser } from 'eventsource-parser';
import { ProblemError } from './problem-error.ts';

/** One server-sent event; `payload` is its parsed JSON. */
export interface NamedEvent {
  readonly name: string;
  readonly payload: unknown;
}

/**
 * Yields the events of a response's body as they arrive, until it ends.
 * @throws ProblemError that names `what` broke off when the network cuts it; an abort stays an abort.
 */
export async function* readEventStream(
  body: ReadableStream<Uint8Array>,
  what: string,
): AsyncGenerator<NamedEvent> {
  const received: NamedEvent[] = [];
  const parser = createParser({
    onEvent: ({ event = '', data }) => received.push({ name: event, payload: JSON.parse(data) }),
  });
  const decoder = new TextDecoder();
  const explainBreak = (error: unknown): never => {
    throw error instanceof DOMException && error.name === 'AbortError' ? error : brokenOff(what);
  };
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read().catch(explainBreak);
    if (done) return;
    parser.feed(decoder.decode(value, { stream: true }));
    yield* received.splice(0);
  }
}

export function isEventStream(response: Response): boolean {
  return (response.headers.get('content-type') ?? '').startsWith('text/event-stream');
}

/** The error for a stream that ended before its last event. */
export function brokenOff(what: string): ProblemError {
  return new ProblemError(`The ${what} broke off before it was complete.`, 0, null);
}
