import { setTimeout as sleep } from 'node:timers/promises';
import { DrizzleQueryError } from 'drizzle-orm/errors';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DocumentPolicy } from '../../contract/access-rule.ts';
import { ChunkId, type DocumentId } from '../../contract/ids.ts';
import { openDatabase, type Database } from '../../db/client.ts';
import { findDocumentVersion } from '../../db/queries/document-versions.ts';
import { findDocument } from '../../db/queries/documents.ts';
import { findIngestRun } from '../../db/queries/ingest-runs.ts';
import { leaseJob } from '../../db/queries/lease-job.ts';
import { prepareDocument } from '../../ingest/prepare/prepare-document.ts';
import type { DocumentToPrepare, Preparer } from '../../ingest/prepare/preparer.ts';
import type { PrepareOutcome } from '../../ingest/prepare/prepared-document.ts';
import {
  DEFAULT_WORKER_OPTIONS,
  startWorker,
  workOnNextJob,
  type WorkerDeps,
  type WorkerOptions,
} from '../../ingest/worker.ts';
import type { Embedder } from '../../models/embedder.ts';
import { AppError } from '../../platform/errors.ts';
import { createLogger } from '../../platform/log.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { deferred } from '../support/deferred.ts';
import {
  DIMENSIONS,
  enqueue,
  EVERYONE,
  seedWorkspace,
  vectorOf,
  type SeededWorkspace,
  type Submitted,
} from './queries/seed-workspace.ts';

let opened: TestDatabase;
let workspace: SeededWorkspace;
beforeAll(async () => {
  opened = await openTestDatabase();
  workspace = await seedWorkspace(opened.database, 'working');
});
afterAll(() => opened.close());

const OPTIONS: WorkerOptions = { ...DEFAULT_WORKER_OPTIONS, name: 'test', pollMs: 10 };

const never = new AbortController().signal;

function preparerOf(prepare: (document: DocumentToPrepare) => Promise<PrepareOutcome>): Preparer {
  const close = async () => {};
  return { prepare, close, [Symbol.asyncDispose]: close };
}

const plainPreparer = preparerOf(prepareDocument);

const workingEmbedder: Embedder = {
  profile: { adapter: 'builtin', name: 'test', version: '1', dimensions: DIMENSIONS },
  maxBatch: 2,
  embed: async ({ texts }) => texts.map(vectorOf),
  close: async () => {},
};

function depsOf(overrides: Partial<WorkerDeps> = {}): WorkerDeps {
  return {
    database: opened.database,
    preparer: plainPreparer,
    embedderFor: () => workingEmbedder,
    newChunkId: () => ChunkId.parse(uuidv7()),
    now: () => performance.now(),
    logger: createLogger({ name: 'test', level: 'silent' }),
    policy: DocumentPolicy.parse({}),
    options: OPTIONS,
    background: [],
    ...overrides,
  };
}

function submit(source: string, text: string, document: Partial<Submitted> = {}) {
  const bytes = Buffer.from(text);
  return enqueue(workspace, { source, bytes, sha256: Buffer.from(uuidv7()), ...document });
}

async function drain(deps: WorkerDeps): Promise<void> {
  while (await workOnNextJob(deps, never));
}

interface JobRow {
  readonly status: string;
  readonly attempts: number;
  readonly is_leased: boolean;
  readonly error_code: string | null;
}

async function jobsOf(documentId: DocumentId): Promise<readonly JobRow[]> {
  const { rows } = await opened.database.pool.query<JobRow>(
    `select status, attempts, lease_token is not null as is_leased, error_code, error_detail
     from ingest_jobs where document_id = $1 order by id`,
    [documentId],
  );
  return rows;
}

/**
 * As if the pause before the next try, or the rest of a lease, had passed. A second ago, because the
 * column's milliseconds may round `now()` up to a moment that is still to come.
 */
function skipPauses() {
  return opened.database.pool.query(
    `update ingest_jobs set run_after = now() - interval '1 second', lease_until = now() - interval '1 second'
     where status in ('queued', 'running')`,
  );
}

function skipPausesOfWaiting() {
  return opened.database.pool.query(
    `update ingest_jobs set run_after = now() - interval '1 second' where status = 'queued'`,
  );
}

/** Another worker takes the job, as it may once the lease has run out. */
function stealLeases() {
  return opened.database.pool.query(
    `update ingest_jobs set lease_token = gen_random_uuid() where status = 'running'`,
  );
}

describe('a lease that was lost', () => {
  it('publishes nothing', async () => {
    const { documentId } = await submit('stolen', 'what a slow worker read');
    const preparer = preparerOf(async (document) => {
      await stealLeases();
      return prepareDocument(document);
    });
    await workOnNextJob(depsOf({ preparer }), never);
    const document = await findDocument(workspace.database, { id: documentId, reader: EVERYONE });
    expect(document).toMatchObject({ status: 'processing', version: null, chunk_count: 0 });
    expect(await jobsOf(documentId)).toMatchObject([{ status: 'running', is_leased: true }]);
    await skipPauses();
    await drain(depsOf());
    expect(await jobsOf(documentId)).toMatchObject([{ status: 'done', attempts: 2 }]);
  });

  it('ends the work at the next heartbeat', async () => {
    const { documentId } = await submit('heartbeat', 'never read');
    const preparer = preparerOf(async ({ signal }) => {
      await stealLeases();
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('aborted')));
      });
    });
    const options = { ...OPTIONS, leaseSeconds: 0.15 };
    await workOnNextJob(depsOf({ preparer, options }), never);
    expect(await jobsOf(documentId)).toMatchObject([{ status: 'running', is_leased: true }]);
    await skipPauses();
    await drain(depsOf());
    expect(await jobsOf(documentId)).toMatchObject([{ status: 'done' }]);
  });

  it('is kept while the work goes on', async () => {
    const { documentId } = await submit('kept', 'read slowly');
    let renewals = 0;
    const preparer = preparerOf(async (document) => {
      const leaseUntil = async () =>
        (
          await opened.database.pool.query<{ until: string }>(
            'select lease_until::text as until from ingest_jobs where document_id = $1',
            [documentId],
          )
        ).rows[0]?.until;
      const first = await leaseUntil();
      while ((await leaseUntil()) === first) await sleep(5);
      renewals += 1;
      return prepareDocument(document);
    });
    const options = { ...OPTIONS, leaseSeconds: 1.5 };
    await workOnNextJob(depsOf({ preparer, options }), never);
    expect(renewals).toBe(1);
    expect(await jobsOf(documentId)).toMatchObject([{ status: 'done', attempts: 1 }]);
  });
});

describe('the queue', () => {
  it('runs the jobs of one document in order, and others meanwhile', async () => {
    const { documentId } = await submit('ordered', 'the first text');
    await submit('ordered', 'the second text');
    const other = await submit('beside', 'another document');
    const lease = () => leaseJob(opened.database, { token: uuidv7(), seconds: 60, worker: 'test' });
    expect((await lease())?.documentId).toBe(documentId);
    expect((await lease())?.documentId).toBe(other.documentId);
    expect(await lease()).toBeNull();
    await skipPauses();
    await drain(depsOf());
    expect(await jobsOf(documentId)).toMatchObject([{ status: 'done' }, { status: 'done' }]);
    const served = { documentId, version: 2, reader: EVERYONE };
    const version = await findDocumentVersion(workspace.database, served);
    expect(version).toMatchObject({ text: 'the second text', served_until: null });
  });

  it('holds the next job back while an earlier one waits for another try', async () => {
    const { documentId } = await submit('held', 'the first text');
    await submit('held', 'the second text');
    const embedderFor = () => ({
      ...workingEmbedder,
      embed: () => Promise.reject(new Error('no')),
    });
    expect(await workOnNextJob(depsOf({ embedderFor }), never)).toBe(true);
    expect(await workOnNextJob(depsOf(), never)).toBe(false);
    await skipPauses();
    await drain(depsOf());
    expect(await jobsOf(documentId)).toMatchObject([{ status: 'done' }, { status: 'done' }]);
  });

  it('keeps a slot free of what has failed before', async () => {
    const stuck = ['stuck 1', 'stuck 2', 'stuck 3'];
    const submitted = await Promise.all(stuck.map((text) => submit(text, text)));
    const tries = new Map<string, number>();
    const release = deferred();
    const preparer = preparerOf(async (document) => {
      const text = Buffer.from(document.bytes).toString();
      const count = (tries.get(text) ?? 0) + 1;
      tries.set(text, count);
      if (!stuck.includes(text)) return prepareDocument(document);
      if (count > 1) await release.promise;
      throw new Error('It cannot be read.');
    });
    const worker = startWorker(depsOf({ preparer, options: { ...OPTIONS, maxAttempts: 2 } }));
    try {
      const triedTwice = () => [...tries.values()].filter((count) => count === 2).length;
      await until(() => tries.size === 3);
      await until(async () => {
        await skipPausesOfWaiting();
        return triedTwice() === 2;
      });
      const { documentId } = await submit('fresh', 'what nobody has read');
      await until(async () => (await jobsOf(documentId))[0]?.status === 'done');
      expect(triedTwice()).toBe(2);
    } finally {
      release.resolve();
      for (const { documentId } of submitted) {
        await until(async () => {
          await skipPausesOfWaiting();
          return (await jobsOf(documentId))[0]?.status === 'failed';
        });
      }
      await worker.stop();
    }
  });

  it('gives each job to one of two workers', async () => {
    const count = 12;
    const sources = Array.from({ length: count }, (_, index) => `shared-${index}`);
    for (const source of sources) await submit(source, `text of ${source}`);
    const bothAreBusy = deferred();
    const reads: string[] = [];
    const busy = new Set<number>();
    const preparerOfWorker = (worker: number) =>
      preparerOf(async (document) => {
        reads.push(document.fileName);
        busy.add(worker);
        if (busy.size === 2) bothAreBusy.resolve();
        await bothAreBusy.promise;
        return prepareDocument(document);
      });
    await Promise.all(
      [1, 2].map(async (worker) => {
        await using database = connect();
        await drain(depsOf({ database, preparer: preparerOfWorker(worker) }));
      }),
    );
    expect(reads.toSorted()).toEqual(sources.map((source) => `${source}.md`).toSorted());
  });

  it('answers with unchanged when the same bytes come again', async () => {
    const sha256 = Buffer.from('the same bytes');
    const { documentId } = await submit('again', 'the same text', { sha256 });
    await submit('again', 'the same text', { sha256 });
    await drain(depsOf());
    expect(await jobsOf(documentId)).toMatchObject([{ status: 'done' }, { status: 'unchanged' }]);
    const document = await findDocument(workspace.database, { id: documentId, reader: EVERYONE });
    expect(document).toMatchObject({ status: 'ready', version: 1 });
  });
});

function connect(): Database {
  return openDatabase({
    connectionString: opened.connectionString,
    maxConnections: 2,
    applicationName: 'footnote-test-worker',
  });
}

describe('a failure', () => {
  const unavailable: Embedder = {
    ...workingEmbedder,
    embed: () => Promise.reject(new AppError('unavailable', 'The embedder is asleep.')),
  };

  it('of the embedder is tried three times, then said', async () => {
    const { documentId, runId } = await submit('asleep', 'never embedded');
    const deps = depsOf({ embedderFor: () => unavailable });
    for (const attempts of [1, 2]) {
      await workOnNextJob(deps, never);
      expect(await jobsOf(documentId)).toMatchObject([{ status: 'queued', attempts }]);
      expect(await workOnNextJob(deps, never)).toBe(false);
      await skipPauses();
    }
    await workOnNextJob(deps, never);
    const run = await findIngestRun(workspace.database, { id: runId, reader: EVERYONE });
    expect(run).toMatchObject({
      status: 'failed',
      errors: [{ code: 'embedding_unavailable', detail: 'The embedder is asleep.' }],
    });
  });

  it('keeps what was embedded before it', async () => {
    const sentences = Array.from({ length: 300 }, (_, index) => `Sentence ${index} is its own.`);
    const { documentId } = await submit('batches', sentences.join(' '));
    const asked: string[] = [];
    let calls = 0;
    const counting: Embedder = {
      ...workingEmbedder,
      embed({ texts }) {
        calls += 1;
        if (calls === 3) throw new AppError('unavailable', 'Out for a while.');
        asked.push(...texts);
        return Promise.resolve(texts.map(vectorOf));
      },
    };
    const deps = depsOf({ embedderFor: () => counting });
    await workOnNextJob(deps, never);
    expect(asked.length).toBe(4);
    await skipPauses();
    await drain(deps);
    expect(await jobsOf(documentId)).toMatchObject([{ status: 'done', attempts: 2 }]);
    expect(new Set(asked).size).toBe(asked.length);
  });

  it.each([
    { what: 'an unreadable file', preparer: refusingPreparer(), embedder: workingEmbedder },
    { what: 'an embedder that is away', preparer: plainPreparer, embedder: unavailable },
  ])('by $what leaves the old version serving', async ({ what, preparer, embedder }) => {
    const { documentId } = await submit(what, 'what serves');
    await drain(depsOf());
    await submit(what, 'what cannot be ingested');
    const deps = depsOf({ preparer, embedderFor: () => embedder });
    for (let tries = 0; tries < 3; tries += 1) {
      await drain(deps);
      await skipPauses();
    }
    const document = await findDocument(workspace.database, { id: documentId, reader: EVERYONE });
    expect(document).toMatchObject({ status: 'ready', version: 1, error: expect.anything() });
    const served = { documentId, version: 1, reader: EVERYONE };
    expect(await findDocumentVersion(workspace.database, served)).toMatchObject({
      text: 'what serves',
      served_until: null,
    });
    expect((await jobsOf(documentId)).map((job) => job.status)).toEqual(['done', 'failed']);
  });

  it('of the database is none of the document', async () => {
    const { documentId } = await submit('unlucky', 'read while the database goes away');
    const lost = new DrizzleQueryError('select 1', [], new Error('Connection terminated'));
    const preparer = preparerOf(() => Promise.reject(lost));
    const options = { ...OPTIONS, maxAttempts: 1 };
    for (const attempts of [1, 2]) {
      await workOnNextJob(depsOf({ preparer, options }), never);
      expect(await jobsOf(documentId)).toMatchObject([{ status: 'queued', attempts }]);
      await skipPauses();
    }
    await drain(depsOf({ options }));
    expect(await jobsOf(documentId)).toMatchObject([{ status: 'done', attempts: 3 }]);
  });

  it('that nobody foresaw names the job and not the cause', async () => {
    const { runId } = await submit('surprise', 'a surprise');
    const preparer = preparerOf(() => Promise.reject(new Error('secret detail')));
    const options = { ...OPTIONS, maxAttempts: 1 };
    await drain(depsOf({ preparer, options }));
    const run = await findIngestRun(workspace.database, { id: runId, reader: EVERYONE });
    expect(run?.errors).toMatchObject([{ code: 'internal' }]);
    expect(run?.errors[0]?.detail).not.toContain('secret');
  });

  it('of worker after worker ends in giving the document up', async () => {
    const { documentId } = await submit('deadly', 'kills its worker');
    const lease = () => leaseJob(opened.database, { token: uuidv7(), seconds: -1, worker: 'test' });
    for (let death = 0; death < DEFAULT_WORKER_OPTIONS.maxLeases; death += 1) await lease();
    await drain(depsOf());
    expect(await jobsOf(documentId)).toMatchObject([{ status: 'failed', error_code: 'internal' }]);
  });
});

describe('stop', () => {
  it('gives the job back without counting a try', async () => {
    const { documentId } = await submit('given-back', 'read another time');
    const isReading = deferred();
    const preparer = preparerOf(({ signal }) => {
      isReading.resolve();
      return new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => reject(new Error('aborted')));
      });
    });
    const worker = startWorker(depsOf({ preparer }));
    await isReading.promise;
    await worker.stop();
    expect(await jobsOf(documentId)).toMatchObject([
      { status: 'queued', attempts: 0, is_leased: false },
    ]);
    await skipPauses();
    expect(await workOnNextJob(depsOf(), never)).toBe(true);
    expect(await jobsOf(documentId)).toMatchObject([{ status: 'done', attempts: 1 }]);
  });
});

function refusingPreparer(): Preparer {
  return preparerOf(async ({ fileName }) => ({
    kind: 'failed',
    code: 'encrypted',
    detail: `${fileName} is encrypted.`,
  }));
}

async function until(isReached: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isReached())) await sleep(OPTIONS.pollMs);
}
