import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RetrieveResponse } from '../../contract/retrieval.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

let footnote: RunningFootnote;
let admin: TestClient;

beforeAll(async () => {
  footnote = await startFootnote();
  admin = createClient(footnote, footnote.adminKey);
  const branches = Array.from({ length: 6 }, (_, index) => ({
    title: `Vault ${index}`,
    text: `The vault of branch ${index} opens at ${index + 6} in the morning.`,
    source: `vault-${index}`,
    classification: 'public',
  }));
  await admin.ingest(branches);
});
afterAll(() => footnote.stop());

async function clientWith(rights: Record<string, unknown>): Promise<TestClient> {
  const scopes = ['ask', 'retrieve', 'audit'];
  const reply = await admin.post<{ key: string }>('/v1/keys', { name: 'test', scopes, ...rights });
  return createClient(footnote, reply.body.key);
}

const HIDDEN = { source: 'project', classification: 'restricted' };
const ELSEWHERE = { source: 'elsewhere', classification: 'public', collection: 'board' };

/** The same document with one word or another: no other figure of the workspace changes. */
function ingestWith(word: string, document: typeof HIDDEN): Promise<unknown> {
  const text = `The ${word} prototype stands in hall nine.`;
  return admin.ingest([{ title: 'Project', text, ...document }]);
}

async function figuresFor(client: TestClient, more: Record<string, unknown> = {}) {
  const question = 'Which zorillas guard the Wombatronic vault?';
  const { body } = await client.post<RetrieveResponse>('/v1/retrieve', { question, ...more });
  const trace = await client.get<{ retrieval: { coverage: unknown } }>(`/v1/traces/${body.id}`);
  const { confidence, chunks, rejected } = body;
  const scores = [...chunks, ...rejected].map((chunk) => [chunk.source, chunk.scores]);
  return { confidence, coverage: trace.body.retrieval.coverage, scores };
}

/** What a client sees while a word stands nowhere, and once it stands in the document. */
async function figuresAround(
  document: typeof HIDDEN,
  { client, ...more }: { readonly client: TestClient; readonly collections?: readonly string[] },
) {
  await ingestWith('Quokkabular', document);
  const nowhere = await figuresFor(client, more);
  await ingestWith('Wombatronic', document);
  const there = await figuresFor(client, more);
  await ingestWith('Quokkabular', document);
  return { nowhere, there };
}

describe('figures about a word that the reader may not read', () => {
  it('are those about a word that stands nowhere', async () => {
    const client = await clientWith({ clearance: 'internal' });
    const { nowhere, there } = await figuresAround(HIDDEN, { client });

    expect(nowhere.confidence).toBeGreaterThan(0);
    expect(there).toEqual(nowhere);
  });

  it('are those about a word that stands nowhere in the collection that is searched, too', async () => {
    const client = await clientWith({ clearance: 'internal' });
    const { nowhere, there } = await figuresAround(HIDDEN, { client, collections: ['default'] });

    expect(there).toEqual(nowhere);
  });

  it('are those about a word that stands nowhere for a key of other collections', async () => {
    const client = await clientWith({ clearance: 'restricted', collections: ['default'] });
    const { nowhere, there } = await figuresAround(ELSEWHERE, { client });

    expect(there).toEqual(nowhere);
  });

  it('tell the word from one that stands nowhere for who may read it, wherever it looks', async () => {
    const client = await clientWith({ clearance: 'restricted' });
    const here = { client, collections: ['default'] };
    const hidden = await figuresAround(HIDDEN, here);
    const elsewhere = await figuresAround(ELSEWHERE, here);

    expect(hidden.there.coverage).not.toEqual(hidden.nowhere.coverage);
    expect(elsewhere.there.coverage).not.toEqual(elsewhere.nowhere.coverage);
  });
});
