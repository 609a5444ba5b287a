import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SavedViewId, TraceId } from '../../../contract/ids.ts';
import { MAX_SAVED_VIEWS } from '../../../contract/saved-view.ts';
import { listTraces, type TraceFilters } from '../../../db/queries/list-traces.ts';
import { deleteSavedView, listSavedViews, saveView } from '../../../db/queries/saved-views.ts';
import {
  countTraceFacets,
  countTraceVolume,
  findTraceSpan,
} from '../../../db/queries/trace-overview.ts';
import { saveTrace, type TraceColumns } from '../../../db/queries/traces.ts';
import { projectRoot } from '../../../platform/project-root.ts';
import { sha256 } from '../../../platform/hash.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { EVERYONE, seedWorkspace, type SeededWorkspace } from './seed-workspace.ts';

const ADMIN = { reader: EVERYONE, isAdmin: true, onlyApiKeyId: null };
const NOON = Date.parse('2026-03-01T12:00:00Z');

let opened: TestDatabase;
let workspace: SeededWorkspace;
const ids = new Map<string, TraceId>();

beforeAll(async () => {
  opened = await openTestDatabase();
  workspace = await seedWorkspace(opened.database, 'listing');
  await save('lunch', 0, {
    question: "What does the set lunch cost in Lantern Street's canteen?",
    answer: 'The set lunch costs £4.60 [1].',
    columns: {
      status: 'answered',
      verdict: 'verified',
      model: 'small',
      app: 'helpdesk',
      totalMs: 10,
    },
  });
  await save('parking', 10, {
    question: 'How long may a visitor park?',
    answer: 'A visitor may park for 4 hours at most [1].',
    columns: {
      status: 'answered',
      verdict: 'unverified',
      model: 'large',
      app: 'helpdesk',
      totalMs: 30,
    },
  });
  await save('tungsten', 70, {
    question: 'What is the boiling point of tungsten?',
    answer: '',
    columns: { status: 'abstained', model: 'small', totalMs: null },
  });
});
afterAll(() => opened.close());

async function save(
  name: string,
  minutes: number,
  given: {
    readonly question: string;
    readonly answer: string;
    readonly columns: Partial<TraceColumns>;
  },
): Promise<void> {
  const at = NOON + minutes * 60_000;
  const id = TraceId.parse(uuidv7({ msecs: at }));
  const canonical = Buffer.from(JSON.stringify({ answer: { text: given.answer } }));
  ids.set(name, id);
  await saveTrace(workspace.database, {
    columns: {
      id,
      kind: 'answer',
      state: 'complete',
      createdAt: new Date(at),
      apiKeyId: workspace.apiKeyId,
      apiKeyName: 'somebody',
      question: given.question,
      documentIds: [],
      classification: 'internal',
      citedCount: 0,
      selectedCount: 0,
      candidateCount: 0,
      inputTokens: 0,
      outputTokens: 0,
      costUsd: 0,
      ...given.columns,
    },
    record: { canonical, sha256: sha256(canonical) },
    evidence: [],
    answerText: given.answer,
  });
}

async function found(filters: TraceFilters): Promise<readonly string[]> {
  const page = { by: ADMIN, filters, limit: 10, before: null };
  const rows = await listTraces(workspace.database, page);
  const names = new Map([...ids].map(([name, id]) => [id, name]));
  return rows.map(({ id }) => names.get(id) ?? id);
}

describe('listTraces', () => {
  it.each([
    ['a word of a question', 'canteen', ['lunch']],
    ['a word of an answer', 'hours', ['parking']],
    ['a number as it was said', '4.60', ['lunch']],
    ['all of several words', 'visitor most', ['parking']],
    ['no trace that lacks one of them', 'visitor canteen', []],
    ['a word that is not finished', 'cant', ['lunch']],
    ['a phrase', '"set lunch"', ['lunch']],
    ['no phrase in another order', '"lunch set"', []],
    ['what lacks a word', 'what -lunch', ['tungsten']],
    ['one or the other', 'tungsten or visitor', ['tungsten', 'parking']],
    ['nothing by signs alone', "!!! ' & <-> (", []],
    ['nothing by a wildcard', '%', []],
  ])('finds by its words: %s', async (_title, q, expected) => {
    expect(await found({ q })).toEqual(expected);
  });

  it('filters by the app, or by the key where no app is named', async () => {
    expect(await found({ app: 'helpdesk' })).toEqual(['parking', 'lunch']);
    expect(await found({ app: 'somebody' })).toEqual(['tungsten']);
  });

  it('takes the beginning of a range in and leaves its end out', async () => {
    const from = new Date(NOON).toISOString();
    const to = new Date(NOON + 600_000).toISOString();
    expect(await found({ from, to })).toEqual(['lunch']);
    expect(await found({ from: to })).toEqual(['tungsten', 'parking']);
    expect(await found({ to: '0001-01-01T00:00:00.000Z' })).toEqual([]);
    expect(await found({ from: '9999-12-31T23:59:59.000Z' })).toEqual([]);
  });
});

describe('the overview of the list', () => {
  it('counts each facet among what the other filters leave', async () => {
    const filters = { app: 'helpdesk', status: 'answered' } as const;
    const { counts, isWhole } = await countTraceFacets(workspace.database, { by: ADMIN, filters });
    const of = (facet: string) =>
      Object.fromEntries(
        counts.filter((count) => count.facet === facet).map(({ value, count }) => [value, count]),
      );
    expect(isWhole).toBe(true);
    expect(of('app')).toEqual({ helpdesk: 2 });
    expect(of('status')).toEqual({ answered: 2 });
    expect(of('model')).toEqual({ small: 1, large: 1 });
    expect(of('verdict')).toEqual({ verified: 1, unverified: 1 });
  });

  it('knows from when to when there are traces, and that nothing matches', async () => {
    const span = await findTraceSpan(workspace.database, { by: ADMIN, filters: {} });
    expect(span).toEqual({
      count: 3,
      first: new Date(NOON),
      last: new Date(NOON + 70 * 60_000),
    });
    const none = { by: ADMIN, filters: { q: 'nowhere' } };
    expect(await findTraceSpan(workspace.database, none)).toBeNull();
  });

  it('counts by bars and gives no latency where none was measured', async () => {
    const scale = { from: new Date(NOON), barMs: 3_600_000 };
    expect(await countTraceVolume(workspace.database, { by: ADMIN, filters: {} }, scale)).toEqual([
      { bar: 0, count: 2, p50Ms: 20, p95Ms: 29 },
      { bar: 1, count: 1, p50Ms: null, p95Ms: null },
    ]);
  });
});

describe('the words of traces from before they were kept', () => {
  it('are filled in by the migration, a record that is no JSON any more by its question', async () => {
    const { pool } = opened.database;
    await pool.query('delete from trace_words');
    await pool.query(`update trace_records set canonical = '\\xff' where trace_id = $1`, [
      ids.get('parking'),
    ]);
    const folder = join(projectRoot, 'db', 'migrations');
    const name = readdirSync(folder).find((file) =>
      file.endsWith('traces_by_words_and_facets.sql'),
    );
    const migration = readFileSync(join(folder, name ?? ''), 'utf8');
    const statements = migration.split('--> statement-breakpoint');
    const client = await pool.connect();
    for (const statement of statements.slice(-3)) await client.query(statement);
    client.release();
    expect(await found({ q: '4.60' })).toEqual(['lunch']);
    expect(await found({ q: 'visitor' })).toEqual(['parking']);
    expect(await found({ q: 'hours' })).toEqual([]);
  });
});

describe('saved views', () => {
  const viewOf = (name: string, filters: TraceFilters) => ({
    id: SavedViewId.parse(uuidv7()),
    apiKeyId: workspace.apiKeyId,
    name,
    filters,
    createdAt: new Date(NOON),
  });

  it('are listed by name, and one of the same name takes the place of the first', async () => {
    const { database, apiKeyId } = workspace;
    await saveView(database, viewOf('Wrong', { verdict: 'unverified' }));
    await saveView(database, viewOf('Slow', {}));
    const again = await saveView(database, viewOf('Wrong', { q: 'hours' }));
    const views = await listSavedViews(database, apiKeyId);
    expect(views.map(({ name, filters }) => [name, filters])).toEqual([
      ['Slow', {}],
      ['Wrong', { q: 'hours' }],
    ]);
    const id = SavedViewId.parse(again?.id);
    expect(await deleteSavedView(database, { id, apiKeyId })).toBe(true);
    expect(await deleteSavedView(database, { id, apiKeyId })).toBe(false);
  });

  it('are bounded in number for a key', async () => {
    for (let count = 0; count < MAX_SAVED_VIEWS; count += 1) {
      await saveView(workspace.database, viewOf(`View ${count}`, {}));
    }
    expect(await saveView(workspace.database, viewOf('One more', {}))).toBeNull();
    expect(await saveView(workspace.database, viewOf('View 7', { q: 'changed' }))).not.toBeNull();
  });
});
