import express, { type Request, type RequestHandler, type Response } from 'express';
import { AppError } from '../../platform/errors.ts';
import { HttpRefusal } from './http-refusal.ts';
import type { HttpLimits } from './limits.ts';
import { parseJson } from './parse-json.ts';
import { refuseHostileValues } from './refuse-hostile-values.ts';

/** Reads a request's JSON body; `undefined` when the request has none. */
export type ReadJson = (request: Request, response: Response) => Promise<unknown>;

/** @throws (the returned function) AppError or HttpRefusal, with a 4xx status */
export function createJsonReader(limits: HttpLimits): ReadJson {
  const readRaw = express.raw({ type: () => true, limit: limits.jsonBytes, inflate: false });
  return async (request, response) => {
    if (!hasBody(request)) return undefined;
    refuseEncoding(request);
    if (!isJson(request)) {
      throw new AppError('unsupported_type', 'Send the body as "application/json" in UTF-8.');
    }
    await withinTime(limits.bodyTimeoutMs, runMiddleware(readRaw, request, response));
    const bytes: unknown = request.body;
    const body = parseJson(Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0), limits);
    refuseHostileValues(body);
    return body;
  };
}

export function hasBody(request: Request): boolean {
  const length = request.headers['content-length'];
  return request.headers['transfer-encoding'] !== undefined || (length ?? '0') !== '0';
}

export function refuseEncoding(request: Request): void {
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new AppError('unsupported_type', 'Content-Encoding is not accepted on requests.');
  }
}

/** JSON has one encoding; any other charset that a request declares is refused with it. */
function isJson(request: Request): boolean {
  const types = request.headersDistinct['content-type'] ?? [];
  const [type = ''] = types;
  return (
    types.length === 1 && /^application\/json\s*(?:;\s*charset="?utf-8"?\s*)?(?:;\s*)?$/i.test(type)
  );
}

/** Runs a middleware of a library as a promise. */
export async function runMiddleware(
  middleware: RequestHandler,
  request: Request,
  response: Response,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const result: unknown = middleware(request, response, (error?: unknown) => {
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error('The body cannot be read.'));
    });
    if (result instanceof Promise) result.catch(reject);
  });
}

/** A body that trickles in holds a connection; after the time-out the connection is given up, too. */
export async function withinTime(timeoutMs: number, reading: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const message = `The body did not arrive within ${timeoutMs / 1_000} seconds.`;
      const headers = { connection: 'close' };
      reject(new HttpRefusal({ status: 408, code: 'request_timeout' }, message, headers));
    }, timeoutMs);
  });
  // Whichever comes second is of no more interest.
  reading.catch(() => {});
  try {
    await Promise.race([reading, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
