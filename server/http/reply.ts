import { pipeline } from 'node:stream/promises';
import type { Request, Response } from 'express';
import { describeFailure, type Failure } from './describe-failure.ts';
import { openAiErrorOf, problemOf } from './failure-body.ts';
import { contextOf } from './request-context.ts';

export const JSON_TYPE = 'application/json; charset=utf-8';
export const TRACE_ID_HEADER = 'x-footnote-trace-id';

/** A whole response, before any of it is sent. */
export interface Reply {
  readonly status: number;
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

export type ErrorShape = 'problem' | 'openai';

export function failureReply(failure: Failure, request: Request, shape: ErrorShape): Reply {
  const body =
    shape === 'openai'
      ? openAiErrorOf(failure)
      : problemOf(failure, request.path, contextOf(request).requestId);
  return {
    status: failure.status,
    body: Buffer.from(JSON.stringify(body)),
    headers: { ...failure.headers, 'content-type': errorType(shape) },
  };
}

export function errorType(shape: ErrorShape): string {
  return shape === 'openai' ? JSON_TYPE : 'application/problem+json; charset=utf-8';
}

/** Sends a reply, unless the client has left or has been answered already. */
export function sendReply(response: Response, reply: Reply): void {
  if (response.headersSent || response.destroyed) return;
  response.status(reply.status).set(reply.headers);
  if (reply.status === 204) response.end();
  else response.set('content-length', String(reply.body.length)).end(reply.body);
}

/**
 * Sends the head of a reply and then piece after piece, as fast as the client takes them. What fails on the
 * way cuts the connection, so that half a file is never taken for a whole one.
 */
export async function sendPieces(
  response: Response,
  { status, headers }: Reply,
  pieces: AsyncIterable<string>,
): Promise<void> {
  if (response.headersSent || response.destroyed) return;
  response.status(status).set(headers);
  await pipeline(pieces, response);
}

/** Answers with the failure that an error describes. */
export function sendError(
  error: unknown,
  exchange: { readonly request: Request; readonly response: Response },
  shape: ErrorShape,
): Failure {
  const failure = describeFailure(error);
  sendReply(exchange.response, failureReply(failure, exchange.request, shape));
  return failure;
}
