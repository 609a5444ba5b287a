import type { Request, Response } from 'express';
import { z } from 'zod';
import type { Endpoint } from '../../contract/endpoint.ts';
import { AppError } from '../../platform/errors.ts';
import type { UploadedFile } from './handlers.ts';
import type { HashedInput } from './idempotency.ts';
import { collectQuery, type QueryPair } from './parse-query.ts';
import type { ReadJson } from './read-body.ts';
import { isLines, type ReadLines, type SentLine } from './read-lines.ts';
import { isMultipart, type ReadUpload } from './read-upload.ts';
import { validate } from './validate.ts';

/** Everything that a request says, validated against its endpoint's schemas. */
export interface EndpointInput {
  readonly params: unknown;
  readonly query: unknown;
  /** Null for an upload of files, and for lines. */
  readonly body: unknown;
  /** Null unless lines were sent. */
  readonly lines: readonly SentLine[] | null;
  readonly files: readonly UploadedFile[];
  /** Null unless files were uploaded. */
  readonly fields: unknown;
  /** The same before defaults were filled in: what makes two requests the same. */
  readonly asSent: HashedInput;
}

export interface InputReaders {
  readonly readJson: ReadJson;
  readonly readUpload: ReadUpload;
  readonly readLines: ReadLines;
}

export interface Exchange {
  readonly request: Request;
  readonly response: Response;
}

const NO_PARAMETERS = z.strictObject({});
const NO_BODY = z.strictObject({}).optional();

/** @throws AppError or HttpRefusal, with a 4xx status */
export async function readInput(
  endpoint: Endpoint,
  exchange: Exchange & { readonly query: readonly QueryPair[] },
  readers: InputReaders,
): Promise<EndpointInput> {
  const params = readParams(endpoint, exchange.request);
  const querySchema = endpoint.query ?? NO_PARAMETERS;
  const sentQuery = collectQuery(exchange.query, querySchema);
  const query = validate(querySchema, sentQuery, 'query');
  const sent = await readContent(endpoint, exchange, readers);
  const { rawBody, ...content } = sent;
  return {
    params,
    query,
    ...content,
    asSent: {
      params,
      query: sentQuery,
      body: rawBody,
      files: content.files,
      fields: content.fields,
    },
  };
}

/** A path whose parameters cannot be right names nothing: the same answer as for what is absent. */
function readParams(endpoint: Endpoint, request: Request): unknown {
  if (endpoint.params === undefined) return undefined;
  const result = endpoint.params.safeParse(request.params);
  if (result.success) return result.data;
  throw new AppError('not_found', 'There is nothing at this path.');
}

type Content = Pick<EndpointInput, 'body' | 'lines' | 'files' | 'fields'> & {
  readonly rawBody: unknown;
};

async function readContent(
  endpoint: Endpoint,
  { request, response }: Exchange,
  readers: InputReaders,
): Promise<Content> {
  if (endpoint.uploads === true && isMultipart(request)) {
    const { files, fields } = await readers.readUpload(request, response);
    return { body: null, lines: null, files, fields, rawBody: null };
  }
  if (endpoint.lines === true && isLines(request)) {
    const { lines, sha256 } = await readers.readLines(request, response);
    return { body: null, lines, files: [], fields: null, rawBody: { lines_sha256: sha256 } };
  }
  const rawBody = await readers.readJson(request, response);
  if (endpoint.body !== undefined && rawBody === undefined) {
    throw new AppError('malformed_request', 'A JSON body is expected, and there is none.');
  }
  const body = validate(endpoint.body ?? NO_BODY, rawBody, 'body');
  return { body, lines: null, files: [], fields: null, rawBody: rawBody ?? null };
}
