import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReindexOutcome } from '../../contract/collection.ts';
import type { DriftAttribution } from '../../contract/drift-attribution.ts';
import type { DriftLedger, DriftSample } from '../../contract/drift.ts';
import type { Page } from '../../contract/page.ts';
import { keepSamples } from '../../server/drift/keep-samples.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

const LEAVE = 'Every employee gets 5 days of carer’s leave a year. Carer’s leave is paid in full.';
/** A hundred questions are asked in all. */
const SLOW_MS = 240_000;
const QUESTIONS = [
  'How many days of carer’s leave do I get?',
  'Is carer’s leave paid?',
  'How much carer’s leave is there a year?',
];

let testDatabase: TestDatabase;
let footnote: RunningFootnote;
let admin: TestClient;

beforeAll(async () => {
  testDatabase = await openTestDatabase();
  footnote = await startFootnote({ testDatabase });
  admin = createClient(footnote, footnote.adminKey);
});
afterAll(async () => {
  await footnote.stop();
  await testDatabase.close();
});

async function ledger(query = ''): Promise<DriftLedger> {
  const { status, body } = await admin.get<DriftLedger>(`/v1/drift?window=20${query}`);
  expect(status).toBe(200);
  return body;
}

async function askMany(count: number): Promise<void> {
  const questions = Array.from(
    { length: count },
    (_none, index) => QUESTIONS[index % QUESTIONS.length] ?? '',
  );
  for (let asked = 0; asked < count; asked += 5) {
    await Promise.all(questions.slice(asked, asked + 5).map((question) => admin.ask({ question })));
  }
}

describe('before anything was asked', () => {
  it('there are no windows, and no figure is made up', async () => {
    expect(await ledger()).toMatchObject({ answers: 0, windows: [], alpha: 0.01 });
  });

  it('there is nothing to attribute', async () => {
    const { status, body } = await admin.post('/v1/drift/attributions', { window: 20 });

    expect({ status, body }).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('too few answers') },
    });
  });
});

describe('a service whose documents change', () => {
  let documentId = '';

  beforeAll(async () => {
    await admin.ingest([{ title: 'Leave', source: 'leave.md', text: LEAVE }]);
    const { body } = await admin.get<Page<{ id: string }>>('/v1/documents');
    documentId = body.data[0]?.id ?? '';
    await askMany(40);
  }, SLOW_MS);

  it('has windows of answers, the newest compared with those before it', async () => {
    const { answers, windows, events } = await ledger();

    expect({ answers, windows: windows.length }).toEqual({ answers: 40, windows: 2 });
    expect(windows[0]?.comparison).toBeNull();
    expect(windows[1]?.comparison?.reference.answers).toBe(20);
    // How long answers take is the machine's to say.
    const moved = windows[1]?.comparison?.alarms.map(({ measure }) => measure);
    expect(moved?.filter((measure) => measure !== 'latency')).toEqual([]);
    expect(windows[1]?.measures.find(({ measure }) => measure === 'status')?.figure).toMatchObject({
      kind: 'shares',
      of: 20,
      shares: [{ value: 'answered', count: 20, share: 1 }],
    });
    expect(windows[1]?.measures.find(({ measure }) => measure === 'feedback')?.figure).toBeNull();
    expect(events).toContainEqual(
      expect.objectContaining({
        kind: 'documents_published',
        subject: 'Leave',
        after: 'version 1',
      }),
    );
  });

  it(
    'names the changes of access and the retirement, and what moved since',
    async () => {
      await admin.patch(`/v1/documents/${documentId}`, { classification: 'confidential' });
      await admin.delete(`/v1/documents/${documentId}`);
      await askMany(20);
      const { windows, events } = await ledger();

      expect(events.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(['documents_published', 'access', 'documents_retired']),
      );
      expect(events.find(({ kind }) => kind === 'access')).toMatchObject({
        subject: 'Leave',
        document_id: documentId,
        after: expect.stringContaining('confidential'),
      });
      const alarms = windows[2]?.comparison?.alarms ?? [];
      expect(alarms.find(({ measure }) => measure === 'status')).toMatchObject({
        reference: { shares: [{ value: 'answered', share: 1 }] },
        current: { shares: [{ value: 'abstained', share: 1 }] },
      });
      expect(alarms.map(({ measure }) => measure)).not.toContain('task');
    },
    SLOW_MS,
  );

  it(
    'is explained by replays: the documents did it, the questions did not',
    async () => {
      const begun = await admin.post<DriftAttribution>('/v1/drift/attributions', {
        window: 20,
        sample: 12,
        measures: ['status', 'answer_length'],
      });
      expect(begun.status).toBe(202);
      const done = await finish(begun.body.id);
      const factors = done.result?.factors ?? [];
      const statusOf = (name: string) =>
        factors
          .find(({ factor }) => factor === name)
          ?.effects.find(({ measure }) => measure === 'status');

      expect(done).toMatchObject({
        status: 'done',
        failure: null,
        replays: { done: 36, total: 36 },
      });
      expect(statusOf('documents')).toMatchObject({ effect: -1, of: 12, is_cause: true });
      expect(statusOf('questions')).toMatchObject({ effect: 0, is_cause: false });
      expect(done.result?.not_replayed.map(({ what }) => what)).toContain('access');
      const replayed = factors.find(({ factor }) => factor === 'documents')?.replays[0];
      expect(await admin.get(`/v1/traces/${replayed?.before}`)).toMatchObject({
        body: { identity: { kind: 'replay' }, outcome: { status: 'answered' } },
      });
      expect((await ledger()).answers).toBe(60);
    },
    SLOW_MS,
  );

  it(
    'keeps a sample of the day without what is sensitive',
    async () => {
      await admin.ask({ question: 'Write to jo.field@bank.example: how much leave do I get?' });
      const sampling = { ...testDatabase, clock: () => new Date(), policy: { ownDetectors: [] } };
      await keepSamples(sampling);
      await keepSamples(sampling);
      const { body } = await admin.get<Page<DriftSample>>('/v1/drift/samples?limit=100');

      expect(body.data).toHaveLength(61);
      expect(body.data[0]).toMatchObject({
        question: 'Write to [email]: how much leave do I get?',
        redacted: 1,
      });
    },
    SLOW_MS,
  );

  it('shows a key only what it may read', async () => {
    const made = await admin.post<{ key: string }>('/v1/keys', {
      name: 'outsider',
      scopes: ['audit'],
      collections: ['elsewhere'],
    });
    const outsider = createClient(footnote, made.body.key);
    const { body } = await outsider.get<DriftLedger>('/v1/drift?window=20');

    expect(body.answers).toBeLessThan(61);
    expect(body.events.map(({ kind }) => kind)).not.toContain('documents_published');
  });
});

describe('a collection whose language changes', () => {
  it('is an event of its own, and reading its documents anew publishes nothing', async () => {
    await admin.ingest([
      {
        title: 'Urlaub',
        source: 'urlaub.md',
        text: 'Der Urlaub verfällt im März.',
        collection: 'handbuch',
      },
      {
        title: 'Bonus',
        source: 'bonus.md',
        text: 'Der Bonus kommt im Mai.',
        collection: 'handbuch',
      },
    ]);
    const changed = await admin.patch<ReindexOutcome>('/v1/collections/handbuch', {
      language: 'de',
    });
    const runId = changed.body.run_id;
    if (runId === null) throw new Error('Nothing was read anew.');
    await admin.finishRun(runId);
    const { events } = await ledger();

    expect(events.filter(({ kind }) => kind === 'language')).toEqual([
      expect.objectContaining({ subject: 'handbuch', before: 'en', after: 'de', count: 1 }),
    ]);
    const ofRun = events.filter((event) => event.run_id === runId);
    expect(new Set(ofRun.map(({ kind }) => kind))).toEqual(new Set(['documents_reread']));
    expect(ofRun.reduce((sum, { count }) => sum + count, 0)).toBe(2);
  });

  it('is shown to whoever may use it', async () => {
    const made = await admin.post<{ key: string }>('/v1/keys', {
      name: 'elsewhere',
      scopes: ['audit'],
      collections: ['elsewhere'],
    });
    const outsider = createClient(footnote, made.body.key);
    const { body } = await outsider.get<DriftLedger>('/v1/drift?window=20');

    expect(body.events.map(({ kind }) => kind)).not.toContain('language');
  });
});

describe('a query that cannot be', () => {
  it.each([
    ['window=5', '?window'],
    ['from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z', '?from'],
  ])('is refused: %s', async (query, path) => {
    expect(await admin.get(`/v1/drift?${query}`)).toMatchObject({
      status: 422,
      body: { errors: [{ path }] },
    });
  });
});

async function finish(id: string): Promise<DriftAttribution> {
  for (;;) {
    const { body } = await admin.get<DriftAttribution>(`/v1/drift/attributions/${id}`);
    if (body.status !== 'running') return body;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
