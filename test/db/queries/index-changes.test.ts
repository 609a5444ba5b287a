import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PatchDocument } from '../../../contract/document.ts';
import type { DocumentId } from '../../../contract/ids.ts';
import { saveEmbeddings } from '../../../db/queries/embeddings.ts';
import { forgetOldIndexChanges, readIndexEpoch } from '../../../db/queries/index-changes.ts';
import { patchDocument } from '../../../db/queries/patch-document.ts';
import { restoreVersion } from '../../../db/queries/restore-version.ts';
import { retireDocument } from '../../../db/queries/retire-document.ts';
import { sha256 } from '../../../platform/hash.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { holdVersion } from './hold-version.ts';
import {
  EVERYONE,
  NO_RULES,
  publishTexts,
  seedBuiltinCollection,
  seedWorkspace,
  vectorOf,
  type SeededWorkspace,
} from './seed-workspace.ts';

let opened: TestDatabase;
let workspace: SeededWorkspace;
let other: SeededWorkspace;
let documentId: DocumentId;
beforeAll(async () => {
  opened = await openTestDatabase();
  workspace = await seedWorkspace(opened.database, 'epoch');
  other = await seedWorkspace(opened.database, 'elsewhere');
  ({ documentId } = await publishTexts(opened.database, workspace, {
    source: 'leave',
    texts: ['Leave is 25 days.'],
  }));
});
afterAll(() => opened.close());

const epochOf = ({ database }: SeededWorkspace) => readIndexEpoch(database);

function patch(change: PatchDocument, id = documentId) {
  const { database } = workspace;
  return patchDocument(database, {
    documentId: id,
    patch: change,
    reader: EVERYONE,
    ruleSettings: NO_RULES,
  });
}

/** Each takes place after the one before. */
const CHANGES: Readonly<Record<string, () => Promise<unknown>>> = {
  'a new document': () =>
    publishTexts(opened.database, workspace, { source: 'pay', texts: ['Pay comes monthly.'] }),
  'a new version': () =>
    publishTexts(opened.database, workspace, { source: 'leave', texts: ['Leave is 28 days.'] }),
  'an earlier version brought back': () =>
    restoreVersion(workspace.database, { documentId, version: 1, ruleSettings: NO_RULES }),
  'another access list': () => patch({ acl: ['hr'] }),
  'another class': () => patch({ classification: 'restricted' }),
  'other tags': () => patch({ tags: ['urgent'] }),
  'another title': () => patch({ title: 'Days off' }),
  'an approval': async () => {
    const held = await holdVersion(opened.database, workspace, {
      source: 'odd',
      text: 'Odd text.',
    });
    const before = await epochOf(workspace);
    await patch({ approved: true, approved_version: 1 }, held.documentId);
    expect(await epochOf(workspace)).not.toBe(before);
  },
  'a retired document': () => retireDocument(workspace.database, documentId),
  'a vector for a text': () =>
    saveEmbeddings(workspace.database, {
      profile: workspace.profile,
      embeddings: [{ hash: sha256('late'), vector: vectorOf('late') }],
    }),
  'a new collection': () => seedBuiltinCollection(workspace),
};

describe('the epoch of a workspace', () => {
  it.each(Object.keys(CHANGES))('is another one after %s, here alone', async (name) => {
    const [before, elsewhere] = [await epochOf(workspace), await epochOf(other)];
    await CHANGES[name]?.();
    expect(await epochOf(workspace)).not.toBe(before);
    expect(await epochOf(other)).toBe(elsewhere);
  });

  it('stays while nothing changes, and when a change is undone', async () => {
    const before = await epochOf(workspace);
    const undone = opened.database.executor.transaction(async (transaction) => {
      const { workspaceId } = workspace.database;
      await transaction.execute(
        sql`update documents set title = 'Lost' where workspace_id = ${workspaceId}`,
      );
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await epochOf(workspace)).toBe(before);
  });

  it('tells a change that began earlier and was committed later', async ({ skip }) => {
    // One backend serves all sessions: a second one waits for the transaction of the first.
    if (opened.kind === 'embedded') skip();
    const { workspaceId } = workspace.database;
    const touch = sql`update collections set name = name where workspace_id = ${workspaceId}`;
    let between = '';
    await opened.database.executor.transaction(async (transaction) => {
      await transaction.execute(sql`select pg_current_xact_id()`);
      await opened.database.executor.execute(touch);
      between = await epochOf(workspace);
      await transaction.execute(touch);
    });
    expect(await epochOf(workspace)).not.toBe(between);
  });

  it('is not told from changes of yesterday for ever', async () => {
    const { workspaceId } = other.database;
    const read = () =>
      opened.database.executor.execute(
        sql`select from index_changes where workspace_id = ${workspaceId}`,
      );
    expect((await read()).rows.length).toBeGreaterThan(0);
    await forgetOldIndexChanges(opened.database);
    expect((await read()).rows.length).toBeGreaterThan(0);
    await opened.database.executor.execute(
      sql`update index_changes set changed_at = changed_at - interval '2 days' where workspace_id = ${workspaceId}`,
    );
    await forgetOldIndexChanges(opened.database);
    expect((await read()).rows.length).toBe(0);
  });
});
