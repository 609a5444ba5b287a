import { createParser } from 'eventsource-parser';
import type { AnswerEvent } from '../../../contract/answer.ts';
import type { BodyInput } from '../../../contract/endpoint-types.ts';
import { send } from './client.ts';
import { ProblemError } from './problem-error.ts';
import { randomKey } from './random-key.ts';
import type { StreamEvent } from './stream-event.ts';

const KNOWN_EVENTS: Readonly<Record<AnswerEvent, true>> = {
  route: true,
  retrieval: true,
  delta: true,
  verification: true,
  done: true,
  error: true,
};

/**
 * Asks a question and yields the answer's events as they arrive. A server that answers at once, with
 * JSON, yields one `done`.
 * @throws ProblemError when the question is refused or the stream breaks off.
 */
export async function* streamAnswer(
  request: BodyInput<'createAnswer'>,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent> {
  const response = await send('/v1/answers', {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream, application/json',
      'idempotency-key': randomKey(),
    },
    body: JSON.stringify({ ...request, stream: true }),
    signal,
  });
  if (!isEventStream(response) || response.body === null) {
    yield { name: 'done', payload: await response.json() };
    return;
  }
  yield* readEvents(response.body);
}

async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent> {
  const received: StreamEvent[] = [];
  const parser = createParser({
    onEvent: ({ event = '', data }) => {
      if (isAnswerEvent(event)) received.push({ name: event, payload: JSON.parse(data) });
    },
  });
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let isFinished = false;
  for (;;) {
    const { done, value } = await reader.read().catch(explainBreak);
    if (done) break;
    parser.feed(decoder.decode(value, { stream: true }));
    for (const event of received.splice(0)) {
      isFinished = isFinished || event.name === 'done' || event.name === 'error';
      yield event;
    }
  }
  if (!isFinished) throw brokenOff();
}

function isEventStream(response: Response): boolean {
  return (response.headers.get('content-type') ?? '').startsWith('text/event-stream');
}

function isAnswerEvent(name: string): name is AnswerEvent {
  return Object.hasOwn(KNOWN_EVENTS, name);
}

/** A stream that the reader stopped stays an abort; one that the network cut says so in words. */
function explainBreak(error: unknown): never {
  throw error instanceof DOMException && error.name === 'AbortError' ? error : brokenOff();
}

function brokenOff(): ProblemError {
  return new ProblemError('The answer broke off before it was complete.', 0, null);
}
