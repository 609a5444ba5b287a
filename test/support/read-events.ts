import { EventSourceParserStream } from 'eventsource-parser/stream';
import type { TestClient } from './client.ts';

export interface ReceivedEvent {
  readonly name: string;
  readonly data: unknown;
}

/** The server-sent events of a GET, until the server ends them. */
export async function* readEvents(client: TestClient, path: string): AsyncGenerator<ReceivedEvent> {
  const response = await fetch(`${client.url}${path}`, {
    headers: { authorization: `Bearer ${client.key}` },
  });
  if (response.body === null)
    throw new Error(`${path} answered ${response.status}, without events.`);
  const events = response.body
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  for await (const event of events) {
    yield { name: event.event ?? 'message', data: JSON.parse(event.data) };
  }
}
