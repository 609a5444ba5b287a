import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { CreatedApiKey } from '../../contract/api-key.ts';
import { IngestRun } from '../../contract/ingest-run.ts';
import type { AttackDocument, Asker } from './attack.ts';

export interface Reply {
  readonly status: number;
  readonly body: string;
}

/** A place of its own in a running service: a collection, and a key for each asker. */
export interface Playground {
  post(asker: Asker, path: string, body: object): Promise<Reply>;
  get(asker: Asker, path: string): Promise<Reply>;
  /** Revokes the keys and deletes the documents. */
  close(): Promise<void>;
}

export interface ServiceAddress {
  readonly url: string;
  readonly adminKey: string;
}

const Accepted = z.object({
  run_id: z.string(),
  documents: z.array(z.object({ id: z.string() })),
});
const BATCH = 50;
const POLL_MS = 100;
const INGEST_DEADLINE_MS = 300_000;

/** Makes the collection and the keys, and waits until the documents can be searched. */
export async function openPlayground(
  { url, adminKey }: ServiceAddress,
  collection: string,
  documents: readonly AttackDocument[],
): Promise<Playground> {
  const call = async (key: string, path: string, init: RequestInit): Promise<Reply> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}${path}`, { ...init, headers });
    return { status: response.status, body: await response.text() };
  };
  const asAdmin = async <Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    init: RequestInit,
  ) => {
    const { status, body } = await call(adminKey, path, init);
    if (status >= 400) throw new Error(`${path} gave ${status}: ${body}`);
    return schema.parse(body === '' ? null : JSON.parse(body));
  };
  const post = (body: object) => ({ method: 'POST', body: JSON.stringify(body) });
  await asAdmin('/v1/collections', z.unknown(), post({ name: collection }));
  const makeKey = (name: Asker, clearance: string) =>
    asAdmin(
      '/v1/keys',
      CreatedApiKey,
      post({
        name: `${collection} ${name}`,
        scopes: ['ask', 'retrieve'],
        clearance,
        collections: [collection],
      }),
    );
  const keys = {
    reader: await makeKey('reader', 'internal'),
    insider: await makeKey('insider', 'restricted'),
  };
  const sent = documents.map((document) => ({
    ...document,
    acl: [...document.acl],
    collection,
    mime: 'text/markdown',
  }));
  const accepted: string[] = [];
  for (let from = 0; from < sent.length; from += BATCH) {
    const batch = post({ documents: sent.slice(from, from + BATCH) });
    const { run_id: runId, documents: taken } = await asAdmin('/v1/documents', Accepted, batch);
    accepted.push(...taken.map(({ id }) => id));
    await finish(() => asAdmin(`/v1/ingest-runs/${runId}`, IngestRun, {}));
  }
  return {
    post: (asker, path, body) => call(keys[asker].key, path, post(body)),
    get: (asker, path) => call(keys[asker].key, path, {}),
    async close() {
      for (const id of accepted) {
        await call(adminKey, `/v1/documents/${id}`, { method: 'DELETE' });
      }
      for (const { id } of Object.values(keys)) {
        await call(adminKey, `/v1/keys/${id}`, { method: 'DELETE' });
      }
    },
  };
}

async function finish(read: () => Promise<IngestRun>): Promise<void> {
  const deadline = performance.now() + INGEST_DEADLINE_MS;
  while (performance.now() < deadline) {
    const run = await read();
    if (run.finished_at !== null) return;
    await sleep(POLL_MS);
  }
  throw new Error('The documents of the attacks were not ingested in time.');
}

/** Unlike any other run's. */
export function collectionName(seed: number, now: Date): string {
  const hash = createHash('sha256').update(`${seed} ${now.toISOString()}`).digest('hex');
  return `red-team-${hash.slice(0, 8)}`;
}
