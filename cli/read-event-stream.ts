import { EventSourceParserStream } from 'eventsource-parser/stream';
import { AppError } from '../platform/errors.ts';
import { problemIn, ProblemError, readProblem } from './problem-error.ts';
import { printable } from './text/printable.ts';

export interface StreamedEvent {
  readonly name: string;
  readonly raw: unknown;
}

/** The server-sent events of a response. Throws where the server refuses, or sends an `error` event. */
export async function* readEventStream(response: Response): AsyncGenerator<StreamedEvent> {
  if (!response.ok || response.body === null) throw await readProblem(response);
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  for await (const event of events) {
    const name = event.event ?? 'message';
    const problem = name === 'error' ? problemIn(event.data) : null;
    if (problem !== null) throw new ProblemError(problem);
    yield { name, raw: parseEvent(name, event.data) };
  }
}

function parseEvent(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('internal', `The event "${printable(name)}" of the stream is not JSON.`, {
      cause: error,
    });
  }
}
