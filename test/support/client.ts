import { setTimeout as sleep } from 'node:timers/promises';
import type { AskRequest, Answer } from '../../contract/answer.ts';
import type { z } from 'zod';
import type { IngestRun } from '../../contract/ingest-run.ts';

export interface Reply<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Body;
}

export interface TestClient {
  readonly url: string;
  readonly key: string;
  get<Body = never>(path: string): Promise<Reply<Body>>;
  post<Body = never>(
    path: string,
    body: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Reply<Body>>;
  patch<Body = never>(path: string, body: unknown): Promise<Reply<Body>>;
  delete<Body = never>(path: string): Promise<Reply<Body>>;
  ask(request: z.input<typeof AskRequest>): Promise<Answer>;
  /** Waits until the run has ended. */
  finishRun(runId: string): Promise<IngestRun>;
  /** Ingests Markdown and waits until it can be searched. */
  ingest(documents: readonly Record<string, unknown>[]): Promise<IngestRun>;
}

const RUN_DEADLINE_MS = 60_000;

/** A plain HTTP client of a server under test. Bodies are what came, unchecked: tests assert on them. */
export function createClient(server: { readonly url: string }, key: string): TestClient {
  const call = async <Body>(
    method: string,
    path: string,
    {
      headers,
      ...init
    }: Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> } = {},
  ) => {
    const response = await fetch(`${server.url}${path}`, {
      method,
      ...init,
      headers: { authorization: `Bearer ${key}`, ...headers },
    });
    const text = await response.text();
    const body = (text === '' ? null : JSON.parse(text)) as Body;
    return { status: response.status, headers: response.headers, body };
  };
  const client: TestClient = {
    url: server.url,
    key,
    get: (path) => call('GET', path),
    patch: (path, body) =>
      call('PATCH', path, {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
    delete: (path) => call('DELETE', path),
    post: (path, body, headers = {}) =>
      call('POST', path, {
        body: typeof body === 'string' ? body : JSON.stringify(body),
        headers: { 'content-type': 'application/json', ...headers },
      }),
    async ask(request) {
      const reply = await client.post<Answer>('/v1/answers', request);
      if (reply.status !== 200) throw new Error(`Asking gave ${JSON.stringify(reply.body)}`);
      return reply.body;
    },
    async finishRun(runId) {
      const deadline = Date.now() + RUN_DEADLINE_MS;
      while (Date.now() < deadline) {
        const { body } = await client.get<IngestRun>(`/v1/ingest-runs/${runId}`);
        if (body.finished_at !== null) return body;
        await sleep(50);
      }
      throw new Error(`Run ${runId} did not end in time.`);
    },
    async ingest(documents) {
      const reply = await client.post<{ run_id: string }>('/v1/documents', { documents });
      if (reply.status !== 202) throw new Error(`Ingesting gave ${JSON.stringify(reply.body)}`);
      return client.finishRun(reply.body.run_id);
    },
  };
  return client;
}
