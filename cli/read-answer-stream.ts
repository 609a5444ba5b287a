import { Answer } from '../contract/answer.ts';
import { AppError } from '../platform/errors.ts';
import { readEventStream, type StreamedEvent } from './read-event-stream.ts';
import { checkShape } from './read-reply.ts';
import { printable } from './text/printable.ts';

export type AnswerStreamEvent =
  | { readonly kind: 'delta'; readonly text: string; readonly raw: unknown }
  | { readonly kind: 'done'; readonly answer: Answer; readonly raw: unknown }
  | { readonly kind: 'step'; readonly name: string; readonly raw: unknown };

/**
 * The events of a streamed answer; `done` is the last. Throws where the server refuses, sends an
 * `error` event or ends the stream before `done`.
 */
export async function* readAnswerStream(response: Response): AsyncGenerator<AnswerStreamEvent> {
  for await (const event of readEventStream(response)) {
    const read = readEvent(event);
    yield read;
    if (read.kind === 'done') return;
  }
  const traceId = response.headers.get('x-footnote-trace-id');
  throw new AppError(
    'unavailable',
    `The stream ended before the answer was complete.${traceId === null ? '' : ` Its trace is ${printable(traceId)}.`}`,
  );
}

function readEvent({ name, raw }: StreamedEvent): AnswerStreamEvent {
  if (name === 'done') return { kind: 'done', answer: checkShape(Answer, raw, '/v1/answers'), raw };
  if (name !== 'delta') return { kind: 'step', name: printable(name), raw };
  const text = typeof raw === 'object' && raw !== null && 'text' in raw ? raw.text : '';
  return { kind: 'delta', text: printable(String(text)), raw };
}
