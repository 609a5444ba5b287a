import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Candidate } from '../../contract/retrieval.ts';
import type { CorpusFile } from './scenarios.ts';

const Accepted = z.object({ run_id: z.string() });
/** As much of a run as is looked at. */
const Run = z.object({
  status: z.string(),
  finished_at: z.string().nullable(),
  chunks: z.object({ added: z.number(), reused: z.number(), retired: z.number() }),
});
export type Run = z.infer<typeof Run>;
const Retrieved = z.object({ chunks: z.array(Candidate), rejected: z.array(Candidate) });

export interface Service {
  readonly url: string;
  readonly adminKey: string;
}

const POLL_MS = 50;
const MAX_CHUNKS = 100;

/** Uploads files as one run; resolves with its id when they are queued. */
export async function uploadFiles(service: Service, files: readonly CorpusFile[]): Promise<string> {
  const form = new FormData();
  for (const { source, fileName, bytes } of files) {
    form.append('source', source);
    form.append('file', new Blob([new Uint8Array(bytes)]), fileName);
  }
  const accepted = await call(service, '/v1/documents', Accepted, { method: 'POST', body: form });
  return accepted.run_id;
}

/** Waits until a run has ended. */
export async function finishRun(service: Service, runId: string): Promise<Run> {
  for (;;) {
    const run = await call(service, `/v1/ingest-runs/${runId}`, Run);
    if (run.finished_at !== null) return run;
    await sleep(POLL_MS);
  }
}

/** Whether both legs find the passage in its document. */
export async function isSearchable(service: Service, file: CorpusFile): Promise<boolean> {
  const { chunks, rejected } = await call(service, '/v1/retrieve', Retrieved, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question: file.passage, max_chunks: MAX_CHUNKS }),
  });
  return [...chunks, ...rejected].some(
    ({ source, scores }) =>
      source === file.source && scores.lexical !== null && scores.dense !== null,
  );
}

async function call<Schema extends z.ZodType>(
  { url, adminKey }: Service,
  path: string,
  schema: Schema,
  init: Omit<RequestInit, 'headers'> & { readonly headers?: Record<string, string> } = {},
): Promise<z.output<Schema>> {
  const headers = { ...init.headers, authorization: `Bearer ${adminKey}` };
  const response = await fetch(`${url}${path}`, { ...init, headers });
  if (!response.ok) throw new Error(`${path} gave ${response.status}: ${await response.text()}`);
  return schema.parse(await response.json());
}
