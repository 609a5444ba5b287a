import type { IncomingMessage } from 'node:http';
import { v7 as uuidv7 } from 'uuid';

/** What is known of a request before anybody looks at its route. */
export interface RequestContext {
  readonly requestId: string;
  readonly traceparent: string | null;
  readonly startedAt: number;
}

const contexts = new WeakMap<IncomingMessage, RequestContext>();

/** Makes the context of a request once; later calls give back the same one. */
export function contextOf(request: IncomingMessage): RequestContext {
  const known = contexts.get(request);
  if (known !== undefined) return known;
  const context: RequestContext = {
    requestId: saneRequestId(request.headers['x-request-id']) ?? uuidv7(),
    traceparent: parseTraceparent(request.headers['traceparent']),
    startedAt: performance.now(),
  };
  contexts.set(request, context);
  return context;
}

function saneRequestId(header: string | string[] | undefined): string | null {
  return typeof header === 'string' && /^[\w.:-]{1,128}$/.test(header) ? header : null;
}

/** A valid `traceparent` of W3C Trace Context, unchanged; null for any other. */
export function parseTraceparent(header: string | string[] | undefined): string | null {
  if (typeof header !== 'string') return null;
  const match =
    /^(?<version>[0-9a-f]{2})-(?<trace>[0-9a-f]{32})-(?<parent>[0-9a-f]{16})-[0-9a-f]{2}(?<rest>-.*)?$/.exec(
      header,
    );
  const { version, trace, parent, rest } = match?.groups ?? {};
  if (version === undefined || version === 'ff') return null;
  if (version === '00' && rest !== undefined) return null;
  if (/^0+$/.test(trace ?? '0') || /^0+$/.test(parent ?? '0')) return null;
  return header;
}
