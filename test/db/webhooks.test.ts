import { createHmac } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ChunkId, DocumentId } from '../../contract/ids.ts';
import type { WebhookEventName } from '../../contract/webhook.ts';
import { announceEndedRuns } from '../../db/queries/announce-ended-runs.ts';
import {
  leaseDeliveries,
  recordEvent,
  settleDelivery,
} from '../../db/queries/webhook-deliveries.ts';
import { patchDocument } from '../../db/queries/patch-document.ts';
import { publishVersion } from '../../db/queries/publish-version.ts';
import { restoreVersion } from '../../db/queries/restore-version.ts';
import { retireDocument } from '../../db/queries/retire-document.ts';
import { saveTrace } from '../../db/queries/traces.ts';
import { inTransaction } from '../../db/workspace-database.ts';
import { deliverWebhooks, type WebhookDeps } from '../../ingest/webhooks/deliver-webhooks.ts';
import { openWebhooks } from '../../ingest/webhooks/open-webhooks.ts';
import { createLogger } from '../../platform/log.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../support/webhook-receiver.ts';
import {
  draftChunks,
  enqueue,
  EVERYONE,
  leaseNext,
  NO_RULES,
  publicationOf,
  publishTexts,
  seedWorkspace,
  versionOf,
  type SeededWorkspace,
} from './queries/seed-workspace.ts';
import { holdVersion } from './queries/hold-version.ts';
import { traceOf } from './queries/workspace-world.ts';

const SECRET = 'a shared secret';
const SENT_AT = new Date('2026-03-01T00:00:00Z');
const never = new AbortController().signal;

let opened: TestDatabase;
let workspace: SeededWorkspace;
let receiver: WebhookReceiver;
beforeAll(async () => {
  opened = await openTestDatabase();
  workspace = await seedWorkspace(opened.database, 'telling');
});
afterAll(() => opened.close());
beforeEach(async () => {
  await opened.database.pool.query('truncate webhook_deliveries');
  await opened.database.pool.query('update ingest_runs set announced_at = now()');
  await opened.database.pool.query(
    `update ingest_jobs set status = 'cancelled' where status = 'queued'`,
  );
  receiver = await startWebhookReceiver();
  return () => receiver[Symbol.asyncDispose]();
});

function depsOf(events: readonly WebhookEventName[], url = receiver.url): WebhookDeps {
  const secrets = new Map([['HOOK_SECRET', SECRET]]);
  const config = { name: 'team', url, events: [...events], secret_env: 'HOOK_SECRET' };
  return {
    database: opened.database,
    webhooks: openWebhooks([config], secrets),
    publicUrl: 'https://footnote.example/',
    clock: () => SENT_AT,
    logger: createLogger({ name: 'test', level: 'silent' }),
  };
}

function recordHeld(documentId = DocumentId.parse(uuidv7())) {
  const payload = { document_id: documentId, version: 2, run_id: null, findings: 1 };
  return recordEvent(workspace.database, { event: 'document.held', payload });
}

async function drain(deps: WebhookDeps): Promise<void> {
  while (await deliverWebhooks(deps, never));
}

async function rows() {
  const result = await opened.database.pool.query<Record<string, unknown>>(
    `select webhook, attempts, delivered_at is not null as delivered, given_up_at is not null as given_up, last_error,
       round(extract(epoch from next_attempt_at - now()))::int as due_in
     from webhook_deliveries order by id`,
  );
  return result.rows;
}

/** As if the pause before the next try had passed. */
function skipPauses() {
  return opened.database.pool.query(
    `update webhook_deliveries set next_attempt_at = now() - interval '1 second'`,
  );
}

describe('a delivery', () => {
  it('tells the event, signed, and once', async () => {
    const documentId = DocumentId.parse(uuidv7());
    await recordHeld(documentId);
    await drain(depsOf(['document.held']));
    expect(receiver.received).toHaveLength(1);
    const [delivery] = receiver.received;
    expect(delivery?.body).toMatchObject({
      event: 'document.held',
      workspace_id: workspace.database.workspaceId,
      payload: { document_id: documentId, version: 2, run_id: null, findings: 1 },
      url: `https://footnote.example/documents/${documentId}?version=2`,
    });
    const seconds = SENT_AT.getTime() / 1_000;
    const hmac = createHmac('sha256', SECRET).update(`${seconds}.${delivery?.text}`).digest('hex');
    expect(delivery?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-footnote-event': 'document.held',
      'x-footnote-delivery': delivery?.body.id,
      'x-footnote-signature': `t=${seconds},v1=${hmac}`,
    });
    expect(await rows()).toMatchObject([{ webhook: 'team', attempts: 1, delivered: true }]);
  });

  it('is not made of an event that its webhook does not want', async () => {
    await recordHeld();
    await drain(depsOf(['answers.stale']));
    expect(receiver.received).toEqual([]);
    expect(await rows()).toEqual([]);
  });

  it('is not made of what was undone', async () => {
    const undone = inTransaction(workspace.database, async (transaction) => {
      await recordEvent(transaction, {
        event: 'document.held',
        payload: { document_id: DocumentId.parse(uuidv7()), version: 1, run_id: null, findings: 1 },
      });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await drain(depsOf(['document.held']));
    expect(receiver.received).toEqual([]);
  });

  it('is tried again under the same id, later each time', async () => {
    await recordHeld();
    const deps = depsOf(['document.held']);
    receiver.answerWith(503);
    await drain(deps);
    expect(await rows()).toMatchObject([
      { attempts: 1, delivered: false, due_in: 10, last_error: 'It answered with 503.' },
    ]);
    await skipPauses();
    await drain(deps);
    expect(await rows()).toMatchObject([{ attempts: 2, delivered: false, due_in: 60 }]);
    receiver.answerWith(200);
    await skipPauses();
    await drain(deps);
    expect(await rows()).toMatchObject([{ attempts: 3, delivered: true, last_error: null }]);
    expect(new Set(receiver.received.map(({ body }) => body.id)).size).toBe(1);
    expect(receiver.received).toHaveLength(3);
  });

  it('is given up after a day of tries', async () => {
    await recordHeld();
    const deps = depsOf(['document.held']);
    receiver.answerWith(500);
    for (let tries = 0; tries < 12; tries += 1) {
      await drain(deps);
      await skipPauses();
    }
    expect(await rows()).toMatchObject([{ attempts: 10, given_up: true }]);
    expect(receiver.received).toHaveLength(10);
  });

  it('follows no redirect and needs a receiver that answers', async () => {
    await recordHeld();
    const deps = depsOf(['document.held']);
    receiver.answerWith(307);
    await drain(deps);
    expect(await rows()).toMatchObject([{ last_error: 'It answered with 307.' }]);
    await receiver[Symbol.asyncDispose]();
    await skipPauses();
    await drain(deps);
    expect(await rows()).toMatchObject([{ attempts: 2, delivered: false, due_in: 60 }]);
  });

  it('is tried by one of two workers at a time', async () => {
    for (let event = 0; event < 20; event += 1) await recordHeld();
    const deps = depsOf(['document.held']);
    await Promise.all([drain(deps), drain(deps)]);
    const ids = receiver.received.map(({ body }) => body.id);
    expect(new Set(ids).size).toBe(20);
    expect(ids).toHaveLength(20);
  });

  it('cannot be settled by a worker that has lost it', async () => {
    await recordHeld();
    await drain({ ...depsOf(['document.held']), webhooks: depsOf(['document.held']).webhooks });
    await opened.database.pool.query('update webhook_deliveries set delivered_at = null');
    await skipPauses();
    const lease = { seconds: -1, limit: 1 };
    const [slow] = await leaseDeliveries(opened.database, lease);
    await leaseDeliveries(opened.database, lease);
    if (slow === undefined) throw new Error('Nothing was due.');
    const { id, attempts } = slow;
    const outcome = { kind: 'delivered' } as const;
    expect(await settleDelivery(workspace.database, { id, attempts, outcome })).toBe(false);
  });

  it('to a webhook that is not configured any more is given up', async () => {
    await recordHeld();
    receiver.answerWith(500);
    await drain(depsOf(['document.held']));
    await skipPauses();
    await drain({ ...depsOf([]), webhooks: [] });
    expect(await rows()).toMatchObject([{ given_up: true }]);
  });
});

describe('the end of a run', () => {
  async function endedRun(source: string) {
    const { runId, documentId } = await enqueue(workspace, { source });
    await opened.database.pool.query(
      `update ingest_jobs set status = 'done', finished_at = now() where run_id = $1`,
      [runId],
    );
    return { runId, documentId };
  }

  it('is told once, with its counts', async () => {
    const { runId } = await endedRun('told');
    await Promise.all([announceEndedRuns(opened.database), announceEndedRuns(opened.database)]);
    await announceEndedRuns(opened.database);
    await drain(depsOf(['ingest_run.finished', 'answers.stale']));
    expect(receiver.received.map(({ body }) => body)).toMatchObject([
      {
        event: 'ingest_run.finished',
        payload: {
          run_id: runId,
          kind: 'upload',
          status: 'succeeded',
          documents: { total: 1, done: 1 },
          stale_answers: 0,
        },
        url: `https://footnote.example/runs/${runId}`,
      },
    ]);
  });

  it('is not told while a job waits', async () => {
    await enqueue(workspace, { source: 'waiting' });
    expect(await announceEndedRuns(opened.database)).toBe(0);
  });

  it('is told again when it was tried again', async () => {
    const { runId } = await endedRun('again');
    expect(await announceEndedRuns(opened.database)).toBe(1);
    await opened.database.pool.query('update ingest_runs set announced_at = null where id = $1', [
      runId,
    ]);
    expect(await announceEndedRuns(opened.database)).toBe(1);
  });
});

it('a version that is held for approval is told of', async () => {
  const { documentId, runId } = await enqueue(workspace, { source: 'held' });
  const job = { ...(await leaseNext(opened.database)), runId };
  const work = { job, chunks: draftChunks(['held text']), bytes: Buffer.from('held') };
  const publication = { ...publicationOf(job), isHeld: true };
  await publishVersion(workspace.database, versionOf(workspace, work), publication);
  await drain(depsOf(['document.held']));
  expect(receiver.received.map(({ body }) => body.payload)).toEqual([
    { document_id: documentId, version: 1, run_id: runId, findings: 0 },
  ]);
});

describe('answers that go stale by hand', () => {
  async function citeText(source: string) {
    const { documentId } = await publishTexts(opened.database, workspace, {
      source,
      texts: [`the price of ${source} is 1`],
    });
    const { rows: chunks } = await opened.database.pool.query<{ id: string }>(
      'select id from chunks where document_id = $1',
      [documentId],
    );
    const chunkIds = chunks.map(({ id }) => ChunkId.parse(id));
    const { apiKeyId } = workspace;
    await saveTrace(workspace.database, traceOf({ apiKeyId, documentId, chunkIds }, 'complete'));
    await opened.database.pool.query('truncate webhook_deliveries');
    return documentId;
  }

  async function told() {
    await drain(depsOf(['answers.stale']));
    return receiver.received.map(({ body }) => ({ payload: body.payload, url: body.url }));
  }

  function approve(documentId: DocumentId) {
    const patch = { approved: true as const };
    return patchDocument(workspace.database, {
      documentId,
      patch,
      reader: EVERYONE,
      ruleSettings: NO_RULES,
    });
  }

  it('are told of when a document is retired', async () => {
    const documentId = await citeText('retiring');
    await retireDocument(workspace.database, documentId);
    expect(await told()).toEqual([
      {
        payload: { run_id: null, count: 1, document_ids: [documentId] },
        url: `https://footnote.example/documents/${documentId}?tab=answers`,
      },
    ]);
  });

  it('are told of when a version is restored', async () => {
    await publishTexts(opened.database, workspace, { source: 'restoring', texts: ['older'] });
    const documentId = await citeText('restoring');
    await opened.database.pool.query('update trace_evidence set document_version = 2');
    const wanted = { documentId, version: 1, ruleSettings: NO_RULES };
    await restoreVersion(workspace.database, wanted);
    expect(await told()).toMatchObject([{ payload: { run_id: null, count: 1 } }]);
  });

  it('are told of once when a version is approved after its run was announced', async () => {
    const documentId = await citeText('approving');
    const held = { source: 'approving', text: 'the price is 2' };
    const { runId } = await holdVersion(opened.database, workspace, held);
    await announceEndedRuns(opened.database);
    await approve(documentId);
    await announceEndedRuns(opened.database);
    expect(await told()).toEqual([
      {
        payload: { run_id: runId, count: 1, document_ids: [documentId] },
        url: `https://footnote.example/runs/${runId}`,
      },
    ]);
  });

  it('are told of once when the run is announced after the approval', async () => {
    const documentId = await citeText('early');
    const held = { source: 'early', text: 'the price is 3' };
    const { runId } = await holdVersion(opened.database, workspace, held);
    await approve(documentId);
    await announceEndedRuns(opened.database);
    expect(await told()).toMatchObject([{ payload: { run_id: runId, count: 1 } }]);
  });
});
