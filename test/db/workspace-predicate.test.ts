import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { drizzle } from 'drizzle-orm/node-postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WorkspaceId } from '../../contract/ids.ts';
import type { Executor } from '../../db/client.ts';
import { inTransaction, inWorkspace, type WorkspaceDatabase } from '../../db/workspace-database.ts';
import { projectRoot } from '../../platform/project-root.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import type { QueryCall } from './queries/calls/query-call.ts';
import { CROSSING_QUERIES, QUERY_CALLS } from './queries/query-calls.ts';
import { seedWorld, type World } from './queries/workspace-world.ts';

const SECRET = 'zanzibar';
/** Chunk numbers of the other workspace start here, so that they cannot be taken for a count. */
const FOREIGN_NUMBERS = 7_000_000;

let opened: TestDatabase;
let tenantTables: readonly string[];
let own: World;
let foreign: World;
/** What each query returned while nobody else was there. */
const alone = new Map<string, string>();
let sent: { readonly query: string; readonly values: readonly unknown[] }[] = [];

beforeAll(async () => {
  opened = await openTestDatabase();
  const { rows } = await opened.database.pool.query<{ table_name: string }>(
    `select table_name from information_schema.columns
     where table_schema = 'public' and column_name = 'workspace_id'`,
  );
  tenantTables = rows.map((row) => row.table_name);
  own = await seedWorld(opened.database, { name: 'own', secret: 'harmless' });
  for (const [name, call] of Object.entries(QUERY_CALLS)) {
    alone.set(name, describeResult((await rehearse(call, own)).result));
  }
  await opened.database.pool.query(
    `select setval(pg_get_serial_sequence('chunks', 'number'), ${FOREIGN_NUMBERS})`,
  );
  foreign = await seedWorld(opened.database, { name: 'foreign', secret: SECRET });
});
afterAll(() => opened.close());

class Undo extends Error {}

interface Rehearsal {
  readonly result: unknown;
  readonly error: unknown;
  readonly changed: readonly string[];
}

/** Runs a call in our workspace with the names that are given, notes what it did, and undoes it. */
async function rehearse(call: QueryCall, names: World, watched: World = own): Promise<Rehearsal> {
  const executor = drizzle({
    client: opened.database.pool,
    logger: { logQuery: (query, values) => void sent.push({ query, values }) },
  });
  const database = inWorkspace({ ...opened.database, executor }, own.database.workspaceId);
  let rehearsal: Rehearsal | undefined;
  await inTransaction(database, async (transaction) => {
    const { workspaceId } = watched.database;
    const before = await snapshot(transaction.executor, workspaceId);
    const { result, error } = await attempt(transaction, (inner) => call(inner, names));
    const after = await snapshot(transaction.executor, workspaceId);
    const changed = tenantTables.filter((table) => before.get(table) !== after.get(table));
    rehearsal = { result, error, changed };
    throw new Undo();
  }).catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
  if (rehearsal === undefined) throw new Error('The rehearsal did not take place.');
  return rehearsal;
}

/** A savepoint lets the transaction go on after a statement that was refused. */
async function attempt(
  transaction: WorkspaceDatabase,
  call: (inner: WorkspaceDatabase) => Promise<unknown>,
): Promise<Pick<Rehearsal, 'result' | 'error'>> {
  try {
    sent = [];
    const result = await inTransaction(transaction, call);
    return { result, error: null };
  } catch (error) {
    return { result: undefined, error };
  } finally {
    checked.push(...sent);
    sent = [];
  }
}
const checked: typeof sent = [];

/** Every row of a workspace, table by table. */
async function snapshot(
  executor: Executor,
  workspaceId: WorkspaceId,
): Promise<ReadonlyMap<string, string>> {
  const contents = new Map<string, string>();
  for (const table of tenantTables) {
    const { rows } = await executor.execute<{ content: string | null }>(
      `select string_agg(t::text, E'\\n' order by t::text) as content
       from ${table} t where workspace_id = '${workspaceId}'`,
    );
    contents.set(table, rows[0]?.content ?? '');
  }
  return contents;
}

/** All that a result holds, as text, but for instants, which differ from call to call. */
function describeResult(result: unknown): string {
  return (
    JSON.stringify(result, (_key, value: unknown) => {
      if (value instanceof Map) return [...value];
      if (value instanceof Set) return [...value];
      if (isStoredBuffer(value)) return Buffer.from(value.data).toString('latin1');
      return value;
    }) ?? 'nothing'
  ).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'an instant');
}

function isStoredBuffer(value: unknown): value is { readonly data: readonly number[] } {
  return typeof value === 'object' && value !== null && 'type' in value && value.type === 'Buffer';
}

/** The ids, numbers and texts that only the other workspace has. */
function foreignNames(): readonly string[] {
  return [
    foreign.database.workspaceId,
    foreign.documentId,
    foreign.collectionId,
    foreign.profile.id,
    foreign.apiKeyId,
    foreign.runId,
    foreign.job.id,
    foreign.job.documentId,
    foreign.sync.runId,
    foreign.sync.token,
    foreign.sync.source.id,
    foreign.followedDocumentId,
    foreign.traceId,
    foreign.goldSetId,
    foreign.evaluationId,
    foreign.evaluationLease,
    foreign.driftAttributionId,
    foreign.pendingTraceId,
    ...foreign.chunkIds,
    ...foreign.chunkNumbers.map(String),
    SECRET,
  ];
}

/** Exported functions whose first parameter is of that type, read from the sources. */
function exportedQueries(parameterType: string): readonly string[] {
  const folder = join(projectRoot, 'db', 'queries');
  const declaration = new RegExp(
    `^export (?:async )?function (\\w+)(?:<[^(]*>)?\\(\\s*\\w+: ${parameterType}\\b`,
    'gm',
  );
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(declaration)])
    .flatMap(([, name]) => (name === undefined ? [] : [name]))
    .toSorted();
}

function isEmpty(result: unknown): boolean {
  if (result instanceof Map || result instanceof Set) return result.size === 0;
  if (Array.isArray(result)) return result.length === 0;
  return result === null || result === undefined || result === false;
}

describe('the table of this test', () => {
  it('has every query that takes a workspace', () => {
    const queries = exportedQueries('WorkspaceDatabase');
    expect(queries.length).toBeGreaterThan(30);
    expect(Object.keys(QUERY_CALLS).toSorted()).toEqual(queries);
  });

  it('names every query that looks beyond one', () => {
    expect(exportedQueries('Database')).toEqual(CROSSING_QUERIES);
  });
});

describe.each(Object.entries(QUERY_CALLS))('%s', (name, call) => {
  it('does in its own workspace what it did when it was alone', async () => {
    const { result, error, changed } = await rehearse(call, own);
    expect(error).toBeNull();
    expect(isEmpty(result) && changed.length === 0).toBe(false);
    const stable = (text: string) =>
      VOLATILE_RESULTS.has(name) ? text.replaceAll(UUID, 'an id') : text;
    expect(stable(describeResult(result))).toBe(stable(alone.get(name) ?? ''));
  });

  it('neither shows nor changes the other workspace, whose names it is given', async () => {
    const { result, changed } = await rehearse(call, foreign, foreign);
    expect(changed).toEqual([]);
    const text = describeResult(result);
    expect(foreignNames().filter((foreignName) => text.includes(foreignName))).toEqual([]);
  });
});

const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** They return ids that the call has just made. */
const VOLATILE_RESULTS: ReadonlySet<string> = new Set(['enqueueDocuments']);

describe('every statement that was sent', () => {
  /** Whether a statement that names a tenant's table is bound to our workspace. */
  function isBound({ query, values }: (typeof sent)[number]): boolean {
    const names = tenantTables.filter((table) => new RegExp(`\\b${table}\\b`).test(query));
    if (names.length === 0) return true;
    return query.includes('workspace_id') && values.includes(own.database.workspaceId);
  }

  it('names the workspace if it names a table of tenants', () => {
    const unbound = checked.filter((statement) => !isBound(statement));
    expect(unbound.map((statement) => statement.query)).toEqual([]);
    expect(checked.filter(({ query }) => query.includes('workspace_id')).length).toBeGreaterThan(
      80,
    );
  });

  it('would be noticed if it did not', () => {
    const values = [own.documentId];
    expect(isBound({ query: 'select * from documents where id = $1', values })).toBe(false);
    expect(isBound({ query: 'select workspace_id from documents where id = $1', values })).toBe(
      false,
    );
  });
});
