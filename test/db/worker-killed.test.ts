import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DocumentPolicy } from '../../contract/access-rule.ts';
import { ChunkId, DocumentId, IngestJobId, IngestRunId } from '../../contract/ids.ts';
import { enqueueDocuments } from '../../db/queries/enqueue-documents.ts';
import { embeddedText } from '../../core/embedded-text.ts';
import { prepareDocument } from '../../ingest/prepare/prepare-document.ts';
import { DEFAULT_WORKER_OPTIONS, workOnNextJob } from '../../ingest/worker.ts';
import { createBuiltinEmbedder } from '../../models/builtin/builtin-embedder.ts';
import { sha256 } from '../../platform/hash.ts';
import { createLogger } from '../../platform/log.ts';
import { projectRoot } from '../../platform/project-root.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { readLexicalIndex, recountLexicalIndex } from './queries/recount.ts';
import {
  seedBuiltinCollection,
  seedWorkspace,
  type SeededWorkspace,
} from './queries/seed-workspace.ts';

const DOCUMENTS = 40;
const KILLS = 6;
/** A document in which a worker died is taken up again when its lease runs out: here, at once. */
const EXPIRE_LEASES = `update ingest_jobs set lease_until = now() - interval '1 second' where status = 'running'`;

let opened: TestDatabase;
let folder: string;
const children: ChildProcess[] = [];
beforeAll(async () => {
  opened = await openTestDatabase();
  folder = mkdtempSync(join(tmpdir(), 'footnote-worker-'));
});
afterEach(async () => {
  await Promise.all(children.splice(0).map(kill));
});
afterAll(async () => {
  await opened.close();
  rmSync(folder, { recursive: true });
});

/** Markdown with sections of its own and one that every document holds. */
function writeDocument(index: number): string {
  const sections = Array.from({ length: 6 }, (_, section) => {
    const sentence = `Rule ${section} of area ${index} asks for form ${index * 31 + section}.`;
    return `## Section ${section}\n\n${`${sentence} `.repeat(25).trim()}`;
  });
  const shared = `## Contact\n\n${'Write to the service desk before noon. '.repeat(25).trim()}`;
  return [`# Document ${index}`, ...sections, shared].join('\n\n');
}

async function enqueueAll({ database, collectionId }: SeededWorkspace): Promise<void> {
  await enqueueDocuments(database, {
    id: IngestRunId.parse(uuidv7()),
    sender: null,
    documents: Array.from({ length: DOCUMENTS }, (_, index) => {
      const bytes = Buffer.from(writeDocument(index));
      return {
        documentId: DocumentId.parse(uuidv7()),
        jobId: IngestJobId.parse(uuidv7()),
        collectionId,
        source: `document-${index}.md`,
        title: null,
        fileName: `document-${index}.md`,
        mime: 'text/markdown' as const,
        bytes,
        sha256: sha256(bytes),
      };
    }),
  });
}

/** The worker itself, from its sources, as a process of its own. */
function startWorkerProcess(): ChildProcess {
  const child = spawn(process.execPath, ['--import', 'tsx', 'ingest/main.ts'], {
    cwd: projectRoot,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      PATH: process.env['PATH'],
      DATABASE_URL: opened.connectionString,
      FOOTNOTE_DATA_DIR: folder,
      LOG_LEVEL: 'error',
    },
  });
  children.push(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function valueOf(query: string, values: readonly unknown[] = []): Promise<number> {
  const { rows } = await opened.database.pool.query<{ value: number }>(query, [...values]);
  return rows[0]?.value ?? Number.NaN;
}

/** Polls, since the worker is another process. */
async function waitFor(isReached: () => Promise<boolean>, child: ChildProcess): Promise<void> {
  while (!(await isReached())) {
    if (child.exitCode !== null) throw new Error(`The worker ended with ${child.exitCode}.`);
    await sleep(5);
  }
}

/** Everything that ingesting left behind but ids and times. */
async function describeChunks({ database }: SeededWorkspace): Promise<readonly unknown[]> {
  const { rows } = await opened.database.pool.query(
    `select d.source, d.title, d.version, v.text as version_text, p.position, p.page, p.char_start, p.char_end, c.text,
       c.heading_path, c.token_count, c.content_hash, c.occurrence, c.is_live,
       encode(c.embedding_hash, 'hex') as embedding_hash
     from documents d
     join document_versions v on v.workspace_id = d.workspace_id and v.document_id = d.id
     join chunk_placements p on p.workspace_id = v.workspace_id and p.document_id = v.document_id and p.version = v.version
     join chunks c on c.workspace_id = p.workspace_id and c.id = p.chunk_id
     where d.workspace_id = $1
     order by d.source, v.version, p.position`,
    [database.workspaceId],
  );
  return rows;
}

async function ingestUninterrupted(): Promise<void> {
  const close = async () => {};
  const deps = {
    database: opened.database,
    preparer: { prepare: prepareDocument, close, [Symbol.asyncDispose]: close },
    policy: DocumentPolicy.parse({}),
    background: [],
    embedderFor: createBuiltinEmbedder,
    newChunkId: () => ChunkId.parse(uuidv7()),
    now: () => performance.now(),
    logger: createLogger({ name: 'test', level: 'silent' }),
    options: { ...DEFAULT_WORKER_OPTIONS, name: 'uninterrupted' },
  };
  while (await workOnNextJob(deps, new AbortController().signal));
}

describe('a worker that is killed again and again', { timeout: 180_000 }, () => {
  it('loses no document and does none twice', async () => {
    const reference = await seedBuiltinCollection(
      await seedWorkspace(opened.database, 'uninterrupted'),
    );
    await enqueueAll(reference);
    await ingestUninterrupted();
    const killed = await seedBuiltinCollection(await seedWorkspace(opened.database, 'killed'));
    const { workspaceId } = killed.database;
    await enqueueAll(killed);

    const ended = () =>
      valueOf(
        `select count(*)::int as value from ingest_jobs
         where workspace_id = $1 and status not in ('queued', 'running')`,
        [workspaceId],
      );
    const rescued = () =>
      valueOf(`select sum(attempts - 1)::int as value from ingest_jobs where workspace_id = $1`, [
        workspaceId,
      ]);
    for (let kills = 0; kills < KILLS; kills += 1) {
      const child = startWorkerProcess();
      const before = await ended();
      const wanted = before + Math.floor(Math.random() * 5);
      await waitFor(async () => (await ended()) >= wanted, child);
      const working = `select count(*)::int as value from ingest_jobs where status = 'running'`;
      await waitFor(async () => (await valueOf(working)) > 0, child);
      await sleep(Math.random() * 40);
      await kill(child);
      await opened.database.pool.query(EXPIRE_LEASES);
    }
    const last = startWorkerProcess();
    await waitFor(async () => (await ended()) === DOCUMENTS, last);
    await kill(last);

    expect(await rescued()).toBeGreaterThan(0);
    expect(await describeChunks(killed)).toEqual(await describeChunks(reference));
    const counts = await opened.database.pool.query(
      `select count(*)::int as jobs, count(*) filter (where status = 'done')::int as done,
         (select count(*)::int from document_versions where workspace_id = $1) as versions,
         (select max(version) from document_versions where workspace_id = $1) as newest,
         (select count(*)::int from chunks where workspace_id = $1) as chunks,
         (select count(*)::int from chunks where workspace_id = $2) as wanted_chunks,
         (select count(*)::int from embeddings where workspace_id = $1) as embeddings,
         (select count(*)::int from embeddings where workspace_id = $2) as wanted_embeddings
       from ingest_jobs where workspace_id = $1`,
      [workspaceId, reference.database.workspaceId],
    );
    const { wanted_chunks, wanted_embeddings, ...found } = counts.rows[0] ?? {};
    expect(found).toEqual({
      jobs: DOCUMENTS,
      done: DOCUMENTS,
      versions: DOCUMENTS,
      newest: 1,
      chunks: wanted_chunks,
      embeddings: wanted_embeddings,
    });
    expect(await readLexicalIndex(opened.database, workspaceId)).toEqual(
      await recountLexicalIndex(opened.database, workspaceId, ({ heading_path, text, title }) =>
        embeddedText({ headingPath: heading_path, text }, title),
      ),
    );
  });
});
