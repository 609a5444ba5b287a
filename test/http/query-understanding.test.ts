import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../contract/answer.ts';
import type { RetrieveResponse } from '../../contract/retrieval.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

let footnote: RunningFootnote;
let admin: TestClient;
let outsider: TestClient;

beforeAll(async () => {
  footnote = await startFootnote();
  admin = createClient(footnote, footnote.adminKey);
  await admin.ingest([
    { title: 'Trips', source: 'trips', text: 'Accommodation costs up to 150 euros a night.' },
    { title: 'Meals', source: 'meals', text: 'Breakfast is paid for on each morning of a trip.' },
    { title: 'Rates', source: 'finance/rates.md', text: 'A night costs 90 euros in small towns.' },
    { title: 'Secret', source: 'secret.md', text: 'A night, an acommodation.', acl: ['board'] },
    { title: 'Расходы', source: 'costs', text: 'Компенсация выплачивается ежемесячно.' },
    { title: 'Depot', source: 'depot', text: 'Personal Protective Equipment (PPE) is worn here.' },
    { title: 'Gloves', source: 'gloves', text: 'Protective equipment of every person is free.' },
    {
      title: 'Cards',
      source: 'cards',
      text: 'Each Quay Kiosk Card (QKC) is blue.',
      acl: ['board'],
    },
    {
      title: 'Kiosk',
      source: 'kiosk',
      text: 'Cards of the quay kiosk cost 9 euros. A QKC is blue.',
    },
    { title: 'Heron', source: 'heron', text: 'Quarantine begins in May.', acl: ['board'] },
  ]);
  const key = { name: 'outsider', scopes: ['retrieve', 'audit'] };
  const { body } = await admin.post<{ key: string }>('/v1/keys', key);
  outsider = createClient(footnote, body.key);
});
afterAll(() => footnote.stop());

async function retrieve(client: TestClient, request: object) {
  const { body } = await client.post<RetrieveResponse>('/v1/retrieve', request);
  const trace = await client.get<TraceResponse>(`/v1/traces/${body.id}`);
  if (!('retrieval' in trace.body)) throw new Error('The trace has no retrieval.');
  const { retrieval, question } = trace.body;
  return { sources: body.chunks.map(({ source }) => source), retrieval, asked: question.text };
}

describe('a word that stands in nothing that the reader may read', () => {
  it('is corrected by one that does, which the trace says', async () => {
    const { sources, retrieval } = await retrieve(outsider, { question: 'Limits of acommodation' });
    expect(sources[0]).toBe('trips');
    expect(retrieval.query_steps).toMatchObject([
      { kind: 'spelling', from: 'acommodation', to: 'Accommodation' },
    ]);
    expect(retrieval.coverage?.missing).not.toContain('acommodation');
  });

  it('stays as it is for those who may read where it stands', async () => {
    const question = 'Limits of acommodation';
    const member = await retrieve(admin, { question, end_user: { id: 'm', groups: ['board'] } });
    expect(member.retrieval.query_steps).toEqual([]);
    expect(member.sources).toContain('secret.md');
  });

  it('is corrected whatever the ending of the word, and shown as a document writes it', async () => {
    const { sources, retrieval } = await retrieve(outsider, { question: 'What about equipmnet?' });
    expect(sources).toEqual(expect.arrayContaining(['depot', 'gloves']));
    const [step] = retrieval.query_steps ?? [];
    expect(step).toMatchObject({ kind: 'spelling', from: 'equipmnet' });
    expect(step?.to).toMatch(/^equipment$/iu);
    expect(step?.reason).toContain('differs in one letter');
  });

  it('is corrected in any script', async () => {
    const { sources, retrieval } = await retrieve(outsider, { question: 'компенсацыя' });
    expect(sources).toEqual(['costs']);
    expect(retrieval.query_steps).toMatchObject([{ kind: 'spelling', from: 'компенсацыя' }]);
  });

  it.each(['What about the quarentine?', 'What about the quarantien?', 'What about quarantning?'])(
    'is corrected by nothing that the reader may not read: %s',
    async (question) => {
      const member = await retrieve(admin, { question, end_user: { id: 'm', groups: ['board'] } });
      expect(member.retrieval.query_steps).toMatchObject([{ kind: 'spelling' }]);
      expect(member.sources).toContain('heron');
      const other = await retrieve(outsider, { question });
      expect(other.retrieval.query_steps).toEqual([]);
      expect(JSON.stringify(other.retrieval)).not.toContain('quarantin');
    },
  );

  it('is stood in for by everyday words for the same, which the trace says', async () => {
    const { sources, retrieval } = await retrieve(outsider, { question: 'What of a hotel?' });
    expect(sources[0]).toBe('trips');
    expect(retrieval.query_steps).toMatchObject([{ kind: 'synonyms', from: 'hotel' }]);
    expect(retrieval.query_steps?.[0]?.to.split(' ')).toContain('accommod');
    expect(retrieval.legs[0]?.query).toContain('accommod^0.5');
    const { retrieval: known } = await retrieve(outsider, { question: 'What of accommodation?' });
    expect(known.query_steps).toEqual([]);
  });

  it('stays as it is when nothing is like it', async () => {
    const { retrieval } = await retrieve(outsider, { question: 'zeppelin' });
    expect(retrieval.query_steps).toEqual([]);
  });
});

it('finds what a follow-up leans on', async () => {
  const messages = [
    { role: 'user', content: 'How much may accommodation cost?' },
    { role: 'assistant', content: '150 euros a night.' },
  ];
  const { sources, retrieval } = await retrieve(outsider, { question: 'And per week?', messages });
  expect(sources[0]).toBe('trips');
  expect(retrieval.query_steps).toMatchObject([{ kind: 'history', from: 'And per week?' }]);
});

describe('a short form that a document defines', () => {
  it('finds what has the words alone, which the trace says', async () => {
    const { sources, retrieval } = await retrieve(outsider, { question: 'Who pays for PPE?' });
    expect(sources).toEqual(expect.arrayContaining(['depot', 'gloves']));
    const step = { kind: 'acronym', from: 'PPE', to: 'Personal Protective Equipment' };
    expect(retrieval.query_steps).toContainEqual(expect.objectContaining(step));
  });

  it('stands for nothing to who may not read the definition', async () => {
    const question = 'What does a QKC cost?';
    const member = await retrieve(admin, { question, end_user: { id: 'm', groups: ['board'] } });
    expect(member.retrieval.query_steps).toMatchObject([{ kind: 'acronym', from: 'QKC' }]);
    const other = await retrieve(outsider, { question });
    expect(other.retrieval.query_steps).toEqual([]);
  });
});

describe('a question that asks two things', () => {
  const question =
    'How much does accommodation cost a night and when is breakfast paid for on a trip?';

  it('has chunks ranked for each, which the trace says', async () => {
    const { sources, retrieval } = await retrieve(outsider, { question, max_chunks: 2 });
    expect(new Set(sources)).toEqual(new Set(['trips', 'meals']));
    expect(retrieval.query_steps).toMatchObject([{ kind: 'parts', from: question }]);
  });

  it('is answered with a sentence for each', async () => {
    const { body } = await admin.post<Answer>('/v1/answers', { question });
    expect(body.answer).toContain('Accommodation costs up to 150 euros a night.');
    expect(body.answer).toContain('Breakfast is paid for on each morning of a trip.');
    expect(body.verification.verdict).toBe('verified');
  });
});

describe('a file that the question says to look in', () => {
  it('is all that is searched, which the trace says', async () => {
    const question = 'What does a night cost, according to “rates.md”?';
    const { sources, retrieval } = await retrieve(outsider, { question });
    expect(new Set(sources)).toEqual(new Set(['finance/rates.md']));
    expect(retrieval.filters).toEqual({ source: 'finance/rates.md' });
    expect(retrieval.query_steps).toMatchObject([{ kind: 'filter', to: 'finance/rates.md' }]);
  });

  it.each([
    'What does rates.md say about the price of a night in towns?',
    'In rates.md, what is the price of a night in towns?',
  ])('is no word that its chunks must hold: %s', async (question) => {
    const { retrieval, asked } = await retrieve(outsider, { question });
    const { retrieval: plain } = await retrieve(outsider, {
      question: 'The price of a night in towns?',
      filters: { source: 'finance/rates.md' },
    });
    expect(retrieval.filters).toEqual(plain.filters);
    expect(retrieval.coverage).toEqual(plain.coverage);
    expect(asked).toBe(question);
  });

  it('is asked about by its name where nothing else is', async () => {
    const { retrieval } = await retrieve(outsider, { question: 'What does rates.md say?' });
    expect(retrieval.query_steps).toMatchObject([{ kind: 'filter', from: 'rates.md' }]);
    const searched = retrieval.legs[0]?.query.split(' ');
    expect(searched).toContain('rate');
    expect(searched).not.toContain('md');
  });

  it('is quoted for what the question asks of it', async () => {
    const question = 'What does rates.md say about a night in small towns?';
    const { body } = await admin.post<Answer>('/v1/answers', { question });
    expect(body.answer).toContain('A night costs 90 euros in small towns.');
  });

  it.each([
    'What does rates.md say of a night in secret.md?',
    'What does a night cost according to secret.md?',
    'What does a night cost according to unknown.md?',
  ])('is no filter unless it is one that the reader may read: %s', async (question) => {
    const { retrieval } = await retrieve(outsider, { question });
    expect(retrieval.filters).toEqual({});
    expect(retrieval.query_steps).toEqual([]);
  });

  it('is looked for among the documents that served then', async () => {
    const question = 'What does a night cost, according to rates.md?';
    const { retrieval } = await retrieve(outsider, { question, as_of: '2020-01-01T00:00:00Z' });
    expect(retrieval.filters).toEqual({});
  });

  it.each([{ source: 'trips' }, { sources: ['trips'] }])(
    'gives way to what the request names by %o',
    async (filters) => {
      const question = 'What does a night cost, according to rates.md?';
      const { sources, retrieval } = await retrieve(outsider, { question, filters });
      expect(sources).toEqual(['trips']);
      expect(retrieval.filters).toEqual(filters);
    },
  );
});
