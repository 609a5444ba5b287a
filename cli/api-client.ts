import type {
  BodyInput,
  EndpointName,
  ParamsInput,
  QueryInput,
  ResponseOf,
} from '../contract/endpoint-types.ts';
import { IngestRun } from '../contract/ingest-run.ts';
import { WorkflowRun } from '../contract/workflow.ts';
import {
  buildProbe,
  buildRequest,
  buildTickets,
  buildUpload,
  type ApiClientOptions,
  type RequestInput,
  type TicketBatch,
} from './build-request.ts';
import { readProblem } from './problem-error.ts';
import { downloadReport } from './evaluation/download-report.ts';
import { askWithin, type MeasuredAnswer, type TimedQuestion } from './load/ask-within.ts';
import { readAnswerStream, type AnswerStreamEvent } from './read-answer-stream.ts';
import { readJson, readReply, type Reply } from './read-reply.ts';
import { readRunStream, type RunStreamEvent } from './read-run-stream.ts';
import type { OutgoingRequest } from './send-request.ts';

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
  /** An answer in its main points, or none when the time is over. */
  askWithin(question: TimedQuestion): Promise<MeasuredAnswer>;
  /** Follows a run for ten minutes at most: then it throws `unavailable`, and may be called again. */
  watchRun(id: string): AsyncGenerator<RunStreamEvent<IngestRun>>;
  watchWorkflowRun(params: WorkflowRunParams): AsyncGenerator<RunStreamEvent<WorkflowRun>>;
  /** Starts a run from lines of JSON; the same key starts it once. */
  sendTickets(batch: TicketBatch): Promise<Reply<ResponseOf<'startWorkflowRun'>>>;
  exportResults(params: WorkflowRunParams): Promise<string>;
  /** The report of an evaluation run, as the file that it is. */
  downloadReport(input: {
    readonly params: ParamsInput<'getEvaluationReport'>;
    readonly query: QueryInput<'getEvaluationReport'>;
  }): Promise<Uint8Array>;
  /** Any path, with whatever status and JSON it answers. Sends no key. */
  probe(path: string): Promise<{ readonly status: number; readonly raw: unknown }>;
}

export interface WorkflowRunParams {
  readonly name: string;
  readonly id: string;
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
    askWithin: (question) => askWithin(options, question),
    watchRun: async function* (id) {
      const request = buildRequest(options, 'watchIngestRun', { params: { id } });
      yield* readRunStream(await options.send(toWatch(request)), IngestRun);
    },
    watchWorkflowRun: async function* (params) {
      const request = buildRequest(options, 'watchWorkflowRun', { params: { ...params } });
      yield* readRunStream(await options.send(toWatch(request)), WorkflowRun);
    },
    sendTickets: async (batch) =>
      readReply('startWorkflowRun', await options.send(buildTickets(options, batch))),
    exportResults: async (params) => {
      const response = await options.send(
        buildRequest(options, 'exportWorkflowResults', { params: { ...params } }),
      );
      if (!response.ok) throw await readProblem(response);
      return response.text();
    },
    downloadReport: (input) => downloadReport(options, input),
    probe: async (path) => {
      const response = await options.send(buildProbe(options, path));
      return { status: response.status, raw: await readJson(response, path) };
    },
  };
}

function toWatch(request: OutgoingRequest): OutgoingRequest {
  const headers = { ...request.headers, accept: 'text/event-stream' };
  return { ...request, headers, timeoutMs: WATCH_TIMEOUT_MS };
}
