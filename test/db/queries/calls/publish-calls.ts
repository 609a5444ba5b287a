import { sql } from 'drizzle-orm';
import type { DocumentId } from '../../../../contract/ids.ts';
import { saveEmbeddings } from '../../../../db/queries/embeddings.ts';
import { keepVersion } from '../../../../db/queries/keep-version.ts';
import { mergeIntoOne } from '../../../../db/queries/lexical-index/merge-into-one.ts';
import { publishVersion } from '../../../../db/queries/publish-version.ts';
import { restoreVersion } from '../../../../db/queries/restore-version.ts';
import { retireDocument } from '../../../../db/queries/retire-document.ts';
import * as staging from '../../../../db/queries/stage-version.ts';
import { lockDocument, switchToVersion } from '../../../../db/queries/switch-to-version.ts';
import { tellStaleAnswers } from '../../../../db/queries/tell-stale-answers.ts';
import type { WorkspaceDatabase } from '../../../../db/workspace-database.ts';
import { draftChunks, NO_RULES, publicationOf, vectorOf, versionOf } from '../seed-workspace.ts';
import { OPEN_SOURCE, TEXTS, type World } from '../workspace-world.ts';
import type { QueryCalls } from './query-call.ts';

const NEW_CHUNKS = draftChunks([...TEXTS, 'a new rule']);

export const PUBLISH_CALLS: QueryCalls = {
  publishVersion: async (database, names) => {
    await saveEmbeddings(database, {
      profile: names.profile,
      embeddings: NEW_CHUNKS.map(({ embeddingHash: hash, text }) => ({
        hash,
        vector: vectorOf(text),
      })),
    });
    return publishVersion(database, newVersionOf(names), publicationOf(names.job));
  },
  retireDocument: (database, { documentId }) => retireDocument(database, documentId),

  restoreVersion: (database, { documentId }) =>
    restoreVersion(database, { documentId, version: 1, ruleSettings: NO_RULES }),
  lockDocument: async (database, { documentId }) => {
    const before = await findLastLocker(database, documentId);
    await lockDocument(database, documentId);
    return (await findLastLocker(database, documentId)) !== before;
  },
  // Away and back, after a merge has moved what was away to history: every statement has work to do.
  switchToVersion: async (database, { documentId, segmentIds }) => {
    const change = { documentId, runId: null };
    const away = await switchToVersion(database, { ...change, version: null });
    await mergeIntoOne(database, segmentIds);
    return [away, await switchToVersion(database, { ...change, version: 1 })];
  },

  withdrawHeldVersion: async (database, { job: { documentId } }) => {
    await holdStaged(database, documentId);
    await staging.withdrawHeldVersion(database, documentId);
  },
  clearTheWay: (database, { job }) => staging.clearTheWay(database, job.documentId),
  keepVersion: (database, { documentId, job }) =>
    keepVersion(database, {
      documentId,
      jobId: job.id,
      leaseToken: job.leaseToken,
      serving: { version: 1, chunkCount: 1 },
      supersedesHeld: true,
      frontMatter: { a: 'b' },
      ruleSettings: () => ({ classification: 'restricted' }),
    }),
  tellStaleAnswers: async (database, { documentId, runId }) => {
    await database.executor.execute(sql`
      update ingest_runs set announced_at = now()
      where workspace_id = ${database.workspaceId} and id = ${runId}`);
    await tellStaleAnswers(database, { documentId, runId, staleAnswers: 1 });
  },

  discardStagedVersions: (database, { job }) =>
    staging.discardStagedVersions(database, job.documentId),
  insertStagedVersion: (database, names) =>
    staging.insertStagedVersion(database, newVersionOf(names)),
  // More of the version that is staged already, then the same for another, which finds them stored.
  stageChunks: async (database, names) => {
    const input = newVersionOf(names);
    const staged = { input, firstPosition: 1, chunks: NEW_CHUNKS };
    const first = await staging.stageChunks(database, { ...staged, version: 1 });
    const version = await staging.insertStagedVersion(database, input);
    const second = await staging.stageChunks(database, { ...staged, version });
    return [first.added, second.added];
  },
};

function newVersionOf(names: World) {
  return versionOf(names, { ...names, chunks: NEW_CHUNKS, bytes: Buffer.from(OPEN_SOURCE) });
}

/** What was broken off, as if it had been held. */
function holdStaged(database: WorkspaceDatabase, documentId: DocumentId) {
  return database.executor.execute(sql`
    update document_versions set held_at = now()
    where workspace_id = ${database.workspaceId} and document_id = ${documentId}`);
}

/** The transaction that locked the document last: all that a lock leaves to be seen. */
async function findLastLocker(database: WorkspaceDatabase, documentId: DocumentId) {
  const { rows } = await database.executor.execute<{ locker: string }>(sql`
    select xmax::text as locker
    from documents
    where workspace_id = ${database.workspaceId} and id = ${documentId}`);
  return rows[0]?.locker;
}
