import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ChunkId, type DocumentId, type TraceId } from '../../../contract/ids.ts';
import { findDocument } from '../../../db/queries/documents.ts';
import { findIngestRun } from '../../../db/queries/ingest-runs.ts';
import { patchDocument } from '../../../db/queries/patch-document.ts';
import { restoreVersion } from '../../../db/queries/restore-version.ts';
import { retireDocument } from '../../../db/queries/retire-document.ts';
import { switchToVersion } from '../../../db/queries/switch-to-version.ts';
import { saveTrace } from '../../../db/queries/traces.ts';
import { inTransaction } from '../../../db/workspace-database.ts';
import { sha256 } from '../../../platform/hash.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { deferred } from '../../support/deferred.ts';
import {
  draftChunks,
  enqueue,
  EVERYONE,
  leaseNext,
  NO_RULES,
  publishChunks,
  publishTexts,
  seedWorkspace,
  type SeededWorkspace,
} from './seed-workspace.ts';
import { holdVersion } from './hold-version.ts';
import { traceOf } from './workspace-world.ts';

let opened: TestDatabase;
let workspace: SeededWorkspace;
beforeAll(async () => {
  opened = await openTestDatabase();
  workspace = await seedWorkspace(opened.database, 'stale');
});
afterAll(() => opened.close());

async function publish(source: string, texts: readonly string[]) {
  const { documentId, outcome } = await publishTexts(opened.database, workspace, { source, texts });
  if (outcome.kind === 'lease_lost') throw new Error('The lease was lost.');
  return { documentId, ...outcome };
}

async function chunkOf(documentId: DocumentId, text: string): Promise<ChunkId> {
  const { rows } = await opened.database.pool.query<{ id: string }>(
    'select id from chunks where document_id = $1 and text = $2',
    [documentId, text],
  );
  return ChunkId.parse(rows[0]?.id);
}

interface Citing {
  readonly documentId: DocumentId;
  readonly chunkIds: readonly ChunkId[];
  readonly asOf?: Date;
}

function answerCiting({ documentId, chunkIds, asOf }: Citing) {
  const trace = traceOf({ apiKeyId: workspace.apiKeyId, documentId, chunkIds }, 'complete');
  return { ...trace, columns: { ...trace.columns, asOf: asOf ?? null } };
}

async function saveAnswer(citing: Citing): Promise<TraceId> {
  const trace = answerCiting(citing);
  await saveTrace(workspace.database, trace);
  return trace.columns.id;
}

interface Mark {
  readonly chunk_id: string;
  readonly from_version: number;
  readonly to_version: number | null;
  readonly run_id: string | null;
  readonly cleared: boolean;
}

async function marksOf(traceId: TraceId): Promise<readonly Mark[]> {
  const { rows } = await opened.database.pool.query<Mark>(
    `select chunk_id, from_version, to_version, run_id, cleared_at is not null as cleared
     from stale_citations where trace_id = $1 order by chunk_id`,
    [traceId],
  );
  return rows;
}

describe('marking answers whose documents change', () => {
  it('marks those that cite what changed, and counts each once', async () => {
    const { documentId } = await publish('counts', ['the fee is 5', 'the limit is 9', 'all stays']);
    const [fee, limit, stays] = await Promise.all(
      ['the fee is 5', 'the limit is 9', 'all stays'].map((text) => chunkOf(documentId, text)),
    );
    if (fee === undefined || limit === undefined || stays === undefined)
      throw new Error('No chunk.');
    const both = await saveAnswer({ documentId, chunkIds: [fee, limit] });
    const neither = await saveAnswer({ documentId, chunkIds: [stays] });
    const { staleAnswers } = await publish('counts', [
      'the fee is 6',
      'the limit is 10',
      'all stays',
    ]);

    expect(staleAnswers).toBe(1);
    expect(await marksOf(both)).toMatchObject([
      { from_version: 1, to_version: 2, cleared: false },
      { from_version: 1, to_version: 2, cleared: false },
    ]);
    expect((await marksOf(both)).every((mark) => mark.run_id !== null)).toBe(true);
    expect(await marksOf(neither)).toEqual([]);
  });

  it('leaves alone what the new version holds word for word, cut differently', async () => {
    const { documentId } = await publish('recut', ['the badge is blue', 'the door is red']);
    const chunkIds = [await chunkOf(documentId, 'the badge is blue')];
    const answer = await saveAnswer({ documentId, chunkIds });
    expect(await publish('recut', ['the badge is blue and the door is red'])).toMatchObject({
      staleAnswers: 0,
    });
    expect(await marksOf(answer)).toEqual([]);
    // It goes stale once the words are gone.
    expect(await publish('recut', ['the badge is green'])).toMatchObject({ staleAnswers: 1 });
    expect(await marksOf(answer)).toMatchObject([{ from_version: 1, to_version: 3 }]);
  });

  it('clears the mark when the words stand again, and opens it when they go again', async () => {
    const { documentId } = await publish('again', ['lunch is at noon']);
    const chunkIds = [await chunkOf(documentId, 'lunch is at noon')];
    const answer = await saveAnswer({ documentId, chunkIds });
    await publish('again', ['lunch is at one']);
    await restoreVersion(workspace.database, {
      documentId,
      version: 1,
      ruleSettings: NO_RULES,
    });
    expect(await marksOf(answer)).toMatchObject([{ cleared: true }]);
    const { staleAnswers } = await retireDocument(workspace.database, documentId);
    expect(staleAnswers).toBe(1);
    expect(await marksOf(answer)).toMatchObject([
      { cleared: false, to_version: null, run_id: null },
    ]);
  });

  it('leaves an answer about a day of the past alone', async () => {
    const { documentId } = await publish('past', ['tea costs 1']);
    const chunkIds = [await chunkOf(documentId, 'tea costs 1')];
    const answer = await saveAnswer({ documentId, chunkIds, asOf: new Date() });
    expect(await publish('past', ['tea costs 2'])).toMatchObject({ staleAnswers: 0 });
    const late = await saveAnswer({ documentId, chunkIds, asOf: new Date() });
    expect([await marksOf(answer), await marksOf(late)]).toEqual([[], []]);
  });
});

describe('a passage whose words stand elsewhere', () => {
  async function publishBelow(
    source: string,
    sections: readonly (readonly [heading: string, text: string])[],
  ) {
    const texts = sections.map(([, text]) => text);
    const bytes = Buffer.from(JSON.stringify(sections));
    const { documentId } = await enqueue(workspace, { source, bytes, sha256: sha256(bytes) });
    const job = await leaseNext(opened.database);
    const chunks = draftChunks(texts).map((chunk, index) => {
      const headingPath = [sections[index]?.[0] ?? ''];
      return {
        ...chunk,
        headingPath,
        embeddingHash: sha256(`${headingPath.join()} ${chunk.text}`),
      };
    });
    const outcome = await publishChunks(workspace, { job, chunks, bytes });
    if (outcome.kind === 'lease_lost') throw new Error('The lease was lost.');
    return { documentId, staleAnswers: outcome.staleAnswers };
  }
  const FEE = 'Travel is paid.';

  it.each([
    ['its heading says otherwise', [['Rules for Spain (repealed)', FEE]], 1],
    [
      'it only stands below another one',
      [
        ['Spain', FEE],
        ['Germany', 'Nothing is paid.'],
      ],
      1,
    ],
    ['a longer figure begins with it', [['Germany', `${FEE}5 at most.`]], 1],
    ['it is part of a larger chunk below its heading', [['Germany', `${FEE} Ask first.`]], 0],
    [
      'more stands around it',
      [
        ['Spain', FEE],
        ['Germany', FEE],
      ],
      0,
    ],
  ] as const)('is judged by its place: %s', async (source, sections, staleAnswers) => {
    const { documentId } = await publishBelow(source, [['Germany', FEE]]);
    const chunkIds = [await chunkOf(documentId, FEE)];
    const answer = await saveAnswer({ documentId, chunkIds });
    expect(await publishBelow(source, sections)).toMatchObject({ staleAnswers });
    expect(await marksOf(answer)).toHaveLength(staleAnswers);
    const late = await saveAnswer({ documentId, chunkIds });
    expect(await marksOf(late)).toHaveLength(staleAnswers);
  });
});

describe('an open mark', () => {
  it('says what stands now, and keeps the run that made the answer stale', async () => {
    const { documentId } = await publish('present', ['juice costs 1']);
    const chunkIds = [await chunkOf(documentId, 'juice costs 1')];
    const answer = await saveAnswer({ documentId, chunkIds });
    await publish('present', ['juice costs 2']);
    const [first] = await marksOf(answer);
    expect(first).toMatchObject({ to_version: 2, run_id: expect.any(String) });
    expect((await retireDocument(workspace.database, documentId)).staleAnswers).toBe(0);
    expect(await marksOf(answer)).toEqual([{ ...first, to_version: null }]);
    const wanted = { documentId, version: 2, ruleSettings: NO_RULES };
    expect(await restoreVersion(workspace.database, wanted)).toMatchObject({ staleAnswers: 0 });
    expect(await marksOf(answer)).toEqual([{ ...first, to_version: 3 }]);
  });
});

describe('an answer whose document changed while it was written', () => {
  it('is stale from birth', async () => {
    const { documentId } = await publish('birth', ['soup costs 3']);
    const chunkIds = [await chunkOf(documentId, 'soup costs 3')];
    await publish('birth', ['soup costs 4']);
    const answer = await saveAnswer({ documentId, chunkIds });
    expect(await marksOf(answer)).toMatchObject([
      { from_version: 1, to_version: 2, cleared: false },
    ]);
    expect((await marksOf(answer))[0]?.run_id).not.toBeNull();
  });

  it('waits for a switch that is under way, and then sees it', async (context) => {
    if (opened.kind === 'embedded') context.skip('One transaction at a time: nothing can overlap.');
    const { documentId } = await publish('race', ['cake costs 5']);
    const chunkIds = [await chunkOf(documentId, 'cake costs 5')];
    const switched = deferred();
    const mayCommit = deferred();
    const retiring = inTransaction(workspace.database, async (transaction) => {
      await switchToVersion(transaction, { documentId, version: null, runId: null });
      switched.resolve();
      await mayCommit.promise;
    });
    await switched.promise;
    const saving = saveAnswer({ documentId, chunkIds });
    await untilBlocked();
    mayCommit.resolve();
    await retiring;
    expect(await marksOf(await saving)).toMatchObject([{ to_version: null, cleared: false }]);
  });

  it('is seen by a switch that comes while it is being stored', async (context) => {
    if (opened.kind === 'embedded') context.skip('One transaction at a time: nothing can overlap.');
    const { documentId } = await publish('other-race', ['pie costs 6']);
    const chunkIds = [await chunkOf(documentId, 'pie costs 6')];
    const stored = deferred();
    const mayCommit = deferred();
    const trace = answerCiting({ documentId, chunkIds });
    const saving = inTransaction(workspace.database, async (transaction) => {
      await saveTrace(transaction, trace);
      stored.resolve();
      await mayCommit.promise;
    });
    await stored.promise;
    const retiring = retireDocument(workspace.database, documentId);
    await untilBlocked();
    mayCommit.resolve();
    await saving;
    expect((await retiring).staleAnswers).toBe(1);
    expect(await marksOf(trace.columns.id)).toMatchObject([{ to_version: null }]);
  });
});

describe('approving a held version', () => {
  const hold = async (source: string, text: string) =>
    (await holdVersion(opened.database, workspace, { source, text })).documentId;
  const find = (id: DocumentId) => findDocument(workspace.database, { id, reader: EVERYONE });

  it('counts what it makes stale on the run that brought it', async () => {
    const { documentId } = await publish('counted', ['gas is 7']);
    const answer = await saveAnswer({
      documentId,
      chunkIds: [await chunkOf(documentId, 'gas is 7')],
    });
    const held = await holdVersion(opened.database, workspace, {
      source: 'counted',
      text: 'gas is 8',
    });
    const patch = { approved: true as const };
    await patchDocument(workspace.database, {
      documentId,
      patch,
      reader: EVERYONE,
      ruleSettings: NO_RULES,
    });
    expect(await marksOf(answer)).toMatchObject([{ to_version: 2, run_id: held.runId }]);
    const run = await findIngestRun(workspace.database, { id: held.runId, reader: null });
    expect(run).toMatchObject({ stale_answers: 1 });
  });

  it('makes it serve, and makes answers stale that cite the one before', async () => {
    const { documentId } = await publish('held', ['rent is 7']);
    const chunkIds = [await chunkOf(documentId, 'rent is 7')];
    const answer = await saveAnswer({ documentId, chunkIds });
    await hold('held', 'rent is 8');
    expect(await find(documentId)).toMatchObject({
      status: 'ready',
      version: 1,
      held_version: 2,
      finding_count: 1,
    });
    expect(await marksOf(answer)).toEqual([]);
    const patch = { approved: true as const };
    expect(
      await patchDocument(workspace.database, {
        documentId,
        patch: { ...patch, approved_version: 7 },
        reader: EVERYONE,
        ruleSettings: NO_RULES,
      }),
    ).toBe('other_version_held');
    expect(
      await patchDocument(workspace.database, {
        documentId,
        patch,
        reader: EVERYONE,
        ruleSettings: NO_RULES,
      }),
    ).toBe('patched');
    expect(await find(documentId)).toMatchObject({
      version: 2,
      held_version: null,
      finding_count: 1,
    });
    expect(await marksOf(answer)).toMatchObject([{ to_version: 2 }]);
    expect(
      await patchDocument(workspace.database, {
        documentId,
        patch,
        reader: EVERYONE,
        ruleSettings: NO_RULES,
      }),
    ).toBe('nothing_held');
  });

  it('says of a document that has never served that it is held', async () => {
    const documentId = await hold('first', 'parking is 9');
    expect(await find(documentId)).toMatchObject({
      status: 'held',
      version: null,
      held_version: 1,
    });
    await patchDocument(workspace.database, {
      documentId,
      patch: { approved: true, acl: ['pay'] },
      reader: EVERYONE,
      ruleSettings: NO_RULES,
    });
    const reader = { ...EVERYONE, groups: ['pay'] };
    expect(await findDocument(workspace.database, { id: documentId, reader })).toMatchObject({
      status: 'ready',
      version: 1,
      acl: ['pay'],
    });
    const { rows } = await opened.database.pool.query<{ given_settings: string[] }>(
      'select given_settings from documents where id = $1',
      [documentId],
    );
    expect(rows[0]?.given_settings).toEqual(['acl']);
  });
});

/** Until some session waits for another one's lock. */
async function untilBlocked(): Promise<void> {
  for (;;) {
    const { rows } = await opened.database.pool.query<{ waiting: boolean }>(
      'select exists (select 1 from pg_locks where not granted) as waiting',
    );
    if (rows[0]?.waiting === true) return;
  }
}
