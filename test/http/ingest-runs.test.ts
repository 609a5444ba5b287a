import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IngestRun } from '../../contract/ingest-run.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { readEvents } from '../support/read-events.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

/** No worker runs: a test that wants work to be done says so in SQL. */
let footnote: RunningFootnote;
let admin: TestClient;
beforeAll(async () => {
  footnote = await startFootnote({ hasWorker: false });
  admin = createClient(footnote, footnote.adminKey);
});
afterAll(() => footnote.stop());

async function keyWith(fields: Record<string, unknown>): Promise<TestClient> {
  const { body } = await admin.post<{ key: string }>('/v1/keys', {
    name: 'a key',
    scopes: ['ingest'],
    clearance: 'internal',
    ...fields,
  });
  return createClient(footnote, body.key);
}

async function send(
  client: TestClient,
  documents: readonly { readonly title: string; readonly [field: string]: unknown }[],
): Promise<string> {
  const reply = await client.post<{ run_id: string }>('/v1/documents', {
    documents: documents.map((document) => ({ text: document.title, ...document })),
  });
  expect(reply.status).toBe(202);
  return reply.body.run_id;
}

async function steer(run: string, verb: string, body?: unknown, client = admin) {
  const reply = await client.post<IngestRun & { detail: string }>(
    `/v1/ingest-runs/${run}/${verb}`,
    body ?? {},
  );
  return { ...reply.body, http: reply.status };
}

async function runOf(run: string, client = admin): Promise<IngestRun> {
  return (await client.get<IngestRun>(`/v1/ingest-runs/${run}`)).body;
}

/** As a worker would end the jobs of a run, those of the named sources or all that are open. */
function endJobs(run: string, status: 'done' | 'failed' | 'running', source = '%') {
  const changes = {
    done: `status = 'done', lease_token = null, finished_at = now(), chunks_added = 2,
      timings = '{"parse": 10, "chunk": 1, "embed": 4, "store": 5}'`,
    failed: `status = 'failed', lease_token = null, finished_at = now(), error_code = 'unreadable', error_detail = 'It is torn.'`,
    running: `status = 'running', lease_token = gen_random_uuid(), lease_until = now() + interval '1 hour'`,
  };
  return footnote.database.pool.query(
    `update ingest_jobs j
     set started_at = now(), ${changes[status]}
     from documents d
     where d.workspace_id = j.workspace_id and d.id = j.document_id and d.source like $2
       and j.run_id = $1 and j.status in ('queued', 'running')`,
    [run, source],
  );
}

describe('a run', () => {
  it('tells how many documents went through each stage, and how long that took', async () => {
    const run = await send(admin, [{ title: 'timed one' }, { title: 'timed two' }]);
    expect(await runOf(run)).toMatchObject({ kind: 'upload', status: 'queued', stages: [] });
    await endJobs(run, 'done', 'timed-one');
    expect(await runOf(run)).toMatchObject({ status: 'running', finished_at: null });
    await endJobs(run, 'done');
    expect(await runOf(run)).toMatchObject({
      status: 'succeeded',
      documents: { total: 2, done: 2, failed: 0, unchanged: 0, held: 0, cancelled: 0 },
      chunks: { added: 4 },
      stages: [
        { stage: 'parse', count: 2, total_ms: 20, p50_ms: 10, p95_ms: 10 },
        { stage: 'chunk', count: 2, total_ms: 2, p50_ms: 1, p95_ms: 1 },
        { stage: 'embed', count: 2, total_ms: 8, p50_ms: 4, p95_ms: 4 },
        { stage: 'store', count: 2, total_ms: 10, p50_ms: 5, p95_ms: 5 },
      ],
      sync: null,
    });
  });

  it('is paused and resumed', async () => {
    const run = await send(admin, [{ title: 'paused one' }, { title: 'paused two' }]);
    expect(await steer(run, 'resume')).toMatchObject({
      http: 409,
      detail: 'The run is not paused.',
    });
    expect(await steer(run, 'pause')).toMatchObject({ http: 200, status: 'paused' });
    expect(await steer(run, 'pause')).toMatchObject({
      http: 409,
      detail: 'The run is paused already.',
    });
    expect(await steer(run, 'resume')).toMatchObject({ http: 200, status: 'queued' });
    await endJobs(run, 'done');
    expect(await steer(run, 'pause')).toMatchObject({
      http: 409,
      detail: 'The run has ended (succeeded): it cannot be paused any more.',
    });
  });

  it('that is cancelled keeps what is done, and takes the leases of the rest', async () => {
    const run = await send(admin, [
      { title: 'cancelled done' },
      { title: 'cancelled running' },
      { title: 'cancelled waiting' },
    ]);
    await endJobs(run, 'done', 'cancelled-done');
    await endJobs(run, 'running', 'cancelled-running');
    expect(await steer(run, 'cancel')).toMatchObject({
      http: 200,
      status: 'cancelled',
      documents: { total: 3, done: 1, cancelled: 2 },
      finished_at: expect.any(String),
    });
    const { rows } = await footnote.database.pool.query(
      'select 1 from ingest_jobs where run_id = $1 and lease_token is not null',
      [run],
    );
    expect(rows).toEqual([]);
    expect(await steer(run, 'cancel')).toMatchObject({ http: 409 });
  });

  it('tries what failed again, once, as a new job', async () => {
    const run = await send(admin, [
      { title: 'retried fine' },
      { title: 'retried torn' },
      { title: 'retried torn too' },
    ]);
    expect(await steer(run, 'retry')).toMatchObject({
      http: 409,
      detail: 'No document of this run failed or was cancelled.',
    });
    await endJobs(run, 'done', 'retried-fine');
    await endJobs(run, 'failed');
    const failed = await runOf(run);
    expect(failed).toMatchObject({
      status: 'partly_failed',
      documents: { total: 3, done: 1, failed: 2 },
      errors: [
        { source: 'retried-torn', code: 'unreadable', detail: 'It is torn.' },
        { source: 'retried-torn-too' },
      ],
    });
    const documentIds = [failed.errors[0]?.document_id];
    expect(await steer(run, 'retry', { document_ids: documentIds })).toMatchObject({
      http: 202,
      status: 'running',
      documents: { total: 3, done: 1, failed: 1 },
      finished_at: null,
    });
    await endJobs(run, 'done');
    expect(await steer(run, 'retry')).toMatchObject({ http: 202, documents: { failed: 0 } });
    await endJobs(run, 'done');
    expect(await runOf(run)).toMatchObject({ status: 'succeeded', errors: [] });
    const { rows } = await footnote.database.pool.query<{ count: number }>(
      'select count(*)::int as count from ingest_jobs where run_id = $1',
      [run],
    );
    expect(rows).toEqual([{ count: 5 }]);
  });

  it('that was cancelled goes on when it is tried again', async () => {
    const run = await send(admin, [{ title: 'taken up again' }]);
    await steer(run, 'cancel');
    expect(await steer(run, 'retry')).toMatchObject({ http: 202, status: 'queued' });
    await endJobs(run, 'done');
    expect(await runOf(run)).toMatchObject({ status: 'succeeded', documents: { cancelled: 0 } });
  });

  it('does not bring back bytes that were replaced since they failed', async () => {
    const run = await send(admin, [{ title: 'replaced', text: 'torn' }]);
    await endJobs(run, 'failed');
    const later = await send(admin, [{ title: 'replaced', text: 'mended' }]);
    await endJobs(later, 'done');
    const refused = await steer(run, 'retry');
    expect(refused).toMatchObject({ http: 409 });
    expect(refused.detail).toContain('sent again since');
  });
});

describe('a key that may ingest and nothing else', () => {
  it('follows the run that it began, and no other', async () => {
    const sender = await keyWith({ clearance: 'public' });
    const own = await send(sender, [{ title: 'own secret', classification: 'restricted' }]);
    const foreign = await send(admin, [{ title: 'foreign', classification: 'public' }]);
    await endJobs(own, 'failed');
    expect(await runOf(own, sender)).toMatchObject({
      status: 'failed',
      documents: { total: 1, failed: 1 },
      errors: [],
    });
    expect((await sender.get(`/v1/ingest-runs/${foreign}`)).status).toBe(404);
    const { body } = await sender.get<{ data: IngestRun[] }>('/v1/ingest-runs');
    expect(body.data.map((run) => run.id)).toEqual([own]);
    expect((await steer(foreign, 'cancel', {}, sender)).http).toBe(404);
  });

  it('is refused nothing that a key which may retrieve is not', async () => {
    const asker = await keyWith({ scopes: ['ask'] });
    expect((await asker.get('/v1/ingest-runs')).status).toBe(403);
    const reader = await keyWith({ scopes: ['retrieve'] });
    const run = await send(admin, [
      { title: 'open' },
      { title: 'shut', classification: 'restricted' },
    ]);
    expect(await runOf(run, reader)).toMatchObject({ documents: { total: 1 } });
    expect((await steer(run, 'cancel', {}, reader)).http).toBe(403);
  });

  it('may not stop documents that it cannot read', async () => {
    const both = await keyWith({ scopes: ['ingest', 'retrieve'] });
    const run = await send(admin, [{ title: 'open two' }, { title: 'shut two', acl: ['hr'] }]);
    expect(await steer(run, 'cancel', {}, both)).toMatchObject({
      http: 403,
      detail: 'The run has documents that this key may not read.',
    });
  });
});

describe('the events of a run', () => {
  it('tell of each change until it has ended', async () => {
    const run = await send(admin, [{ title: 'watched one' }, { title: 'watched two' }]);
    const seen: string[] = [];
    for await (const event of readEvents(admin, `/v1/ingest-runs/${run}/events`)) {
      const { status, documents } = event.data as IngestRun;
      seen.push(`${event.name} ${status} ${documents.done}`);
      if (seen.length === 1) await endJobs(run, 'done', 'watched-one');
      if (seen.length === 2) await endJobs(run, 'done');
    }
    expect(seen).toEqual(['progress queued 0', 'progress running 1', 'done succeeded 2']);
  });

  it('are not shown of a run that the caller may not see', async () => {
    const reader = await keyWith({ scopes: ['retrieve'], clearance: 'public' });
    const run = await send(admin, [{ title: 'unseen', classification: 'restricted' }]);
    const reply = await reader.get(`/v1/ingest-runs/${run}/events`);
    expect(reply.status).toBe(404);
  });

  it('end when the key is revoked', async () => {
    const reader = await keyWith({ name: 'short-lived', scopes: ['retrieve'] });
    const run = await send(admin, [{ title: 'watched by a short-lived key' }]);
    const seen: string[] = [];
    for await (const event of readEvents(reader, `/v1/ingest-runs/${run}/events`)) {
      seen.push(event.name);
      await footnote.database.pool.query(
        `update api_keys set revoked_at = now() where name = 'short-lived'`,
      );
    }
    expect(seen).toEqual(['progress', 'error']);
  });

  it('end at once when the server stops', async () => {
    const stopped = await startFootnote({ hasWorker: false });
    const client = createClient(stopped, stopped.adminKey);
    const run = await send(client, [{ title: 'never done' }]);
    const seen: unknown[] = [];
    let stopping: Promise<void> | null = null;
    const startedAt = performance.now();
    for await (const event of readEvents(client, `/v1/ingest-runs/${run}/events`)) {
      seen.push(event.name === 'error' ? event.data : event.name);
      stopping ??= stopped.stop();
    }
    await stopping;
    expect(seen).toEqual(['progress', expect.objectContaining({ status: 503 })]);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});
