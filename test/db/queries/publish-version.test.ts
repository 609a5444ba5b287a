import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DocumentId } from '../../../contract/ids.ts';
import { findDocumentVersion } from '../../../db/queries/document-versions.ts';
import { findDocument } from '../../../db/queries/documents.ts';
import { publishVersion } from '../../../db/queries/publish-version.ts';
import { retireDocument } from '../../../db/queries/retire-document.ts';
import { inTransaction } from '../../../db/workspace-database.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { readLexicalIndex, recountLexicalIndex } from './recount.ts';
import {
  draftChunks,
  enqueue,
  EVERYONE,
  leaseNext,
  publishChunks,
  publicationOf,
  publishTexts,
  seedWorkspace,
  versionOf,
  type SeededWorkspace,
} from './seed-workspace.ts';

let opened: TestDatabase;
let workspace: SeededWorkspace;
beforeAll(async () => {
  opened = await openTestDatabase();
  workspace = await seedWorkspace(opened.database, 'publishing');
});
afterAll(() => opened.close());

interface StoredChunk {
  readonly id: string;
  readonly text: string;
  readonly is_live: boolean;
}

async function chunksOf(documentId: DocumentId): Promise<readonly StoredChunk[]> {
  const { rows } = await opened.database.pool.query<StoredChunk>(
    'select id, text, is_live from chunks where document_id = $1 order by number',
    [documentId],
  );
  return rows;
}

function publish(source: string, texts: readonly string[]) {
  return publishTexts(opened.database, workspace, { source, texts });
}

describe('publishVersion', () => {
  it('counts chunks as added, reused and retired', async () => {
    const first = await publish('counts', ['alpha one', 'beta two', 'gamma three']);
    expect(first.outcome).toEqual({
      kind: 'published',
      version: 1,
      added: 3,
      reused: 0,
      retired: 0,
      staleAnswers: 0,
    });
    const second = await publish('counts', ['alpha one', 'delta four', 'gamma three']);
    expect(second.outcome).toEqual({
      kind: 'published',
      version: 2,
      added: 1,
      reused: 2,
      retired: 1,
      staleAnswers: 0,
    });
  });

  it('keeps the id of an unchanged chunk and retires what is gone', async () => {
    const { documentId } = await publish('keeps', ['kept text', 'dropped text']);
    const [kept, dropped] = await chunksOf(documentId);
    await publish('keeps', ['new text', 'kept text']);
    expect(await chunksOf(documentId)).toEqual([
      kept,
      { ...dropped, is_live: false },
      { id: expect.any(String), text: 'new text', is_live: true },
    ]);
  });

  it('revives a chunk that comes back, under the same id', async () => {
    const { documentId } = await publish('revives', ['stays here', 'comes and goes']);
    const before = await chunksOf(documentId);
    await publish('revives', ['stays here']);
    const { outcome } = await publish('revives', ['stays here', 'comes and goes']);
    expect(outcome).toMatchObject({ version: 3, added: 0, reused: 2, retired: 0 });
    expect(await chunksOf(documentId)).toEqual(before);
    const index = await readLexicalIndex(opened.database, workspace.database.workspaceId);
    expect(index.terms).toContain('goe 1');
  });

  it('tells apart two equal chunks of one document', async () => {
    const { documentId } = await publish('twins', ['same words', 'same words']);
    const twins = await chunksOf(documentId);
    expect(new Set(twins.map((chunk) => chunk.id)).size).toBe(2);
    await publish('twins', ['same words']);
    expect((await chunksOf(documentId)).map((chunk) => chunk.is_live)).toEqual([true, false]);
  });

  it('remembers heading path, page and offsets of each version', async () => {
    const { documentId } = await publish('places', ['first part', 'second part']);
    await publish('places', ['second part']);
    const read = (version: number) =>
      findDocumentVersion(workspace.database, { documentId, version, reader: EVERYONE });
    const [old, current] = [await read(1), await read(2)];
    expect(old?.chunks).toMatchObject([
      { position: 0, heading_path: ['Handbook', 'Part 1'], page: 1, char_start: 0, char_end: 10 },
      { position: 1, heading_path: ['Handbook', 'Part 2'], page: 2, char_start: 11, char_end: 22 },
    ]);
    expect(current?.chunks).toMatchObject([{ position: 0, page: 1, char_start: 0, char_end: 11 }]);
    expect(current?.chunks[0]?.chunk_id).toBe(old?.chunks[1]?.chunk_id);
    expect(old?.served_until).toBe(current?.served_from);
    expect(current?.served_until).toBeNull();
  });

  it('serves from when it takes over, and not from when its storing began', async () => {
    const { documentId } = await publish('moments', ['served first']);
    const { rows } = await inTransaction(workspace.database, async (transaction) => {
      await enqueue({ ...workspace, database: transaction }, { source: 'moments' });
      const job = await leaseNext({ ...opened.database, executor: transaction.executor });
      await transaction.executor.execute(sql`select pg_sleep(0.3)`);
      const chunks = draftChunks(['served second']);
      await publishChunks(
        { ...workspace, database: transaction },
        { job, chunks, bytes: Buffer.from('moments') },
      );
      return transaction.executor.execute<{ late: boolean; without_gap: boolean }>(sql`
        select v.served_from > now() + interval '0.3 seconds' as late, v.served_from = before.served_until as without_gap
        from document_versions v
        join document_versions before on before.document_id = v.document_id and before.version = 1
        where v.document_id = ${documentId} and v.version = 2`);
    });
    expect(rows).toEqual([{ late: true, without_gap: true }]);
  });

  it('serves later than the version before, whatever the clock says', async () => {
    const { documentId } = await publish('clock', ['one']);
    await opened.database.pool.query(
      `update document_versions set served_from = now() + interval '1 day' where document_id = $1`,
      [documentId],
    );
    await publish('clock', ['two']);
    const { rows } = await opened.database.pool.query<{ apart: number }>(
      `select extract(milliseconds from max(served_from) - min(served_from))::int as apart
       from document_versions where document_id = $1`,
      [documentId],
    );
    expect(rows).toEqual([{ apart: 1 }]);
  });

  it('publishes nothing under a lease that was lost', async () => {
    const { documentId } = await publish('fenced', ['what serves']);
    await enqueue(workspace, { source: 'fenced' });
    const lost = await leaseNext(opened.database, -1);
    const holder = await leaseNext(opened.database);
    expect(holder.id).toBe(lost.id);
    const bytes = Buffer.from('fenced');
    const chunks = draftChunks(['of a worker that was too slow']);
    const before = await readLexicalIndex(opened.database, workspace.database.workspaceId);
    expect(await publishChunks(workspace, { job: lost, chunks, bytes })).toEqual({
      kind: 'lease_lost',
    });
    expect(await readLexicalIndex(opened.database, workspace.database.workspaceId)).toEqual(before);
    expect(await chunksOf(documentId)).toHaveLength(1);
    const published = await publishChunks(workspace, { job: holder, chunks, bytes });
    expect(published).toMatchObject({ kind: 'published', version: 2 });
  });

  it('changes nothing when it fails half-way', async () => {
    const { documentId } = await publish('whole', ['what serves']);
    await enqueue(workspace, { source: 'whole' });
    const job = await leaseNext(opened.database);
    const before = await readLexicalIndex(opened.database, workspace.database.workspaceId);
    // Two chunks of one id cannot both be stored, which is noticed after the version has been.
    const [first, second] = draftChunks(['a chunk', 'another one']);
    if (first === undefined || second === undefined) throw new Error('Two chunks were expected.');
    const version = versionOf(workspace, {
      job,
      chunks: [first, { ...second, id: first.id }],
      bytes: Buffer.from('whole'),
    });
    await expect(publishVersion(workspace.database, version, publicationOf(job))).rejects.toThrow(
      'was not found again',
    );
    const document = await findDocument(workspace.database, { id: documentId, reader: EVERYONE });
    expect(document).toMatchObject({ status: 'ready', version: 1, chunk_count: 1 });
    expect(await readLexicalIndex(opened.database, workspace.database.workspaceId)).toEqual(before);
  });
});

describe('retireDocument', () => {
  it('takes a document out of retrieval and keeps its text', async () => {
    const { documentId } = await publish('retired', ['unfindable zebra']);
    await retireDocument(workspace.database, documentId);
    await retireDocument(workspace.database, documentId);
    const document = await findDocument(workspace.database, { id: documentId, reader: EVERYONE });
    expect(document).toMatchObject({ status: 'retired', version: null, chunk_count: 0 });
    expect(await chunksOf(documentId)).toMatchObject([{ is_live: false }]);
    const version = await findDocumentVersion(workspace.database, {
      documentId,
      version: 1,
      reader: EVERYONE,
    });
    expect(version?.text).toBe('unfindable zebra');
    const index = await readLexicalIndex(opened.database, workspace.database.workspaceId);
    expect(index.terms.filter((term) => term.startsWith('zebra'))).toEqual([]);
  });

  it('lets the same text serve again as a new version', async () => {
    const { documentId } = await publish('returned', ['back again']);
    const before = await chunksOf(documentId);
    await retireDocument(workspace.database, documentId);
    const { outcome } = await publish('returned', ['back again']);
    expect(outcome).toMatchObject({ version: 2, added: 0, reused: 1 });
    expect(await chunksOf(documentId)).toEqual(before);
  });
});

describe('the lexical index', () => {
  const WORDS = ['vpn', 'leave', 'payroll', 'leaving', 'VPN-4031', 'the', 'policy', 'naïve'];
  const text = fc
    .array(fc.constantFrom(...WORDS), { maxLength: 6 })
    .map((words) => words.join(' '));
  const step = fc.record({
    source: fc.constantFrom('a', 'b', 'c'),
    // No texts: the document is retired.
    texts: fc.array(text, { maxLength: 4 }),
  });

  it('equals a recount after any sequence of publishing and retiring', async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        run += 1;
        const own = await seedWorkspace(opened.database, `property-${run}`);
        const documents = new Map<string, DocumentId>();
        for (const { source, texts } of steps) {
          const known = documents.get(source);
          if (texts.length > 0) {
            const { documentId } = await publishTexts(opened.database, own, { source, texts });
            documents.set(source, documentId);
          } else if (known !== undefined) {
            await retireDocument(own.database, known);
          }
          const { workspaceId } = own.database;
          expect(await readLexicalIndex(opened.database, workspaceId)).toEqual(
            await recountLexicalIndex(opened.database, workspaceId),
          );
        }
      }),
      { numRuns: 12 },
    );
  });

  it('stays right when documents are published at the same time', async () => {
    const own = await seedWorkspace(opened.database, 'together');
    const sources = Array.from({ length: 8 }, (_, index) => `document ${index}`);
    const jobs = [];
    for (const source of sources) {
      await enqueue(own, { source });
      jobs.push(await leaseNext(opened.database));
    }
    const outcomes = await Promise.all(
      jobs.map((job, index) =>
        publishChunks(own, {
          job,
          chunks: draftChunks(['shared words', `own words ${index}`]),
          bytes: Buffer.from(sources[index] ?? ''),
        }),
      ),
    );
    expect(outcomes.map((outcome) => outcome.kind)).toEqual(sources.map(() => 'published'));
    const { workspaceId } = own.database;
    const index = await readLexicalIndex(opened.database, workspaceId);
    expect(index).toEqual(await recountLexicalIndex(opened.database, workspaceId));
    expect(index.chunkCount).toBe(16);
  });
});

describe('the schema', () => {
  it('refuses a vector of another width than its profile', async () => {
    const insertion = opened.database.pool.query(
      `insert into embeddings (segment_number, workspace_id, text_hash, embedding)
       select number, workspace_id, '\\x00', '[1,0,0]'::vector
       from embedding_segments
       where workspace_id = $1 and profile_id = $2`,
      [workspace.database.workspaceId, workspace.profile.id],
    );
    await expect(insertion).rejects.toMatchObject({ code: '23514' });
  });
});
