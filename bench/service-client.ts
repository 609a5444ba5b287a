import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { AnswerTimings } from '../contract/answer.ts';
import type { ChunkingSettings } from '../contract/collection.ts';
import { IngestRun, IngestRunPage } from '../contract/ingest-run.ts';
import { RetrieveResponse } from '../contract/retrieval.ts';
import { TraceOverview } from '../contract/trace-overview.ts';
import { TracePage } from '../contract/trace-summary.ts';

const Accepted = z.object({ run_id: z.string() });
const Answered = z.object({ status: z.string(), timings_ms: AnswerTimings });
export type Answered = z.infer<typeof Answered>;

/** As `POST /v1/documents` takes it; Markdown if it does not say. */
export interface BenchDocument {
  readonly source: string;
  readonly title: string;
  readonly text: string;
  readonly mime?: string;
  readonly collection?: string;
}

/** The filters of the list, as its address has them. */
export type TraceFilters = Readonly<Record<string, string>>;

export interface ServiceClient {
  createCollection(name: string, chunking: ChunkingSettings): Promise<void>;
  /** Queues the documents and waits until they can be searched. */
  ingest(documents: readonly BenchDocument[]): Promise<IngestRun>;
  /** Waits until nothing is being ingested any more. */
  finishIngest(): Promise<void>;
  retrieve(request: {
    readonly question: string;
    readonly collections?: readonly string[];
    readonly max_chunks?: number;
  }): Promise<RetrieveResponse>;
  ask(question: string): Promise<Answered>;
  listTraces(filters: TraceFilters): Promise<z.output<typeof TracePage>>;
  getTraceOverview(filters: TraceFilters): Promise<TraceOverview>;
}

const POLL_MS = 100;

/** A client with the key that the first start left in the data directory. */
export function createServiceClient(url: string, dataDirectory: string): ServiceClient {
  const key = readFileSync(join(dataDirectory, 'admin-key'), 'utf8').trim();
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  async function call<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    body?: unknown,
  ): Promise<z.output<Schema>> {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
    const response = await fetch(`${url}${path}`, { ...init, headers });
    if (!response.ok) throw new Error(`${path} gave ${response.status}: ${await response.text()}`);
    return schema.parse(await response.json());
  }
  return {
    async createCollection(name, chunking) {
      await call('/v1/collections', z.unknown(), { name, chunking });
    },
    retrieve: (request) => call('/v1/retrieve', RetrieveResponse, request),
    async ingest(documents) {
      const body = {
        documents: documents.map((document) => ({ mime: 'text/markdown', ...document })),
      };
      const { run_id: runId } = await call('/v1/documents', Accepted, body);
      for (;;) {
        const run = await call(`/v1/ingest-runs/${runId}`, IngestRun);
        if (run.finished_at !== null) return run;
        await sleep(POLL_MS);
      }
    },
    async finishIngest() {
      for (;;) {
        const { data } = await call('/v1/ingest-runs', IngestRunPage);
        if (data.length > 0 && data.every((run) => run.finished_at !== null)) return;
        await sleep(POLL_MS);
      }
    },
    ask: (question) => call('/v1/answers', Answered, { question }),
    listTraces: (filters) => call(`/v1/traces?${toQuery(filters)}`, TracePage),
    getTraceOverview: (filters) => call(`/v1/traces/overview?${toQuery(filters)}`, TraceOverview),
  };
}

function toQuery(filters: TraceFilters): string {
  return new URLSearchParams(filters).toString();
}
