import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rankByVector } from '../../../db/queries/rank-by-vector.ts';
import type { Reader } from '../../../db/queries/readable.ts';
import { retireDocument } from '../../../db/queries/retire-document.ts';
import { searchDense } from '../../../db/queries/search-dense.ts';
import type { SearchScope } from '../../../db/queries/search-scope.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import {
  EVERYONE,
  publishTexts,
  seedCollection,
  seedWorkspace,
  vectorOf,
  type SeededWorkspace,
} from './seed-workspace.ts';

const STAFF: Reader = { clearance: 'internal', groups: [], collections: '*' };
const QUESTION = 'who may open the door';

let opened: TestDatabase;
let workspace: SeededWorkspace;
/** Of the same profile. */
let other: SeededWorkspace;

beforeAll(async () => {
  opened = await openTestDatabase();
  workspace = await seedWorkspace(opened.database, 'ranking');
  other = { ...workspace, ...(await seedCollection(workspace.database, 'other')) };
  for (let index = 0; index < 20; index += 1) {
    await publishTexts(opened.database, index % 4 === 0 ? other : workspace, {
      source: `document-${index}`,
      texts: [`door ${index}`, `badge ${index}`, 'the same in every document'],
      classification: index % 3 === 0 ? 'confidential' : 'internal',
      tags: index % 2 === 0 ? ['even'] : [],
    });
  }
});
afterAll(() => opened.close());

function scopeOf(scope: Partial<SearchScope> = {}): SearchScope {
  return {
    reader: EVERYONE,
    collections: null,
    filters: {},
    asOf: new Date(),
    depth: 10_000,
    ...scope,
  };
}

function rank(numbers: readonly number[], scope: SearchScope, profiles = [workspace.profile]) {
  const vector = vectorOf(QUESTION);
  const vectors = profiles.map((profile) => ({ profile, vector }));
  return rankByVector(workspace.database, { numbers, vectors, scope });
}

function search(scope: SearchScope) {
  const { profile } = workspace;
  return searchDense(workspace.database, { profile, vector: vectorOf(QUESTION), scope });
}

describe('rankByVector', () => {
  it.each([
    ['everything', {}],
    ['what a reader may read', { reader: STAFF }],
    ['one collection', { collections: ['other'] }],
    ['what passes a filter', { filters: { tags: ['even'] } }],
  ] satisfies [string, Partial<SearchScope>][])(
    'ranks every chunk as the leg ranks %s, ties by chunk number',
    async (_, wanted) => {
      const scope = scopeOf(wanted);
      const { found } = await search(scope);
      expect(found.length).toBeGreaterThan(10);
      for (const [index, { chunkNumber, score }] of found.entries()) {
        const ranked = await rank([chunkNumber], scope);
        expect(ranked).toMatchObject({ rank: index + 1, similarity: score });
      }
    },
  );

  it('answers for the best of several chunks', async () => {
    const scope = scopeOf();
    const { found } = await search(scope);
    const numbers = [12, 4, 30].map((index) => found[index]?.chunkNumber ?? 0);
    expect(await rank(numbers, scope)).toMatchObject({ rank: 5 });
  });

  it('counts what served then, although it has been retired since', async () => {
    const gone = await publishTexts(opened.database, workspace, {
      source: 'gone',
      texts: [QUESTION],
    });
    const { found } = await search(scopeOf({ asOf: null }));
    const second = found[1]?.chunkNumber ?? 0;
    await retireDocument(workspace.database, gone.documentId);
    const { rows } = await opened.database.pool.query<{ from: Date; until: Date }>(
      `select served_from as from, served_until as until from document_versions where document_id = $1`,
      [gone.documentId],
    );

    expect(await rank([second], scopeOf({ asOf: rows[0]?.from ?? null }))).toMatchObject({
      rank: 2,
    });
    expect(await rank([second], scopeOf({ asOf: rows[0]?.until ?? null }))).toMatchObject({
      rank: 1,
    });
  });

  it('knows no rank of a chunk that has no vector of the profile', async () => {
    const { found } = await search(scopeOf());
    const [best] = found;
    const unheard = { ...workspace.profile, version: 'unheard-of' };
    expect(await rank([best?.chunkNumber ?? 0], scopeOf(), [unheard])).toBeNull();
  });

  it('finds the vectors of before when a collection has changed its profile', async () => {
    const scope = scopeOf();
    const { found } = await search(scope);
    const third = found[2]?.chunkNumber ?? 0;
    const { profile } = await seedCollection(workspace.database, 'new', {
      ...workspace.profile,
      version: '2',
    });
    await opened.database.pool.query('update collections set profile_id = $1', [profile.id]);

    expect(await rank([third], scope)).toMatchObject({ rank: 3 });
    // With several profiles only a collection's own counts.
    expect(await rank([third], scope, [workspace.profile, profile])).toBeNull();
    await opened.database.pool.query('update collections set profile_id = $1', [
      workspace.profile.id,
    ]);
  });
});
