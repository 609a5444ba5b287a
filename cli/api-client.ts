import type {
  BodyInput,
  EndpointName,
  ParamsInput,
  QueryInput,
  ResponseOf,
} from '../contract/endpoint-types.ts';
import {
  buildProbe,
  buildRequest,
  buildUpload,
  type ApiClientOptions,
  type RequestInput,
} from './build-request.ts';
import { downloadReport } from './evaluation/download-report.ts';
import { readAnswerStream, type AnswerStreamEvent } from './read-answer-stream.ts';
import { readJson, readReply, type Reply } from './read-reply.ts';
import { readRunStream, type RunStreamEvent } from './read-run-stream.ts';

type Given<Key extends string, Value> = [Value] extends [undefined]
  ? { readonly [key in Key]?: never }
  : { readonly [key in Key]: Value };

export type CallInput<Name extends EndpointName> = RequestInput &
  Given<'params', ParamsInput<Name>> &
  Given<'query', QueryInput<Name>> &
  Given<'body', BodyInput<Name>>;

/** Calls a running server by the table of endpoints. Throws `ProblemError` where the server refuses. */
export interface ApiClient {
  call<Name extends EndpointName>(
    name: Name,
    input: CallInput<Name>,
  ): Promise<Reply<ResponseOf<Name>>>;
  upload(form: FormData, idempotencyKey: string): Promise<Reply<ResponseOf<'createDocuments'>>>;
  streamAnswer(body: BodyInput<'createAnswer'>): AsyncGenerator<AnswerStreamEvent>;
  /** Follows a run for ten minutes at most: then it throws `unavailable`, and may be called again. */
  watchRun(id: string): AsyncGenerator<RunStreamEvent>;
  /** The report of an evaluation run, as the file that it is. */
  downloadReport(input: {
    readonly params: ParamsInput<'getEvaluationReport'>;
    readonly query: QueryInput<'getEvaluationReport'>;
  }): Promise<Uint8Array>;
  /** Any path, with whatever status and JSON it answers. Sends no key. */
  probe(path: string): Promise<{ readonly status: number; readonly raw: unknown }>;
}

const WATCH_TIMEOUT_MS = 600_000;

export function createApiClient(options: ApiClientOptions): ApiClient {
  return {
    call: async (name, input) =>
      readReply(name, await options.send(buildRequest(options, name, input))),
    upload: async (form, idempotencyKey) =>
      readReply('createDocuments', await options.send(buildUpload(options, form, idempotencyKey))),
    streamAnswer: async function* (body) {
      const request = buildRequest(options, 'createAnswer', { body: { ...body, stream: true } });
      const headers = { ...request.headers, accept: 'text/event-stream' };
      yield* readAnswerStream(await options.send({ ...request, headers }));
    },
    watchRun: async function* (id) {
      const request = buildRequest(options, 'watchIngestRun', { params: { id } });
      const headers = { ...request.headers, accept: 'text/event-stream' };
      const timeoutMs = WATCH_TIMEOUT_MS;
      yield* readRunStream(await options.send({ ...request, headers, timeoutMs }));
    },
    downloadReport: (input) => downloadReport(options, input),
    probe: async (path) => {
      const response = await options.send(buildProbe(options, path));
      return { status: response.status, raw: await readJson(response, path) };
    },
  };
}
