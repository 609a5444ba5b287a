import type { UploadFields } from '../../contract/document.ts';
import type {
  BodyOf,
  EndpointName,
  ParamsOf,
  QueryOf,
  ResponseOf,
} from '../../contract/endpoint-types.ts';
import type { endpoints } from '../../contract/endpoints.ts';
import type { TraceId } from '../../contract/ids.ts';
import type { Transaction } from '../transaction.ts';
import type { Caller } from '../caller.ts';
import type { SentLine } from './read-lines.ts';
import type { StreamEvent } from './stream-format.ts';

type Table = typeof endpoints;

/** A file of a multipart upload. The name and the type are what the client says, and only that. */
export interface UploadedFile {
  readonly fileName: string;
  readonly bytes: Buffer;
  readonly declaredMime: string;
}

/** An upload brings either JSON or files with their fields; `fields === null` tells them apart. */
type UploadInput<Name extends EndpointName> =
  | { readonly body: BodyOf<Name>; readonly files: readonly []; readonly fields: null }
  | {
      readonly body: null;
      readonly files: readonly UploadedFile[];
      readonly fields: UploadFields;
    };

/** Either JSON or lines of it. */
type LinesInput<Name extends EndpointName> =
  | { readonly body: BodyOf<Name>; readonly lines: null }
  | { readonly body: null; readonly lines: readonly SentLine[] };

type Input<Name extends EndpointName> = Table[Name] extends { readonly uploads: true }
  ? UploadInput<Name>
  : Table[Name] extends { readonly lines: true }
    ? LinesInput<Name>
    : { readonly body: BodyOf<Name> };

/**
 * Tells the client how far the work has come. The last event, `done` or `error`, is written from
 * what the handler returns or throws; emitting one of the two has no effect.
 */
export type Emit = (event: StreamEvent, payload: unknown) => void;

interface Streaming {
  /** Null when the client wants the answer in one piece. */
  readonly emit: Emit | null;
  /** Names the trace before the first event, so that the stream's headers can carry its id. */
  readonly announceTrace: (traceId: TraceId) => void;
}

interface Creating<Name extends EndpointName> {
  /**
   * Keeps the reply to the request's `Idempotency-Key`, if it has one, in the transaction that does what the
   * reply tells of: whoever dies, a retry gets the same reply or does it for the first time. Without it a
   * retry after a crash may do it twice. Throws `AppError('conflict')` when the transaction must not commit.
   */
  readonly keepReply: (transaction: Transaction, result: HandlerResult<Name>) => Promise<void>;
}

/** One request as a handler gets it: authorised, validated, with defaults filled in. */
export type Call<Name extends EndpointName> = {
  readonly caller: Table[Name]['access'] extends 'public' ? null : Caller;
  /** The browser session that made the call; null for an API key. */
  readonly sessionToken: string | null;
  readonly params: ParamsOf<Name>;
  readonly query: QueryOf<Name>;
  readonly requestId: string;
  /** Aborts when the client has left, or when the server cannot wait any longer. */
  readonly signal: AbortSignal;
  /** The caller's W3C trace context, if it sent a valid one. */
  readonly traceparent: string | null;
} & Input<Name> &
  (Table[Name] extends { readonly streams: true | 'always' } ? Streaming : unknown) &
  (Table[Name] extends { readonly creates: true } ? Creating<Name> : unknown);

/** What becomes of the browser's session cookie. */
export type SessionChange =
  | { readonly kind: 'start'; readonly token: string; readonly expiresAt: Date | null }
  | { readonly kind: 'end' };

interface ResultBase {
  /** Replaces the endpoint's own status. */
  readonly status?: number;
  /** Sent as `x-footnote-trace-id`. */
  readonly traceId?: TraceId;
  readonly session?: SessionChange;
}

export interface JsonResult<Body> extends ResultBase {
  readonly body: Body;
}

interface SavedFile extends ResultBase {
  readonly fileName: string;
  /** One of those that the endpoint produces; without it the first. */
  readonly mediaType?: string;
}

/** Bytes that the browser saves and never shows. */
export interface FileResult extends SavedFile {
  readonly bytes: Uint8Array;
}

/** The same, piece by piece: more than the memory should hold at once. */
export interface StreamedFileResult extends SavedFile {
  readonly pieces: AsyncIterable<string>;
}

export type HandlerResult<Name extends EndpointName> = Table[Name] extends {
  readonly produces: readonly string[];
}
  ? FileResult | StreamedFileResult
  : JsonResult<ResponseOf<Name>>;

/** One function for each endpoint; refusals are thrown as `AppError`s. */
export type Handlers = {
  readonly [Name in EndpointName]: (call: Call<Name>) => Promise<HandlerResult<Name>>;
};
