import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import { retrieve } from '../../server/retrieval/retrieve.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { beforeStatement } from './queries/before-statement.ts';
import {
  EVERYONE,
  publishTexts,
  seedWorkspace,
  type SeededWorkspace,
} from './queries/seed-workspace.ts';
import { retrieveDeps } from './retrieve-deps.ts';

let opened: TestDatabase;
beforeAll(async () => {
  opened = await openTestDatabase();
});
afterAll(() => opened.close());

const publish = (workspace: SeededWorkspace, edition: number) =>
  publishTexts(opened.database, workspace, {
    source: 'ledger',
    texts: [`flamingo ledger colour ${edition}`, `flamingo ledger shade ${edition}`],
  });

/** The only document that matches, and others that do not. */
async function seed(name: string): Promise<SeededWorkspace> {
  const workspace = await seedWorkspace(opened.database, name);
  await publish(workspace, 1);
  await publishTexts(opened.database, workspace, { source: 'other', texts: ['badge', 'garage'] });
  return workspace;
}

function ask(database: WorkspaceDatabase) {
  const query = { question: 'flamingo ledger colour', history: [], collections: null, filters: {} };
  return retrieve(
    { ...query, asOf: null, classification: 'internal', reader: EVERYONE, maxChunks: 4 },
    retrieveDeps(database, { maxContextTokens: 500, neighbours: 0 }),
  );
}

/** Asks while another version is published right before the first statements that are meant, once before each. */
async function askWhilePublishing(
  workspace: SeededWorkspace,
  { isMeant, times }: { readonly isMeant: (statement: string) => boolean; readonly times: number },
) {
  let edition = 1;
  const database = beforeStatement(opened.database, workspace.database, {
    isMeant,
    interrupt: async () => {
      if (edition > times) return;
      edition += 1;
      await publish(workspace, edition);
    },
  });
  const outcome = await ask(database);
  return { outcome, edition };
}

const isLookAtHits = (statement: string) => statement.includes('string_agg(number::text');
const isReadOfTexts = (statement: string) => statement.includes('p.char_start');
const isLookAtAccess = (statement: string) =>
  statement.includes('from held c') && !isReadOfTexts(statement);

describe('a retrieval during which a version is replaced', () => {
  it('finds the new version when it is switched between the legs and the look at their hits', async () => {
    const workspace = await seed('between-looks');

    const { outcome } = await askWhilePublishing(workspace, { isMeant: isLookAtHits, times: 1 });

    expect(outcome).toEqual(await ask(workspace.database));
    expect(outcome.selected.map((chunk) => chunk.document_version)).toEqual([2, 2]);
  });

  it('keeps to the version that served at the look when it is switched before its texts are read', async () => {
    const workspace = await seed('before-texts');

    const { outcome } = await askWhilePublishing(workspace, { isMeant: isReadOfTexts, times: 1 });

    expect(outcome.selected.map((chunk) => chunk.document_version)).toEqual([1, 1]);
    expect(outcome.selected.map((chunk) => chunk.text)).toContain('flamingo ledger colour 1');
  });

  it('finds the new version when it is switched while a leg reads its index', async () => {
    const workspace = await seed('within-a-leg');

    const { outcome, edition } = await askWhilePublishing(workspace, {
      isMeant: isLookAtAccess,
      times: 2,
    });

    expect(edition).toBe(3);
    expect(outcome.selected.map((chunk) => chunk.document_version)).toEqual([3, 3]);
    expect(outcome.candidates.map(({ scores }) => scores.lexical?.rank)).toContain(1);
  });

  it('keeps every hit of its legs in the ledger', async () => {
    const workspace = await seed('whole-ledger');

    const { outcome } = await askWhilePublishing(workspace, {
      isMeant: (statement) => isLookAtHits(statement) || isLookAtAccess(statement),
      times: 3,
    });

    const hitsOf = (leg: 'dense' | 'lexical') =>
      outcome.candidates.filter(({ scores }) => scores[leg] !== null).length;
    expect(outcome.trace.legs.map(({ leg, candidate_count: count }) => [leg, count])).toEqual([
      ['lexical', hitsOf('lexical')],
      ['dense', hitsOf('dense')],
    ]);
    expect(outcome.trace.confidence).toBeGreaterThan(0);
  });

  it('ends when a version is switched before every look', async () => {
    const workspace = await seed('without-end');

    const { outcome } = await askWhilePublishing(workspace, {
      isMeant: (statement) => isLookAtHits(statement) || isLookAtAccess(statement),
      times: Infinity,
    });

    expect(outcome.candidates.map(({ source }) => source)).toContain('other');
  });
});
