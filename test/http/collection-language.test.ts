import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Collection, ReindexOutcome } from '../../contract/collection.ts';
import type { Candidate, RetrieveResponse } from '../../contract/retrieval.ts';
import type { TraceResponse } from '../../contract/trace.ts';
import { createClient, type TestClient } from '../support/client.ts';
import { startFootnote, type RunningFootnote } from '../support/start-footnote.ts';

let footnote: RunningFootnote;
let admin: TestClient;

beforeAll(async () => {
  footnote = await startFootnote();
  admin = createClient(footnote, footnote.adminKey);
  await admin.post('/v1/collections', { name: 'personal', language: 'de' });
  await admin.post('/v1/collections', { name: 'conges', language: 'fr' });
  await admin.ingest([
    german('fristen', 'Fristen', 'Eine Kündigung wird nach drei Monaten wirksam.'),
    german('urlaub', 'Urlaub', 'Jeder Arbeitnehmer hat dreißig Urlaubstage, die er beantragt.'),
    german('reisen', 'Reisen', 'Die BKR (Betriebliche Kostenregelung) gilt für alle Reisen.'),
    german('hotel', 'Hotels', 'Betriebliche Kostenregelungen decken ein Zimmer bis 120 Euro.'),
    french('maladie', 'Maladie', 'Les frais des salariés malades sont remboursés chaque mois.'),
    french('preavis', 'Préavis', 'Le préavis dure deux mois pour les cadres.'),
    { title: 'Notice', source: 'notice', text: 'The notice period of employees is one month.' },
    { title: 'Form', source: 'form', text: 'Form HR-4031 asks for leave. Die casting is loud.' },
  ]);
});
afterAll(() => footnote.stop());

const german = (source: string, title: string, text: string) => ({
  source,
  title,
  text,
  collection: 'personal',
});
const french = (source: string, title: string, text: string) => ({
  source,
  title,
  text,
  collection: 'conges',
});

async function retrieve(request: { question: string; collections?: string[]; as_of?: string }) {
  const { body } = await admin.post<RetrieveResponse>('/v1/retrieve', request);
  const trace = await admin.get<TraceResponse>(`/v1/traces/${body.id}`);
  if (!('retrieval' in trace.body)) throw new Error('The trace has no retrieval.');
  const matched = (source: string) =>
    [...body.chunks, ...body.rejected].find((each: Candidate) => each.source === source)?.scores
      .lexical;
  return { sources: body.chunks.map(({ source }) => source), matched, trace: trace.body.retrieval };
}

describe('a question for a German collection', () => {
  it.each([
    ['Welche Frist gilt bei Kündigungen?', 'fristen'],
    ['Wie viel Urlaubstag hat ein Arbeitnehmers im Jahr?', 'urlaub'],
    ['Wann wurde eine Reise beantragt?', 'reisen'],
  ])('finds other forms of its words: %s', async (question, source) => {
    const { sources, trace } = await retrieve({ question, collections: ['personal'] });
    expect(sources[0]).toBe(source);
    expect(trace.languages).toEqual(['de']);
  });

  it('has its words corrected by those of the language', async () => {
    const { sources, trace } = await retrieve({
      question: 'Wann wird eine Kündigung wirksaam?',
      collections: ['personal'],
    });
    expect(sources[0]).toBe('fristen');
    expect(trace.query_steps).toMatchObject([{ kind: 'spelling', to: 'wirksam' }]);
  });

  it('takes the words along that its short form stands for, as the language reads them', async () => {
    const { sources, matched, trace } = await retrieve({
      question: 'Was deckt die BKR im Hotel?',
      collections: ['personal'],
    });
    expect(sources).toContain('hotel');
    expect(trace.query_steps).toContainEqual({
      kind: 'acronym',
      from: 'BKR',
      to: 'Betriebliche Kostenregelung',
      reason: expect.any(String),
    });
    expect(matched('hotel')?.terms?.map(({ term }) => term)).toContain('kostenregel');
  });
});

describe('a question for collections of several languages', () => {
  it('is read in each, and says of each term what it added', async () => {
    const { matched, trace } = await retrieve({ question: 'Kündigungen and employee preavis' });
    expect(trace.languages).toEqual(['en', 'de', 'fr']);
    expect(matched('fristen')?.terms).toMatchObject([{ term: 'kundig' }]);
    expect(matched('notice')?.terms).toMatchObject([{ term: 'employe' }]);
    expect(matched('preavis')?.terms).toMatchObject([{ term: 'preav' }]);
  });

  it('covers a word that stands in one language only', async () => {
    const { trace } = await retrieve({ question: 'Les salariés malades' });
    expect(trace.coverage).toEqual({ share: 1, missing: [] });
  });

  it('counts an identifier once, whatever the languages', async () => {
    const { sources, matched } = await retrieve({ question: 'Was ist HR-4031?' });
    expect(sources[0]).toBe('form');
    const terms = matched('form')?.terms?.map(({ term }) => term) ?? [];
    expect(terms).toContain('hr-4031');
    expect(new Set(terms).size).toBe(terms.length);
  });
});

describe('a collection whose language is changed', () => {
  async function change(name: string, fields: object) {
    const response = await fetch(`${footnote.url}/v1/collections/${name}`, {
      method: 'PATCH',
      headers: { authorization: `Bearer ${admin.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    });
    return { status: response.status, body: (await response.json()) as ReindexOutcome };
  }

  it('is read anew in a run, keeps its vectors, and is found as it was before', async () => {
    await admin.ingest([
      { ...german('late', 'Verträge', 'Verträge enden mit Kündigungen.'), collection: 'late' },
    ]);
    const asked = { question: 'Wann gilt eine Kündigung?', collections: ['late'] };
    const before = await retrieve(asked);
    expect(before.matched('late')?.terms?.map(({ term }) => term)).not.toContain('kundig');
    const then = new Date().toISOString();

    const dry = await change('late', { language: 'de', dry_run: true });
    expect(dry.body).toMatchObject({
      run_id: null,
      plan: {
        documents: 1,
        chunks: { affected: 1, kept: 0 },
        tokens_to_embed: 0,
        reasons: { language: 1, chunking: 0 },
      },
      collection: { language: 'en' },
    });
    const { status, body } = await change('late', { language: 'de' });
    expect(status).toBe(202);
    if (body.run_id === null) throw new Error('Nothing was begun.');
    expect(await admin.finishRun(body.run_id)).toMatchObject({
      status: 'succeeded',
      chunks: { added: 1, retired: 1 },
      stale_answers: 0,
    });

    const collection = await admin.get<Collection>('/v1/collections/late');
    expect(collection.body).toMatchObject({ language: 'de', stale_index: { documents: 0 } });
    const after = await retrieve(asked);
    expect(after.trace.languages).toEqual(['de']);
    expect(after.matched('late')?.terms?.map(({ term }) => term)).toContain('kundig');
    const earlier = await retrieve({ ...asked, question: 'Kündigungen', as_of: then });
    expect(earlier.trace.languages).toEqual(['en', 'de']);
    expect(earlier.matched('late')?.terms).toMatchObject([{ term: 'kundigungen' }]);
  });

  it('is stale until it has been read again, and found meanwhile', async () => {
    await admin.ingest([
      { ...german('old', 'Zeugnis', 'Zeugnisse kommen im Juni.'), collection: 'half' },
    ]);
    await footnote.database.pool.query(
      `update collections set language = 'de', former_languages = '{en}' where name = 'half'`,
    );
    const { body } = await admin.get<Collection>('/v1/collections/half');
    expect(body.stale_index).toMatchObject({ documents: 1, reasons: { language: 1 } });
    const { sources, trace } = await retrieve({ question: 'Zeugnisse', collections: ['half'] });
    expect(sources).toEqual(['old']);
    expect(trace.languages).toEqual(['en', 'de']);
  });

  it('is refused a language that has no stemmer', async () => {
    const { status } = await change('personal', { language: 'xx' });
    expect(status).toBe(422);
  });
});
