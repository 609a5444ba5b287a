import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiKeyId, ChunkId, DocumentId, TraceId } from '../../../contract/ids.ts';
import {
  findAbandonedTraces,
  findTraceRecord,
  interruptTrace,
  saveTrace,
  type NewTrace,
} from '../../../db/queries/traces.ts';
import { listTraces, type TraceListPage } from '../../../db/queries/list-traces.ts';
import type { TraceReader } from '../../../db/queries/visible-traces.ts';
import { sha256 } from '../../../platform/hash.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { EVERYONE, publishTexts, seedWorkspace, type SeededWorkspace } from './seed-workspace.ts';

let opened: TestDatabase;
let workspace: SeededWorkspace;
beforeAll(async () => {
  opened = await openTestDatabase();
  workspace = await seedWorkspace(opened.database, 'tracing');
});
afterAll(() => opened.close());

const ADMIN: TraceReader = { reader: EVERYONE, isAdmin: true, onlyApiKeyId: null };

function newId(): TraceId {
  return TraceId.parse(uuidv7());
}

interface TraceOptions {
  readonly id?: TraceId;
  readonly state?: 'pending' | 'complete';
  readonly question?: string;
  readonly documentIds?: readonly DocumentId[];
  readonly pendingForMs?: number;
}

function traceOf(options: TraceOptions = {}): NewTrace {
  const { id = newId(), state = 'complete', question = 'How?', documentIds = [] } = options;
  const { pendingForMs = 60_000 } = options;
  const canonical = Buffer.from(`{"state":"${state}","id":"${id}"}`);
  return {
    columns: {
      id,
      kind: 'answer',
      state,
      createdAt: new Date('2026-01-02T03:04:05.678Z'),
      apiKeyId: workspace.apiKeyId,
      apiKeyName: 'tracing',
      question,
      documentIds: [...documentIds],
      classification: 'internal',
      citedCount: 0,
      selectedCount: 0,
      candidateCount: 0,
      inputTokens: 0,
      outputTokens: 0,
      costUsd: 0,
      pendingUntil: state === 'pending' ? new Date(Date.now() + pendingForMs) : null,
    },
    record: { canonical, sha256: sha256(canonical) },
    evidence: documentIds.map((documentId) => ({
      chunkId: ChunkId.parse(uuidv7()),
      documentId,
      documentVersion: 1,
      isCited: true,
    })),
  };
}

async function recordsOf(id: TraceId): Promise<readonly string[]> {
  const { rows } = await opened.database.pool.query<{ state: string }>(
    'select state from trace_records where trace_id = $1',
    [id],
  );
  return rows.map((row) => row.state).toSorted();
}

async function stateOf(id: TraceId): Promise<unknown> {
  const { rows } = await opened.database.pool.query(
    'select state, pending_until is null as is_settled from traces where id = $1',
    [id],
  );
  return rows[0];
}

describe('a trace', () => {
  it('is stored with the very bytes that were hashed', async () => {
    const trace = traceOf();
    await saveTrace(workspace.database, trace);
    const found = await findTraceRecord(workspace.database, { id: trace.columns.id, by: ADMIN });
    expect(found).toEqual({
      ...trace.record,
      totalMs: null,
      isStale: false,
      reaskedAs: null,
    });
  });

  it('goes from pending to complete and keeps both records', async () => {
    const pending = traceOf({ state: 'pending' });
    const { id } = pending.columns;
    await saveTrace(workspace.database, pending);
    expect(await stateOf(id)).toEqual({ state: 'pending', is_settled: false });
    const complete = traceOf({ id });
    await saveTrace(workspace.database, complete);
    expect(await stateOf(id)).toEqual({ state: 'complete', is_settled: true });
    expect(await recordsOf(id)).toEqual(['complete', 'pending']);
    const found = await findTraceRecord(workspace.database, { id, by: ADMIN });
    expect(found?.canonical).toEqual(complete.record.canonical);
  });

  it('completes once, however many try at the same time', async () => {
    const pending = traceOf({ state: 'pending' });
    const { id } = pending.columns;
    await saveTrace(workspace.database, pending);
    const tries = await Promise.allSettled(
      Array.from({ length: 6 }, () => saveTrace(workspace.database, traceOf({ id }))),
    );
    expect(tries.filter((attempt) => attempt.status === 'fulfilled')).toHaveLength(1);
    expect(await recordsOf(id)).toEqual(['complete', 'pending']);
  });

  it('never changes once it is complete', async () => {
    const trace = traceOf({ question: 'the first' });
    const { id } = trace.columns;
    await saveTrace(workspace.database, trace);
    for (const later of [
      traceOf({ id, question: 'the second' }),
      traceOf({ id, state: 'pending', question: 'the second' }),
    ]) {
      await expect(saveTrace(workspace.database, later)).rejects.toMatchObject({
        code: 'conflict',
      });
    }
    expect(await listed({ filters: { q: 'the first' } })).toEqual([id]);
    expect(await listed({ filters: { q: 'the second' } })).toEqual([]);
    expect(await recordsOf(id)).toEqual(['complete']);
  });

  it('is not half there when its evidence cannot be stored', async () => {
    const trace = traceOf({ documentIds: [DocumentId.parse(uuidv7())] });
    await expect(saveTrace(workspace.database, trace)).rejects.toMatchObject({
      cause: { code: '23503' },
    });
    expect(await stateOf(trace.columns.id)).toBeUndefined();
    expect(await recordsOf(trace.columns.id)).toEqual([]);
  });
});

describe('an abandoned trace', () => {
  it('is found once its time is over, and not before', async () => {
    const late = traceOf({ state: 'pending', pendingForMs: -1_000 });
    const inTime = traceOf({ state: 'pending' });
    await saveTrace(workspace.database, late);
    await saveTrace(workspace.database, inTime);
    const found = async () =>
      (await findAbandonedTraces(opened.database, 100)).map((trace) => trace.id);
    expect(await found()).toContain(late.columns.id);
    expect(await found()).not.toContain(inTime.columns.id);
  });

  it('is interrupted once, and cannot be completed afterwards', async () => {
    const pending = traceOf({ state: 'pending', pendingForMs: -1_000 });
    const { id } = pending.columns;
    await saveTrace(workspace.database, pending);
    const { record } = traceOf();
    const interrupts = await Promise.all(
      Array.from({ length: 4 }, () => interruptTrace(workspace.database, { id, record })),
    );
    expect(interrupts.filter(Boolean)).toHaveLength(1);
    await expect(saveTrace(workspace.database, traceOf({ id }))).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await stateOf(id)).toEqual({ state: 'interrupted', is_settled: true });
    expect(await recordsOf(id)).toEqual(['interrupted', 'pending']);
  });

  it('stays complete when it was completed in the meantime', async () => {
    const trace = traceOf();
    await saveTrace(workspace.database, trace);
    const { id } = trace.columns;
    const { record } = traceOf();
    expect(await interruptTrace(workspace.database, { id, record })).toBe(false);
    expect(await stateOf(id)).toEqual({ state: 'complete', is_settled: true });
  });
});

async function listed(page: Partial<TraceListPage> = {}): Promise<readonly TraceId[]> {
  const traces = await listTraces(workspace.database, {
    by: ADMIN,
    filters: {},
    limit: 100,
    before: null,
    ...page,
  });
  return traces.map((trace) => trace.id);
}

describe('a list of traces', () => {
  it('pages from the newest to the oldest without a gap', async () => {
    const ids: TraceId[] = [];
    for (const question of ['page one', 'page two', 'page three']) {
      const trace = traceOf({ question });
      await saveTrace(workspace.database, trace);
      ids.unshift(trace.columns.id);
    }
    const filters = { q: 'page' };
    const first = await listed({ filters, limit: 2 });
    const second = await listed({ filters, limit: 2, before: first.at(-1) ?? null });
    expect([...first, ...second]).toEqual(ids);
  });

  it('hides a trace from those who may not read what it rests on', async () => {
    const publish = (source: string, access: { acl?: string[]; classification?: 'restricted' }) =>
      publishTexts(opened.database, workspace, { source, texts: [source], ...access });
    const open = await publish('open', {});
    const secret = await publish('secret', { classification: 'restricted' });
    const groups = await publish('groups', { acl: ['hr'] });
    const traces = [open, secret, groups].map(({ documentId }) =>
      traceOf({ question: 'visibility', documentIds: [open.documentId, documentId].slice(-1) }),
    );
    for (const trace of traces) await saveTrace(workspace.database, trace);
    const [openId, secretId, groupsId] = traces.map((trace) => trace.columns.id);
    const seenBy = (by: Partial<TraceReader['reader']>, rest: Partial<TraceReader> = {}) =>
      listed({
        filters: { q: 'visibility' },
        by: { reader: { ...EVERYONE, ...by }, isAdmin: false, onlyApiKeyId: null, ...rest },
      });
    expect(await seenBy({ clearance: 'internal' })).toEqual([openId]);
    expect(await seenBy({})).toEqual([secretId, openId]);
    expect(await seenBy({ clearance: 'internal', groups: ['hr'] })).toEqual([groupsId, openId]);
    expect(await seenBy({ collections: ['elsewhere'] })).toEqual([]);
    expect(await seenBy({}, { isAdmin: true })).toEqual([groupsId, secretId, openId]);
    const stranger = ApiKeyId.parse(uuidv7());
    expect(await seenBy({}, { isAdmin: true, onlyApiKeyId: stranger })).toEqual([]);
    const one = await findTraceRecord(workspace.database, {
      id: TraceId.parse(secretId),
      by: { reader: { ...EVERYONE, clearance: 'internal' }, isAdmin: false, onlyApiKeyId: null },
    });
    expect(one).toBeNull();
  });

  it('finds the traces that rest on a document', async () => {
    const { documentId } = await publishTexts(opened.database, workspace, {
      source: 'rested-on',
      texts: ['rested on'],
    });
    const trace = traceOf({ documentIds: [documentId] });
    await saveTrace(workspace.database, trace);
    await saveTrace(workspace.database, traceOf());
    expect(await listed({ filters: { document_id: documentId } })).toEqual([trace.columns.id]);
  });
});
