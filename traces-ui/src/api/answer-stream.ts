import type { AnswerEvent } from '../../../contract/answer.ts';
import type { BodyInput } from '../../../contract/endpoint-types.ts';
import { send } from './client.ts';
import { randomKey } from './random-key.ts';
import { brokenOff, isEventStream, readEventStream } from './event-stream.ts';
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
  let isFinished = false;
  for await (const { name, payload } of readEventStream(body, 'answer')) {
    if (!isAnswerEvent(name)) continue;
    isFinished = isFinished || name === 'done' || name === 'error';
    yield { name, payload };
  }
  if (!isFinished) throw brokenOff('answer');
}

function isAnswerEvent(name: string): name is AnswerEvent {
  return Object.hasOwn(KNOWN_EVENTS, name);
}
