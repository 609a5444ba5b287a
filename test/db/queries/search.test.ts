import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Classification } from '../../../contract/classification.ts';
import { extractTerms } from '../../../core/text/terms.ts';
import { findCandidateChunks } from '../../../db/queries/find-candidate-chunks.ts';
import { retireDocument } from '../../../db/queries/retire-document.ts';
import type { Reader } from '../../../db/queries/readable.ts';
import { searchDense } from '../../../db/queries/search-dense.ts';
import { searchLexical } from '../../../db/queries/search-lexical.ts';
import type { SearchScope } from '../../../db/queries/search-scope.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import {
  publishTexts,
  seedCollection,
  seedWorkspace,
  vectorOf,
  type SeededWorkspace,
} from './seed-workspace.ts';

const STAFF: Reader = { clearance: 'internal', groups: [], collections: '*' };
const OWNERS = ['hr', 'it', 'legal'] as const;
const EVERYONE: Reader = { clearance: 'restricted', groups: OWNERS, collections: '*' };
const LEVELS: readonly Classification[] = ['public', 'internal', 'confidential', 'restricted'];
const TOPICS = ['vpn access', 'annual leave', 'payroll run', 'vpn payroll', 'badge leave vpn'];

interface Stored {
  readonly number: number;
  readonly text: string;
  readonly classification: Classification;
  readonly acl: readonly string[];
  readonly tags: readonly string[];
  readonly source: string;
}

let opened: TestDatabase;
let workspace: SeededWorkspace;
let stored: readonly Stored[];

beforeAll(async () => {
  opened = await openTestDatabase();
  workspace = await seedWorkspace(opened.database, 'searching');
  for (let index = 0; index < 24; index += 1) {
    const topic = TOPICS[index % TOPICS.length] ?? '';
    await publishTexts(opened.database, workspace, {
      source: `document-${index}`,
      texts: [
        `${topic} in case ${index} ${'filler words '.repeat(index % 4)}`,
        `${topic} ${topic} again, number ${index * 7}`,
      ],
      classification: LEVELS[index % 4] ?? 'public',
      acl: index % 3 === 0 ? [OWNERS[(index / 3) % 3] ?? 'hr'] : [],
      tags: index % 2 === 0 ? ['even'] : ['odd', 'prime'],
    });
  }
  const gone = await publishTexts(opened.database, workspace, {
    source: 'gone',
    texts: ['vpn vpn vpn retired'],
  });
  await retireDocument(workspace.database, gone.documentId);
  stored = (
    await opened.database.pool.query<Stored>(
      `select c.number::int, c.text, d.classification, d.acl, d.tags, d.source
       from chunks c join documents d on d.workspace_id = c.workspace_id and d.id = c.document_id
       where c.is_live order by c.number`,
    )
  ).rows;
});
afterAll(() => opened.close());

function scopeOf(scope: Partial<SearchScope> = {}): SearchScope {
  return { reader: EVERYONE, collections: null, filters: {}, asOf: null, depth: 1_000, ...scope };
}

interface Scored {
  readonly chunkNumber: number;
  readonly score: number;
}

/** Restricted clearance reaches all; a listed group must be held. */
function mayRead(reader: Reader, chunk: Stored): boolean {
  const isCleared = LEVELS.indexOf(chunk.classification) <= LEVELS.indexOf(reader.clearance);
  return isCleared && (chunk.acl.length === 0 || chunk.acl.some((g) => reader.groups.includes(g)));
}

/** BM25 from its definition, in double precision, over the live chunks. */
function bm25(query: readonly string[]): readonly Scored[] {
  const documents = stored.map((chunk) => ({ ...chunk, terms: extractTerms(chunk.text) }));
  const average = documents.reduce((sum, { terms }) => sum + terms.length, 0) / documents.length;
  const scored = documents.map(({ number, terms }) => {
    const score = query.reduce((sum, term) => {
      const holders = documents.filter((other) => other.terms.includes(term)).length;
      const idf = Math.log(1 + (documents.length - holders + 0.5) / (holders + 0.5));
      const frequency = terms.filter((other) => other === term).length;
      const damping = 1.2 * (1 - 0.75 + (0.75 * terms.length) / average);
      return sum + (idf * frequency * (1.2 + 1)) / (frequency + damping);
    }, 0);
    return { chunkNumber: number, score };
  });
  return ranked(scored.filter(({ score }) => score > 0));
}

function cosine(question: Float32Array): readonly Scored[] {
  const scored = stored.map(({ number, text }) => {
    const vector = vectorOf(text);
    return {
      chunkNumber: number,
      score: vector.reduce((sum, value, at) => sum + value * (question[at] ?? 0), 0),
    };
  });
  return ranked(scored);
}

function ranked(rows: readonly Scored[]): readonly Scored[] {
  return rows.toSorted((a, b) => b.score - a.score || a.chunkNumber - b.chunkNumber);
}

function lexical(query: readonly string[], scope: Partial<SearchScope> = {}) {
  return searchLexical(workspace.database, {
    weights: new Map(query.map((term) => [term, 1])),
    scope: scopeOf(scope),
  });
}

function dense(question: string, scope: Partial<SearchScope> = {}) {
  const { profile } = workspace;
  const vector = vectorOf(question);
  return searchDense(workspace.database, { profile, vector, scope: scopeOf(scope) });
}

/**
 * What is wrong with a ranking, in words. The database scores in `real`, or from vectors of half precision:
 * scores that are nearly equal may swap places.
 */
function problemsOf(found: readonly Scored[], wanted: readonly Scored[]): readonly string[] {
  const scores = new Map(wanted.map((row) => [row.chunkNumber, row.score]));
  const isNear = (score: number, other = Number.NaN) => Math.abs(score - other) < 0.001;
  const wrong = found.filter(({ chunkNumber, score }, rank) => {
    return !isNear(score, scores.get(chunkNumber)) || !isNear(score, wanted[rank]?.score);
  });
  return [
    ...wrong.map((row) => `chunk ${row.chunkNumber} has ${row.score}`),
    ...(found.length === wanted.length ? [] : [`${found.length} of ${wanted.length} rows`]),
  ];
}

describe('searchLexical', () => {
  it.each<[string, Reader]>([
    ['of everything', EVERYONE],
    ['of what is internal', STAFF],
    ['of nothing', { ...EVERYONE, collections: [] }],
  ])('tells a reader %s which words stand where they may read', async (_, reader) => {
    const terms = ['vpn', 'payrol', 'badg', '7', '21', '147'];
    const { findReadable } = await lexical([...terms, 'unheard'], { reader });

    const readable = reader.collections === '*' ? stored.filter((row) => mayRead(reader, row)) : [];
    const held = new Set(readable.flatMap((row) => extractTerms(row.text)));
    const everywhere = { collections: null, filters: {} };
    expect(await findReadable([...terms, 'unheard'], everywhere)).toEqual(
      new Set(terms.filter((term) => held.has(term))),
    );
  });

  it.each([[['vpn']], [['vpn', 'payrol']], [['leav', 'badg', 'case', 'number']], [['filler']]])(
    'scores %j as BM25 is defined',
    async (query) => {
      const wanted = bm25(query);
      expect(wanted.length).toBeGreaterThan(0);
      expect(problemsOf((await lexical(query)).found, wanted)).toEqual([]);
    },
  );

  it('counts a weighted term so many times', async () => {
    const once = await lexical(['vpn']);
    const twice = await searchLexical(workspace.database, {
      weights: new Map([['vpn', 2]]),
      scope: scopeOf(),
    });
    const doubled = once.found.map((row) => ({ ...row, score: row.score * 2 }));
    expect(problemsOf(twice.found, doubled)).toEqual([]);
  });

  it('names the matched terms, the rarest first', async () => {
    const { found } = await lexical(['vpn', 'badg']);
    expect(found[0]?.matchedTerms).toEqual(['badg', 'vpn']);
  });

  it('finds nothing for terms that stand nowhere, and none for no terms', async () => {
    expect(await lexical(['zebra'])).toMatchObject({ found: [], unreadable: [] });
    expect(await lexical([])).toMatchObject({ found: [], unreadable: [] });
  });

  it('does not count a retired chunk', async () => {
    expect(await lexical(['retir'])).toMatchObject({ found: [], unreadable: [] });
    const { statistics } = await lexical(['vpn', 'retir']);
    expect(statistics).toEqual({
      chunkCount: stored.length,
      holderCounts: new Map([['vpn', bm25(['vpn']).length]]),
    });
  });
});

describe('searchDense', () => {
  it('equals a brute-force scan', async () => {
    for (const question of ['vpn', 'how much leave', 'payroll 7']) {
      const { found } = await dense(question);
      expect(problemsOf(found, cosine(vectorOf(question)))).toEqual([]);
    }
  });

  it('sees only vectors of the profile that is asked for', async () => {
    const other = await seedCollection(workspace.database, 'other-profile', {
      ...workspace.profile,
      version: '2',
    });
    const found = await searchDense(workspace.database, {
      profile: other.profile,
      vector: vectorOf('vpn'),
      scope: scopeOf(),
    });
    expect(found).toMatchObject({ found: [], unreadable: [] });
  });
});

describe.each([
  { leg: 'lexical', search: (scope: Partial<SearchScope>) => lexical(['vpn'], scope) },
  { leg: 'dense', search: (scope: Partial<SearchScope>) => dense('vpn', scope) },
])('access in the $leg leg', ({ leg, search }) => {
  const everything = () => (leg === 'lexical' ? bm25(['vpn']) : cosine(vectorOf('vpn')));
  const readers: readonly Reader[] = [
    STAFF,
    { clearance: 'public', groups: ['hr'], collections: '*' },
    { clearance: 'restricted', groups: [], collections: '*' },
    { clearance: 'confidential', groups: ['it', 'legal'], collections: ['handbook'] },
    { clearance: 'restricted', groups: ['hr', 'it', 'legal'], collections: '*' },
  ];

  it('gives each reader all that they may read and nothing else', async () => {
    for (const reader of readers) {
      const readable = new Set(
        stored.filter((chunk) => mayRead(reader, chunk)).map((c) => c.number),
      );
      const { found, unreadable } = await search({ reader });
      const [allowed, refused] = [everything(), everything()].map((rows, isRefused) =>
        rows.filter((row) => readable.has(row.chunkNumber) === (isRefused === 0)),
      );
      expect(problemsOf(found, allowed ?? [])).toEqual([]);
      expect(found.every((row) => readable.has(row.chunkNumber))).toBe(true);
      expect(new Set(unreadable)).toEqual(new Set(refused?.map((row) => row.chunkNumber)));
    }
  });

  it('fills the depth however many better chunks may not be read', async () => {
    const { found, unreadable } = await search({ reader: STAFF, depth: 5 });
    expect(found).toHaveLength(5);
    const best = everything().slice(0, 5);
    const hidden = best.filter((row) =>
      stored.some((chunk) => chunk.number === row.chunkNumber && !mayRead(STAFF, chunk)),
    );
    expect(unreadable).toHaveLength(hidden.length);
  });

  it('finds nothing in a collection that the key may not read', async () => {
    const { found, unreadable } = await search({ reader: { ...EVERYONE, collections: ['other'] } });
    expect(found).toEqual([]);
    expect(unreadable).toHaveLength(everything().length);
  });

  it('searches only what the filters let through', async () => {
    const sourcesOf = async (scope: Partial<SearchScope>) => {
      const { found } = await search(scope);
      const numbers = new Set(found.map((row) => row.chunkNumber));
      return new Set(stored.filter((c) => numbers.has(c.number)).map((chunk) => chunk.source));
    };
    expect(await sourcesOf({ filters: { source: 'document-3' } })).toEqual(new Set(['document-3']));
    expect(
      await sourcesOf({ filters: { sources: ['document-3', 'nowhere', 'document-5'] } }),
    ).toEqual(new Set(['document-3', 'document-5']));
    const odd = await sourcesOf({ filters: { tags: ['prime', 'odd'] } });
    expect([...odd].every((source) => Number(source.split('-')[1]) % 2 === 1)).toBe(true);
    expect(odd.size).toBeGreaterThan(0);
    expect(await sourcesOf({ filters: { tags: ['odd', 'even'] } })).toEqual(new Set());
    expect(await sourcesOf({ filters: { mime: 'text/html' } })).toEqual(new Set());
    expect(await sourcesOf({ collections: ['nowhere'] })).toEqual(new Set());
    expect((await sourcesOf({ collections: ['handbook'] })).size).toBeGreaterThan(0);
  });
});

describe('findCandidateChunks', () => {
  it('checks access again and leaves out what no longer serves', async () => {
    const numbers = stored.map((chunk) => chunk.number);
    const all = await findCandidateChunks(workspace.database, {
      numbers,
      reader: STAFF,
      asOf: null,
    });
    const readable = stored.filter((chunk) => mayRead(STAFF, chunk)).map((chunk) => chunk.number);
    expect(new Set(all.keys())).toEqual(new Set(readable));
    const { rows } = await opened.database.pool.query<{ number: number }>(
      'select number::int from chunks where not is_live',
    );
    const retired = rows.map((row) => row.number);
    expect(retired).toHaveLength(1);
    const none = await findCandidateChunks(workspace.database, {
      numbers: retired,
      reader: EVERYONE,
      asOf: null,
    });
    expect(none.size).toBe(0);
  });

  it('checks access of what it has read before, and says the same of it', async () => {
    const wanted = { numbers: stored.map((chunk) => chunk.number), asOf: null };
    const first = await findCandidateChunks(workspace.database, { ...wanted, reader: EVERYONE });
    const again = await findCandidateChunks(workspace.database, { ...wanted, reader: EVERYONE });
    expect(again).toEqual(first);
    expect([...first.values()].map(({ text }) => text).toSorted()).toEqual(
      stored.map(({ text }) => text).toSorted(),
    );
    const staff = await findCandidateChunks(workspace.database, { ...wanted, reader: STAFF });
    const readable = stored.filter((chunk) => mayRead(STAFF, chunk)).map((chunk) => chunk.number);
    expect(new Set(staff.keys())).toEqual(new Set(readable));
    const stranger = await seedWorkspace(opened.database, 'strangers');
    const theirs = await findCandidateChunks(stranger.database, { ...wanted, reader: EVERYONE });
    expect(theirs.size).toBe(0);
  });
});
