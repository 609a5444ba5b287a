import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Document } from '../../contract/document.ts';
import type { IngestRun } from '../../contract/ingest-run.ts';
import type { Source } from '../../contract/source.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

let root: string;
let footnote: RunningFootnote;
let admin: TestClient;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'footnote-source-'));
  const config = `sources:\n  folders: [${root}]\ndocuments:\n  rules:\n    - match: { from: ruled, source: 'ruled/secret/**' }\n      set: { classification: restricted }\n`;
  footnote = await startFootnote({ config });
  admin = createClient(footnote, footnote.adminKey);
});
afterAll(async () => {
  await footnote.stop();
  await rm(root, { recursive: true, force: true });
});

async function folderWith(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const folder = join(root, name);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
}

async function follow(name: string, path: string, more: object = {}): Promise<Source> {
  const settings = { kind: 'folder', path };
  const reply = await admin.post<Source>('/v1/sources', {
    name,
    collection: name,
    settings,
    ...more,
  });
  expect(reply.status).toBe(201);
  return reply.body;
}

async function endOf(runId: string): Promise<IngestRun> {
  return await vi.waitFor(
    async () => {
      const { body } = await admin.get<IngestRun>(`/v1/ingest-runs/${runId}`);
      expect(body.finished_at).not.toBeNull();
      return body;
    },
    { timeout: 30_000, interval: 50 },
  );
}

async function sync(source: Source, body: object = {}): Promise<IngestRun> {
  const reply = await admin.post<{ run_id: string }>(`/v1/sources/${source.id}/sync`, body);
  expect(reply.status).toBe(202);
  return endOf(reply.body.run_id);
}

async function documentsOf(collection: string): Promise<ReadonlyMap<string, Document>> {
  const { body } = await admin.get<{ data: Document[] }>(`/v1/documents?collection=${collection}`);
  return new Map(body.data.map((document) => [document.source, document]));
}

describe('a folder that is followed', () => {
  it('adds, changes and retires what was added, changed and removed there', async () => {
    const folder = await folderWith('wiki', {
      'leave.md': '# Leave\n\nYou get 25 days.',
      'hr/pay.md': '# Pay\n\nPay day is the 25th.',
      'stays.txt': 'This never changes.',
    });
    const source = await follow('wiki', folder);
    const first = await sync(source);
    expect(first).toMatchObject({
      kind: 'sync',
      status: 'succeeded',
      documents: { total: 3, done: 3 },
      sync: { source_id: source.id, status: 'done', added: 3, changed: 0, gone: 0, error: null },
    });
    await writeFile(join(folder, 'leave.md'), '# Leave\n\nYou get 28 days a year.');
    await rm(join(folder, 'hr/pay.md'));
    await writeFile(join(folder, 'new.md'), '# New\n\nBrand new.');
    const second = await sync(source);
    expect(second.sync).toMatchObject({ added: 1, changed: 1, unchanged: 1, gone: 1 });
    const documents = await documentsOf('wiki');
    expect(documents.get('wiki/leave.md')).toMatchObject({ version: 2, status: 'ready' });
    expect(documents.get('wiki/stays.txt')).toMatchObject({ version: 1, status: 'ready' });
    expect(documents.get('wiki/hr/pay.md')).toMatchObject({ version: null, status: 'retired' });
    const { body } = await admin.get<Source>(`/v1/sources/${source.id}`);
    expect(body.last_sync).toMatchObject({ run_id: second.id, status: 'succeeded', gone: 1 });
  });

  it('brings a document back when its file comes back', async () => {
    const folder = await folderWith('back', { 'a.md': '# A\n\nAlpha.', 'b.md': '# B\n\nBeta.' });
    const source = await follow('back', folder);
    await sync(source);
    await rm(join(folder, 'a.md'));
    await sync(source);
    await folderWith('back', { 'a.md': '# A\n\nAlpha.' });
    expect((await sync(source)).sync).toMatchObject({ added: 1, gone: 0 });
    const documents = await documentsOf('back');
    expect(documents.get('back/a.md')).toMatchObject({ status: 'ready' });
  });

  it('retires nothing when the folder is not there, and says so', async () => {
    const folder = await folderWith('mounted', { 'a.md': '# A\n\nAlpha.' });
    const source = await follow('mounted', folder);
    await sync(source);
    await rm(folder, { recursive: true });
    const { body } = await admin.post<{ run_id: string }>(`/v1/sources/${source.id}/sync`, {});
    await vi.waitFor(
      async () => {
        const now = await admin.get<Source>(`/v1/sources/${source.id}`);
        expect(now.body.error).toContain('missing or not mounted');
      },
      { timeout: 30_000, interval: 100 },
    );
    expect((await documentsOf('mounted')).get('mounted/a.md')).toMatchObject({ status: 'ready' });
    await admin.post(`/v1/ingest-runs/${body.run_id}/cancel`, {});
  });

  it('waits for confirmation before it retires everything', async () => {
    const folder = await folderWith('emptied', { 'a.md': '# A\n\nAlpha.' });
    const source = await follow('emptied', folder);
    await sync(source);
    await rm(join(folder, 'a.md'));
    expect((await sync(source)).sync).toMatchObject({
      gone: 0,
      error: expect.stringContaining('needs confirmation'),
    });
    expect((await sync(source, { allow_mass_retire: true })).sync).toMatchObject({ gone: 1 });
  });

  it('sets what rules and the source say of a document, and leaves what somebody set by hand', async () => {
    const folder = await folderWith('ruled', {
      'secret/plan.md': '# Plan\n\nNobody knows.',
      'open.md': '# Open\n\nEverybody knows.',
    });
    const source = await follow('ruled', folder, { defaults: { tags: ['followed'] } });
    await sync(source);
    const documents = await documentsOf('ruled');
    const plan = documents.get('ruled/secret/plan.md');
    expect(plan).toMatchObject({ classification: 'restricted', tags: ['followed'] });
    expect(documents.get('ruled/open.md')).toMatchObject({ classification: 'internal' });
    await admin.patch(`/v1/documents/${plan?.id ?? ''}`, { classification: 'public' });
    await writeFile(join(folder, 'secret/plan.md'), '# Plan\n\nNow it is known.');
    await sync(source);
    expect((await documentsOf('ruled')).get('ruled/secret/plan.md')).toMatchObject({
      version: 2,
      classification: 'public',
    });
  });

  it('is followed again by itself when it has an interval', async () => {
    const folder = await folderWith('watched', { 'a.md': '# A\n\nAlpha.' });
    await follow('watched', folder, { interval_seconds: 5 });
    await vi.waitFor(
      async () => {
        expect((await documentsOf('watched')).get('watched/a.md')).toMatchObject({ version: 1 });
      },
      { timeout: 30_000, interval: 100 },
    );
    await writeFile(join(folder, 'a.md'), '# A\n\nAlpha and more.');
    await vi.waitFor(
      async () => {
        expect((await documentsOf('watched')).get('watched/a.md')).toMatchObject({ version: 2 });
      },
      { timeout: 40_000, interval: 200 },
    );
  });

  it('takes over no document that comes from elsewhere', async () => {
    await admin.post('/v1/documents', {
      title: 'Uploaded',
      text: 'By hand.',
      source: 'taken/a.md',
      collection: 'taken',
    });
    const source = await follow('taken', await folderWith('taken', { 'a.md': '# A\n\nOther.' }));
    expect((await sync(source)).sync).toMatchObject({ added: 0, skipped: 1 });
  });
});

describe('a source that may not be followed', () => {
  it.each([
    ['a folder outside', { kind: 'folder', path: '/etc' }, 'is not below a folder'],
    ['an address of this machine', { kind: 'url', urls: ['http://127.0.0.1:9/x'] }, 'may not be'],
  ])('is refused: %s', async (_what, settings, reason) => {
    const reply = await admin.post<{ detail: string }>('/v1/sources', { name: 'bad', settings });
    expect(reply.status).toBe(422);
    expect(reply.body.detail).toContain(reason);
  });

  it('is refused when the name is taken, and when it is being followed', async () => {
    const folder = await folderWith('twice', { 'a.md': 'Alpha.' });
    const source = await follow('twice', folder);
    const again = { name: 'twice', settings: { kind: 'folder', path: folder } };
    expect((await admin.post('/v1/sources', again)).status).toBe(409);
    const replies = await Promise.all(
      [1, 2, 3, 4].map(() => admin.post(`/v1/sources/${source.id}/sync`, {})),
    );
    expect(replies.map(({ status }) => status)).toContain(202);
  });
});
