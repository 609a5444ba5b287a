import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { v7 as uuidv7 } from 'uuid';
import type { AcceptedDocuments } from '../../contract/document.ts';
import type { DocumentVersion } from '../../contract/document-version.ts';
import { DocumentId } from '../../contract/ids.ts';
import type { RetrieveResponse } from '../../contract/retrieval.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import type { WhyNotAnswer } from '../../contract/why-not.ts';
import { saveTrace } from '../../db/queries/traces.ts';
import { inWorkspace } from '../../db/workspace-database.ts';
import { sha256 } from '../../platform/hash.ts';
import { seedWorkspace } from '../db/queries/seed-workspace.ts';
import { traceOf } from '../db/queries/workspace-world.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';
import { startSimulator, type Simulator } from '../support/start-simulator.ts';

const ABSENT = '01890000-0000-7000-8000-000000000009';

let simulator: Simulator;
let testDatabase: TestDatabase;
let footnote: RunningFootnote;
let admin: TestClient;
/** Answered to a key that may read the open document only. */
let trace: string;
let open: Named;
let closed: Named;
let boards: Named;

interface Named {
  readonly id: string;
  readonly chunkId: string;
}

beforeAll(async () => {
  simulator = await startSimulator();
  testDatabase = await openTestDatabase();
  await start({ adapter: 'builtin' });
  open = await ingest('open', {});
  closed = await ingest('closed', { classification: 'confidential' });
  boards = await ingest('boards', { collection: 'board' });
  const staff = await clientWith({ clearance: 'internal', collections: ['default'] });
  trace = await retrieve(staff);
});
afterAll(async () => {
  await footnote.stop();
  await testDatabase.close();
  await simulator.stop();
});

async function start(embedding: object): Promise<void> {
  const config = JSON.stringify({ embedding, retrieval: { leg_depth: 10 } });
  footnote = await startFootnote({ testDatabase, config });
  admin = createClient(footnote, footnote.adminKey);
}

async function ingest(source: string, settings: object): Promise<Named> {
  const document = { title: source, source, text: `The rule on ${source} things.`, ...settings };
  const { body } = await admin.post<AcceptedDocuments>('/v1/documents', document);
  await admin.finishRun(body.run_id);
  const id = body.documents[0]?.id ?? '';
  const version = await admin.get<DocumentVersion>(`/v1/documents/${id}/versions/1`);
  return { id, chunkId: version.body.chunks[0]?.chunk_id ?? '' };
}

async function retrieve(client: TestClient, more: object = {}): Promise<string> {
  const question = 'What is the rule?';
  const reply = await client.post<RetrieveResponse>('/v1/retrieve', { question, ...more });
  expect(reply.status).toBe(200);
  return reply.body.id;
}

async function clientWith(rights: object): Promise<TestClient> {
  const key = { name: 'test', scopes: ['retrieve', 'audit'], ...rights };
  const reply = await admin.post<{ key: string }>('/v1/keys', key);
  return createClient(footnote, reply.body.key);
}

async function ask(client: TestClient, name: object, id = trace) {
  const path = `/v1/traces/${id}/why-not`;
  const { status, body } = await client.post<WhyNotAnswer & { detail: string }>(path, name);
  return { status, body };
}

async function refuse(client: TestClient, name: object, id = trace) {
  const { status, body } = await ask(client, name, id);
  return `${status} ${body.detail}`;
}

const NOT_FOUND = '404 There is no such document or chunk, or none that may be read with this key.';

describe('a body', () => {
  it.each([
    ['names nothing', {}, ''],
    ['names two things', { document_id: ABSENT, source: 'open' }, ''],
    [
      'names a collection without a source',
      { document_id: ABSENT, collection: 'a' },
      '/collection',
    ],
    ['has a field that is not known', { source: 'open', version: 1 }, '/version'],
    ['has an id that is none', { chunk_id: 'open' }, '/chunk_id'],
    ['has an empty source', { source: '' }, '/source'],
  ])('is refused when it %s', async (_, name, path) => {
    const reply = await ask(admin, name);
    expect(reply).toMatchObject({ status: 422, body: { errors: [{ path }] } });
  });
});

describe('an auditor', () => {
  it('may not ask without the scope', async () => {
    const asker = await clientWith({ scopes: ['ask', 'retrieve'] });
    expect((await ask(asker, { source: 'open' })).status).toBe(403);
  });

  it('is answered alike for a trace that is absent and for one that it may not see', async () => {
    const hidden = await retrieve(admin);
    const auditor = await clientWith({ clearance: 'internal' });
    const missing = '404 There is no such trace.';

    expect(await refuse(auditor, { source: 'open' }, ABSENT)).toBe(missing);
    expect(await refuse(auditor, { source: 'open' }, hidden)).toBe(missing);
  });

  it('is answered alike for what is absent and for what it may not read', async () => {
    const auditor = await clientWith({ clearance: 'internal' });
    const names = [
      { document_id: ABSENT },
      { chunk_id: ABSENT },
      { source: 'no-such-source' },
      { document_id: closed.id },
      { chunk_id: closed.chunkId },
      { source: 'closed' },
      { source: 'closed', collection: 'default' },
    ];

    for (const name of names) expect(await refuse(auditor, name)).toBe(NOT_FOUND);
    expect((await ask(auditor, { document_id: open.id })).status).toBe(200);
  });

  it('learns that a source was never ingested where nothing can be hidden from it', async () => {
    const cleared = await clientWith({ clearance: 'restricted' });
    const uncleared = await clientWith({ clearance: 'internal' });
    const never = { status: 200, body: { code: 'never_ingested' } };

    expect(await ask(cleared, { source: 'no-such-source' })).toMatchObject(never);
    const inBoard = { source: 'no-such-source', collection: 'board' };
    expect(await ask(uncleared, inBoard)).toMatchObject(never);
  });

  it('learns nothing of a collection that its key may not read, not even that it exists', async () => {
    const auditor = await clientWith({ clearance: 'restricted', collections: ['default'] });
    const names = [
      { document_id: boards.id },
      { source: 'boards' },
      { source: 'boards', collection: 'board' },
      { source: 'other', collection: 'board' },
      { source: 'other', collection: 'no-such-collection' },
    ];

    for (const name of names) expect(await refuse(auditor, name)).toBe(NOT_FOUND);
  });

  it('who may read more than the caller of then is told that the caller could not', async () => {
    expect(await ask(admin, { document_id: closed.id })).toMatchObject({
      body: { code: 'not_readable' },
    });
    expect(await ask(admin, { document_id: boards.id })).toMatchObject({
      body: { code: 'filtered' },
    });
  });
});

describe('another workspace', () => {
  it('is never looked into', async () => {
    const other = await seedWorkspace(testDatabase.database, `other-${uuidv7()}`);
    const documentId = DocumentId.parse(uuidv7());
    await testDatabase.database.pool.query(
      `insert into documents (workspace_id, id, collection_id, source, title, tags, classification, acl)
       values ($1, $2, $3, 'foreign', 'Foreign', '{}', 'public', '{}')`,
      [other.database.workspaceId, documentId, other.collectionId],
    );
    const foreignTrace = traceOf({ ...other, documentId }, 'complete');
    await saveTrace(other.database, { ...foreignTrace, evidence: [] });

    expect(await refuse(admin, { document_id: documentId })).toBe(NOT_FOUND);
    expect(await ask(admin, { source: 'foreign' })).toMatchObject({
      body: { code: 'never_ingested' },
    });
    expect(await refuse(admin, { source: 'open' }, foreignTrace.columns.id)).toBe(
      '404 There is no such trace.',
    );
  });
});

describe('a trace that is not complete', () => {
  it('has no ledger to ask', async () => {
    const { body } = await admin.get<TraceResponse>(`/v1/traces/${trace}`);
    const { identity, question } = body;
    const pending = traceOf(
      {
        apiKeyId: identity.caller.api_key_id,
        documentId: DocumentId.parse(open.id),
      },
      'pending',
    );
    const id = pending.columns.id;
    const record = { identity: { ...identity, id, kind: 'answer' }, state: 'pending', question };
    const canonical = Buffer.from(JSON.stringify(record));
    await saveTrace(inWorkspace(testDatabase.database, identity.workspace_id), {
      ...pending,
      record: { canonical, sha256: sha256(canonical) },
    });

    expect(await refuse(admin, { source: 'open' }, id)).toBe(
      '409 The trace is pending: it has no ledger.',
    );
  });
});

describe('an embedder that is not configured any more', () => {
  it('leaves the rank by vector unknown, and says so', async () => {
    await footnote.stop();
    await start({
      adapter: 'remote',
      base_url: simulator.baseUrl,
      model: 'sim-embed',
      dimensions: 64,
    });
    const rules = Array.from({ length: 12 }, (_, index) => `What is the rule on floor ${index}?`);
    await admin.ingest(
      [...rules, 'Soup on Mondays, a rule of the canteen that nobody has ever written down.'].map(
        (text, index) => ({ title: 'Rule', text, source: `far-${index}`, collection: 'far' }),
      ),
    );
    const id = await retrieve(admin, { collections: ['far'] });
    const ranked = await ask(admin, { source: 'far-12' }, id);
    await footnote.stop();
    await start({ adapter: 'builtin' });
    const unranked = await ask(admin, { source: 'far-12' }, id);

    expect(ranked.body).toMatchObject({
      code: 'not_a_candidate',
      dense_rank: 13,
      lexical_rank: 13,
    });
    expect(unranked.body).toMatchObject({
      code: 'not_a_candidate',
      dense_rank: null,
      dense: null,
      lexical_rank: ranked.body.lexical_rank,
      cut_off: ranked.body.cut_off,
    });
    expect(unranked.body.detail).toContain(
      'Its rank by vector is not known: the question was embedded with remote sim-embed 1, which is not configured any more.',
    );
  });
});
