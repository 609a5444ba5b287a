import { describe, expect, it } from 'vitest';
import { readEventStream, type NamedEvent } from '../../../../traces-ui/src/api/event-stream.ts';

async function readAll(body: ReadableStream<Uint8Array>): Promise<readonly NamedEvent[]> {
  const events: NamedEvent[] = [];
  for await (const event of readEventStream(body, 'progress')) events.push(event);
  return events;
}

function streamOf(
  pieces: readonly Uint8Array[],
  end: (c: ReadableStreamDefaultController) => void,
) {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(piece);
      end(controller);
    },
  });
}

describe('readEventStream', () => {
  it('puts events together from pieces that cut a character in two', async () => {
    const bytes = new TextEncoder().encode(
      'event: progress\ndata: {"done":1,"name":"é"}\n\nevent: done\ndata: {}\n\n',
    );
    const cut = bytes.indexOf(0xc3) + 1;
    const pieces = [bytes.slice(0, cut), bytes.slice(cut)];
    expect(await readAll(streamOf(pieces, (stream) => stream.close()))).toEqual([
      { name: 'progress', payload: { done: 1, name: 'é' } },
      { name: 'done', payload: {} },
    ]);
  });

  it('says what broke off when the network cuts it', async () => {
    const cut = new ReadableStream<Uint8Array>({
      pull: (stream) => stream.error(new TypeError('network error')),
    });
    await expect(readAll(cut)).rejects.toThrow('The progress broke off before it was complete.');
  });

  it('leaves an abort what it is', async () => {
    const aborted = new ReadableStream<Uint8Array>({
      pull: (stream) => stream.error(new DOMException('stopped', 'AbortError')),
    });
    await expect(readAll(aborted)).rejects.toThrow(DOMException);
  });
});
