import { EventEmitter, once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

type AttributeValue = string | number | boolean | readonly AttributeValue[];
type Attributes = Readonly<Record<string, AttributeValue>>;

export interface ExportedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first span of a trace. */
  readonly parentSpanId: string;
  readonly name: string;
  readonly attributes: Attributes;
  readonly events: readonly { readonly name: string; readonly attributes: Attributes }[];
  readonly hasFailed: boolean;
}

export interface OtlpReceiver extends AsyncDisposable {
  readonly endpoint: string;
  readonly spans: readonly ExportedSpan[];
  /** The spans of the trace, once one of that name is among them. */
  spansOf(traceId: string, name: string): Promise<readonly ExportedSpan[]>;
  /** From now on accepts requests and never answers them. */
  hold(): void;
  /** When it has been sent this many requests that it holds. */
  heldRequests(count: number): Promise<void>;
}

/** A collector on loopback that speaks OTLP over HTTP, as far as spans go. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: ExportedSpan[] = [];
  const held: ServerResponse[] = [];
  const arrivals = new EventEmitter();
  let isHolding = false;
  const receive = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await buffer(request);
    if (isHolding) held.push(response);
    else {
      spans.push(...readSpans(body));
      response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
    }
    arrivals.emit('arrival');
  };
  const server = createServer((request, response) => {
    receive(request, response).catch((error: unknown) =>
      response.destroy(new Error(String(error))),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const until = async (isDone: () => boolean) => {
    while (!isDone()) await once(arrivals, 'arrival');
  };
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    async spansOf(traceId, name) {
      const ofTrace = () => spans.filter((span) => span.traceId === traceId);
      await until(() => ofTrace().some((span) => span.name === name));
      return ofTrace();
    },
    hold() {
      isHolding = true;
    },
    heldRequests: (count) => until(() => held.length >= count),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      if (server.listening) await once(server.close(), 'close');
    },
  };
}

/** A message of Protocol Buffers: the values of each field number, in order. */
type Message = ReadonlyMap<number, readonly (Buffer | bigint | number)[]>;

/** `ExportTraceServiceRequest` of opentelemetry-proto; the numbers are its field numbers. */
function readSpans(bytes: Buffer): readonly ExportedSpan[] {
  return messagesIn(readMessage(bytes), 1)
    .flatMap((resourceSpans) => messagesIn(resourceSpans, 2))
    .flatMap((scopeSpans) => messagesIn(scopeSpans, 2))
    .map((span) => ({
      traceId: bytesIn(span, 1).toString('hex'),
      spanId: bytesIn(span, 2).toString('hex'),
      parentSpanId: bytesIn(span, 4).toString('hex'),
      name: bytesIn(span, 5).toString('utf8'),
      attributes: attributesIn(span, 9),
      events: messagesIn(span, 11).map((event) => ({
        name: bytesIn(event, 2).toString('utf8'),
        attributes: attributesIn(event, 3),
      })),
      hasFailed: messagesIn(span, 15).some((status) => status.get(3)?.[0] === 2n),
    }));
}

function attributesIn(message: Message, field: number): Attributes {
  const entries = messagesIn(message, field).map((pair) => {
    const [value = new Map()] = messagesIn(pair, 2);
    return [bytesIn(pair, 1).toString('utf8'), readValue(value)] as const;
  });
  return Object.fromEntries(entries);
}

function readValue(message: Message): AttributeValue {
  for (const [field, [value]] of message) {
    if (field === 1) return bytesIn(message, 1).toString('utf8');
    if (field === 2) return value === 1n;
    if (field === 4) return typeof value === 'number' ? value : NaN;
    if (field === 5)
      return messagesIn(message, 5).flatMap((list) => messagesIn(list, 1).map(readValue));
    return Number(value);
  }
  return '';
}

function messagesIn(message: Message, field: number): readonly Message[] {
  return (message.get(field) ?? []).filter(Buffer.isBuffer).map(readMessage);
}

function bytesIn(message: Message, field: number): Buffer {
  const value = message.get(field)?.[0];
  return Buffer.isBuffer(value) ? value : Buffer.alloc(0);
}

function readMessage(bytes: Buffer): Message {
  const fields = new Map<number, (Buffer | bigint | number)[]>();
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = bytes[at++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const take = (length: number) => bytes.subarray(at, (at += length));
  while (at < bytes.length) {
    const tag = Number(varint());
    const wireType = tag & 7;
    const value =
      wireType === 0
        ? varint()
        : wireType === 1
          ? take(8).readDoubleLE()
          : take(wireType === 5 ? 4 : Number(varint()));
    fields.set(tag >> 3, [...(fields.get(tag >> 3) ?? []), value]);
  }
  return fields;
}
