import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PatchDocument } from '../../../contract/document.ts';
import type { DocumentId } from '../../../contract/ids.ts';
import {
  findComparableVersion,
  findDocumentVersion,
  findOriginal,
  findVersionPage,
  listDocumentVersions,
} from '../../../db/queries/document-versions.ts';
import { findDocument } from '../../../db/queries/documents.ts';
import { patchDocument } from '../../../db/queries/patch-document.ts';
import type { Reader } from '../../../db/queries/readable.ts';
import { restoreVersion } from '../../../db/queries/restore-version.ts';
import { retireDocument } from '../../../db/queries/retire-document.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { holdVersion } from './hold-version.ts';
import { readLexicalIndex, recountLexicalIndex } from './recount.ts';
import {
  EVERYONE,
  NO_RULES,
  publishTexts,
  seedWorkspace,
  type SeededWorkspace,
  type Submitted,
} from './seed-workspace.ts';

let opened: TestDatabase;
let workspace: SeededWorkspace;
beforeAll(async () => {
  opened = await openTestDatabase();
  workspace = await seedWorkspace(opened.database, 'holding');
});
afterAll(() => opened.close());

function hold(source: string, text: string, submitted: Partial<Submitted> = {}) {
  return holdVersion(opened.database, workspace, { ...submitted, source, text });
}

function publish(source: string, texts: readonly string[]) {
  return publishTexts(opened.database, workspace, { source, texts });
}

function patch(documentId: DocumentId, change: PatchDocument) {
  return patchDocument(workspace.database, {
    documentId,
    patch: change,
    reader: EVERYONE,
    ruleSettings: NO_RULES,
  });
}

function restore(documentId: DocumentId, version: number) {
  return restoreVersion(workspace.database, { documentId, version, ruleSettings: NO_RULES });
}

function read(documentId: DocumentId, version: number) {
  return findDocumentVersion(workspace.database, { documentId, version, reader: EVERYONE });
}

async function find(id: DocumentId) {
  return findDocument(workspace.database, { id, reader: EVERYONE });
}

const withdrawn = { served_from: null, withdrawn_at: expect.any(String) };

async function expectRightIndex() {
  const { workspaceId } = workspace.database;
  expect(await readLexicalIndex(opened.database, workspaceId)).toEqual(
    await recountLexicalIndex(opened.database, workspaceId),
  );
}

describe('a version that waits for approval', () => {
  it('stays on record under its number when another one takes its place', async () => {
    const { documentId } = await publish('numbers', ['rent is 1']);
    await hold('numbers', 'rent is 2');
    await hold('numbers', 'rent is 3');
    expect(await find(documentId)).toMatchObject({ version: 1, held_version: 3 });
    expect(await read(documentId, 2)).toMatchObject({ text: 'rent is 2', ...withdrawn });
    const looked = { approved: true, approved_version: 2 } as const;
    expect(await patch(documentId, looked)).toBe('other_version_held');
    expect(await patch(documentId, { ...looked, approved_version: 3 })).toBe('patched');
    expect(await read(documentId, 3)).toMatchObject({ text: 'rent is 3', withdrawn_at: null });
    await expectRightIndex();
  });

  it('is withdrawn when an earlier version is restored', async () => {
    const { documentId } = await publish('restored', ['fee is 1']);
    await publish('restored', ['fee is 2']);
    await hold('restored', 'fee is 3');
    expect(await restore(documentId, 3)).toBeNull();
    expect(await find(documentId)).toMatchObject({ held_version: 3 });
    expect(await restore(documentId, 1)).toMatchObject({ version: 4 });
    expect(await read(documentId, 3)).toMatchObject({ text: 'fee is 3', ...withdrawn });
    expect(await patch(documentId, { approved: true })).toBe('nothing_held');
    await expectRightIndex();
  });

  it('is withdrawn when its document is retired', async () => {
    const { documentId } = await publish('retired', ['toll is 1']);
    await hold('retired', 'toll is 2');
    await retireDocument(workspace.database, documentId);
    expect(await read(documentId, 2)).toMatchObject({ text: 'toll is 2', ...withdrawn });
    expect(await patch(documentId, { approved: true })).toBe('nothing_held');
    expect((await publish('retired', ['toll is 3'])).outcome).toMatchObject({ version: 3 });
    await expectRightIndex();
  });

  it.each([
    ['has served', ['what serves']],
    ['has never served', []],
  ])('can come again once withdrawn, for a document that %s', async (name, served) => {
    if (served.length > 0) await publish(name, served);
    const { documentId } = await hold(name, `lantern ${name}`);
    await hold(name, `compass ${name}`);
    await publish(name, [`lantern ${name}`, 'something new']);
    await expectRightIndex();
    const { workspaceId } = workspace.database;
    const { terms } = await readLexicalIndex(opened.database, workspaceId);
    expect(terms.some((term) => term.startsWith('lantern'))).toBe(true);
    const versions = await listDocumentVersions(workspace.database, {
      documentId,
      reader: EVERYONE,
      limit: 10,
      below: null,
    });
    expect(versions.map(({ withdrawn_at: at }) => at !== null)).toEqual(
      served.length > 0 ? [false, true, true, false] : [false, true, true],
    );
  });

  it('is read by whoever may read the document as it would become', async () => {
    const { documentId } = await publish('secret', ['what everybody knows']);
    await hold('secret', 'what few may know', { classification: 'restricted', acl: ['board'] });
    const staff: Reader = { ...EVERYONE, clearance: 'internal' };
    const board: Reader = { ...EVERYONE, groups: ['board'] };
    const seenBy = async (reader: Reader) => {
      const wanted = { documentId, version: 2, reader };
      const page = { documentId, reader, limit: 10, below: null };
      return [
        (await findDocumentVersion(workspace.database, wanted)) !== null,
        (await findOriginal(workspace.database, wanted)) !== null,
        (await findComparableVersion(workspace.database, wanted)) !== null,
        (await listDocumentVersions(workspace.database, page)).length === 2,
      ];
    };
    expect(await seenBy(board)).toEqual([true, true, true, true]);
    for (const reader of [staff, { ...board, clearance: 'internal' as const }, EVERYONE]) {
      expect(await seenBy(reader)).toEqual([false, false, false, false]);
      const wanted = { documentId, version: 2, page: 1, reader };
      expect(await findVersionPage(workspace.database, wanted)).toBeNull();
    }
    expect(await findDocument(workspace.database, { id: documentId, reader: staff })).toMatchObject(
      { classification: 'internal', acl: [], version: 1 },
    );
    expect(await find(documentId)).toMatchObject({ held_version: null });
    expect(await patch(documentId, { approved: true })).toBe('nothing_held');
    await patchDocument(workspace.database, {
      documentId,
      patch: { approved: true },
      reader: board,
      ruleSettings: NO_RULES,
    });
    expect(await find(documentId)).toBeNull();
    expect(await findDocument(workspace.database, { id: documentId, reader: board })).toMatchObject(
      { classification: 'restricted', acl: ['board'], version: 2 },
    );
  });
});
