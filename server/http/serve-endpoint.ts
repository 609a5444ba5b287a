import type { RequestHandler } from 'express';
import type { Endpoint } from '../../contract/endpoint.ts';
import type { EndpointName } from '../../contract/endpoint-types.ts';
import { endpoints } from '../../contract/endpoints.ts';
import type { ServedRequest } from '../metrics/service-metrics.ts';
import type { Transaction } from '../transaction.ts';
import { openAnswerStream, type AnswerStream } from './answer-stream.ts';
import { authorizeRequest, type AuthorizationRules, type Authorized } from './authorize-request.ts';
import { describeFailure } from './describe-failure.ts';
import {
  readInput,
  type EndpointInput,
  type Exchange,
  type InputReaders,
} from './endpoint-input.ts';
import type { Call, Handlers } from './handlers.ts';
import type { HttpLog } from './http-log.ts';
import {
  beginIdempotent,
  hashRequest,
  readIdempotencyKey,
  settleOnce,
  type FirstRequest,
  type Idempotency,
  type Settlement,
  type StoredAnswer,
} from './idempotency.ts';
import { parseQueryPairs } from './parse-query.ts';
import {
  errorType,
  failureReply,
  JSON_TYPE,
  sendPieces,
  sendReply,
  type ErrorShape,
  type Reply,
} from './reply.ts';
import { contextOf } from './request-context.ts';
import { replyOf, requireContract, type AnyResult } from './result-reply.ts';
import { applySessionChange, type SessionCookie } from './session-cookie.ts';

/** What every endpoint is served with. */
export interface Shell {
  readonly handlers: Handlers;
  readonly rules: AuthorizationRules;
  readonly idempotency: Idempotency;
  readonly readers: InputReaders;
  readonly log: HttpLog;
  readonly refusalOf: (error: unknown) => unknown;
  readonly observeRequest: (request: ServedRequest) => void;
  readonly heartbeatMs: number;
  readonly clock: () => Date;
  readonly checksResponses: boolean;
}

/** One request that has been authorised and validated. */
interface Prepared {
  readonly name: EndpointName;
  readonly endpoint: Endpoint;
  readonly exchange: Exchange;
  readonly authorized: Authorized;
  readonly input: EndpointInput;
}

/** Serves one endpoint of the contract: authorise, validate, run once, answer. */
export function serveEndpoint(name: EndpointName, shell: Shell): RequestHandler {
  const endpoint: Endpoint = endpoints[name];
  return async (request, response) => {
    const exchange = { request, response };
    const observed = observe(endpoint, exchange, shell);
    const query = parseQueryPairs(request.originalUrl);
    const access = { access: endpoint.access, query };
    const authorized = await authorizeRequest(request, access, shell.rules);
    observed.workspaceId = authorized.caller?.workspaceId ?? null;
    const key =
      endpoint.creates === true ? readIdempotencyKey(request.headers['idempotency-key']) : null;
    const input = await readInput(endpoint, { ...exchange, query }, shell.readers);
    const prepared = { name, endpoint, exchange, authorized, input };
    const beginning = key === null ? null : await begin(prepared, key, shell.idempotency);
    if (beginning?.kind === 'replay') replay(prepared, beginning, shell);
    else await run(prepared, beginning, shell);
  };
}

/** Counts the request once its response has left, for whoever has been recognised by then. */
function observe(
  { method, path }: Endpoint,
  { request, response }: Exchange,
  shell: Shell,
): { workspaceId: ServedRequest['workspaceId'] } {
  const observed: { workspaceId: ServedRequest['workspaceId'] } = { workspaceId: null };
  const { startedAt } = contextOf(request);
  response.once('close', () =>
    shell.observeRequest({
      ...observed,
      route: `${method.toUpperCase()} ${path}`,
      status: response.statusCode,
      durationMs: performance.now() - startedAt,
    }),
  );
  return observed;
}

async function begin(
  prepared: Prepared,
  key: string,
  idempotency: Idempotency,
): ReturnType<typeof beginIdempotent> {
  const { caller } = prepared.authorized;
  if (caller === null) throw new Error(`${prepared.name} is public and cannot take a key.`);
  const requestHash = hashRequest(prepared.name, prepared.input.asSent);
  return beginIdempotent(idempotency, { caller, endpoint: prepared.name, key, requestHash });
}

function replay(prepared: Prepared, stored: StoredAnswer, shell: Shell): void {
  const { response } = prepared.exchange;
  response.set({ ...stored.headers, 'idempotency-replayed': 'true' });
  const isError = stored.status >= 400;
  const stream = isError ? null : openAnswerStream(prepared, shell);
  if (stream !== null) stream.events.done(stored.body.toString('utf8'));
  else {
    const type = isError ? errorType(shapeOf(prepared.endpoint)) : JSON_TYPE;
    sendReply(response, { ...stored, headers: { 'content-type': type } });
  }
}

async function run(prepared: Prepared, first: FirstRequest | null, shell: Shell): Promise<void> {
  const { endpoint, exchange } = prepared;
  const running = {
    exchange,
    stream: openAnswerStream(prepared, shell),
    signal: signalOf(exchange),
    settlement: settleOnce(first, (error) => {
      shell.log.error({ ...describe(prepared), err: error }, 'http.idempotency_failed');
    }),
  };
  try {
    const toReply = (result: AnyResult) => {
      if (shell.checksResponses) requireContract(endpoint, result);
      return replyOf(endpoint, result);
    };
    const call: LooseCall = {
      ...looseCall(prepared, running),
      keepReply: (transaction, result) => running.settlement.keepWith(transaction, toReply(result)),
    };
    const result = await invoke(shell.handlers, prepared.name, call);
    await answer(running, { reply: toReply(result), result }, shell.rules.cookie);
  } catch (error) {
    await fail(running, { error, prepared }, shell);
  }
}

/** A request whose handler has been called. */
interface Running {
  readonly exchange: Exchange;
  readonly stream: AnswerStream | null;
  readonly signal: AbortSignal;
  readonly settlement: Settlement;
}

async function answer(
  { exchange, stream, settlement }: Running,
  { reply, result }: { readonly reply: Reply; readonly result: AnyResult },
  cookie: SessionCookie,
): Promise<void> {
  await settlement.complete(reply);
  if (result.session !== undefined) applySessionChange(exchange.response, cookie, result.session);
  if ('pieces' in result) await sendPieces(exchange.response, reply, result.pieces);
  else if (stream === null) sendReply(exchange.response, reply);
  else {
    if (result.traceId !== undefined) stream.announceTrace(result.traceId);
    stream.events.done(reply.body.toString('utf8'));
  }
}

async function fail(
  { exchange, stream, signal, settlement }: Running,
  { error, prepared }: { readonly error: unknown; readonly prepared: Prepared },
  { log, refusalOf }: Shell,
): Promise<void> {
  const refusal = refusalOf(error);
  const failure = describeFailure(refusal);
  if (signal.aborted) log.info(describe(prepared), 'http.client_left');
  else if (!failure.isExpected || refusal !== error)
    log.error({ ...describe(prepared), err: error }, 'http.failed');
  const reply = failureReply(failure, exchange.request, shapeOf(prepared.endpoint));
  // What may go well the next time is worth another try; any other refusal stays what it is.
  const isPassing = signal.aborted || failure.status >= 500 || failure.status === 429;
  await (isPassing ? settlement.abandon() : settlement.complete(reply));
  if (stream?.events.hasStarted === true) stream.events.error(reply.body.toString('utf8'));
  else {
    stream?.events.cancel();
    sendReply(exchange.response, reply);
  }
}

function describe(prepared: Prepared): object {
  return {
    request_id: contextOf(prepared.exchange.request).requestId,
    endpoint: prepared.name,
  };
}

function shapeOf(endpoint: Endpoint): ErrorShape {
  return endpoint.openAi === true ? 'openai' : 'problem';
}

/** A call before the compiler knows which endpoint's it is. */
type LooseCall = Omit<EndpointInput, 'asSent'> &
  Authorized &
  Pick<Call<'createAnswer'>, 'requestId' | 'traceparent' | 'signal' | 'emit' | 'announceTrace'> & {
    readonly keepReply: (transaction: Transaction, result: AnyResult) => Promise<void>;
  };

function looseCall(prepared: Prepared, { stream, signal }: Running): Omit<LooseCall, 'keepReply'> {
  const { caller, sessionToken } = prepared.authorized;
  const { params, query, body, lines, files, fields } = prepared.input;
  const { requestId, traceparent } = contextOf(prepared.exchange.request);
  const emit = stream === null ? null : stream.events.progress.bind(stream.events);
  const announceTrace = stream === null ? () => {} : stream.announceTrace;
  return {
    caller,
    sessionToken,
    params,
    query,
    body,
    lines,
    files,
    fields,
    requestId,
    traceparent,
    signal,
    emit,
    announceTrace,
  };
}

/**
 * Guarantee: `readInput` has validated every part of the call against the schema that the part's type
 * is inferred from, and `authorizeRequest` gives no caller to public endpoints alone.
 */
async function invoke<Name extends EndpointName>(
  handlers: Pick<Handlers, Name>,
  name: Name,
  call: LooseCall,
): Promise<AnyResult> {
  const validated: unknown = call;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return handlers[name](validated as Call<Name>);
}

/** Aborts when the connection is gone before the response has left. */
function signalOf({ response }: Exchange): AbortSignal {
  const controller = new AbortController();
  // The client may have left while it was being recognised.
  if (response.destroyed) controller.abort();
  response.once('close', () => {
    if (!response.writableFinished) controller.abort();
  });
  return controller.signal;
}
