import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AcceptedDocuments } from '../../contract/document.ts';
import type { Source } from '../../contract/source.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

let folder: string;
let footnote: RunningFootnote;
let client: TestClient;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'footnote-followed-'));
  const config = `sources:\n  folders: [${folder}]\n`;
  // Without a worker nothing changes a run after it was queued.
  footnote = await startFootnote({ config, hasWorker: false });
  client = createClient(footnote, footnote.adminKey);
});
afterAll(async () => {
  await footnote.stop();
  await rm(folder, { recursive: true, force: true });
});

const DOCUMENT = { title: 'Badges', text: 'A badge opens the door.' };

/** `xmin` is the transaction that wrote a row. */
async function hasOneTransaction(runId: string, key: string): Promise<boolean> {
  const { rows } = await footnote.database.pool.query<{ is_one: boolean }>(
    `select run.xmin = request.xmin as is_one
     from ingest_runs run, idempotent_requests request
     where run.id = $1 and request.key = $2 and request.response_status = 202`,
    [runId, key],
  );
  return rows[0]?.is_one ?? false;
}

async function countRuns(): Promise<number> {
  const { rows } = await footnote.database.pool.query('select id from ingest_runs');
  return rows.length;
}

const KEPT_TOGETHER = { status: 202, isOneTransaction: true, isReplayed: true, runs: 1 };

/** Sends it twice: whether the run and its reply were kept together, and the repetition brings it alone. */
async function sendTwice(path: string, body: unknown): Promise<typeof KEPT_TOGETHER> {
  const before = await countRuns();
  const headers = { 'idempotency-key': `key of ${path}`.replaceAll(/\W/g, '-') };
  const first = await client.post<{ run_id: string }>(path, body, headers);
  const isOneTransaction = await hasOneTransaction(first.body.run_id, headers['idempotency-key']);
  const again = await client.post<{ run_id: string }>(path, body, headers);
  return {
    status: again.status,
    isOneTransaction,
    isReplayed:
      again.headers.get('idempotency-replayed') === 'true' &&
      again.body.run_id === first.body.run_id,
    runs: (await countRuns()) - before,
  };
}

describe('the reply to an Idempotency-Key', () => {
  it('is kept in the transaction that queues documents', async () => {
    expect(await sendTwice('/v1/documents', DOCUMENT)).toEqual(KEPT_TOGETHER);
  });

  it('is kept in the transaction that queues a document once more', async () => {
    const { body } = await client.post<AcceptedDocuments>('/v1/documents', DOCUMENT);
    const path = `/v1/documents/${body.documents[0]?.id}/reingest`;
    expect(await sendTwice(path, {})).toEqual(KEPT_TOGETHER);
  });

  it('is kept in the transaction that queues a sync', async () => {
    const { body } = await client.post<Source>('/v1/sources', {
      name: 'followed',
      collection: 'followed',
      settings: { kind: 'folder', path: folder },
    });
    expect(await sendTwice(`/v1/sources/${body.id}/sync`, {})).toEqual(KEPT_TOGETHER);
  });

  it('is the refusal when nothing was queued', async () => {
    const { body } = await client.post<Source>('/v1/sources', {
      name: 'busy',
      collection: 'busy',
      settings: { kind: 'folder', path: folder },
    });
    const path = `/v1/sources/${body.id}/sync`;
    const headers = { 'idempotency-key': 'busy' };
    expect((await client.post(path, {})).status).toBe(202);
    const refused = await client.post(path, {}, headers);
    const again = await client.post(path, {}, headers);
    expect([refused.status, again.status]).toEqual([409, 409]);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
  });
});
