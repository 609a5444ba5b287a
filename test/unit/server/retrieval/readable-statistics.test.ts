import { describe, expect, it } from 'vitest';
import type { Place } from '../../../../db/queries/search-lexical.ts';
import type { SearchScope } from '../../../../db/queries/search-scope.ts';
import { readableStatistics } from '../../../../server/retrieval/readable-statistics.ts';

const STATISTICS = {
  chunkCount: 100,
  holderCounts: new Map([
    ['vault', 20],
    ['heron', 3],
  ]),
};

const SCOPE: SearchScope = {
  reader: { clearance: 'internal', groups: [], collections: '*' },
  collections: null,
  filters: {},
  asOf: null,
  depth: 2,
};

/** Hits that hold these terms, of an index in which the reader may read of others as told. */
function search(hits: readonly (readonly string[])[], readable: readonly string[]) {
  const asked: { readonly terms: readonly string[]; readonly place: Place }[] = [];
  const rows = {
    found: hits.map((matchedTerms, chunkNumber) => ({
      chunkNumber,
      score: 1,
      matchedTerms,
      contributions: [],
    })),
    statistics: STATISTICS,
    findReadable: async (terms: readonly string[], place: Place) => {
      asked.push({ terms, place });
      return new Set(terms.filter((term) => readable.includes(term)));
    },
  };
  return { rows, asked };
}

const only = (term: string) =>
  new Map([...STATISTICS.holderCounts].filter(([one]) => one === term));

describe('readableStatistics', () => {
  it('keeps all counts where every word was found, and looks at nothing', async () => {
    const { rows, asked } = search([['vault'], ['heron']], []);

    expect(await readableStatistics(rows, SCOPE)).toEqual(STATISTICS);
    expect(asked).toEqual([]);
  });

  it('takes a word for one that stands nowhere when all that may be read lacks it', async () => {
    const { rows, asked } = search([['vault']], ['heron']);
    const { chunkCount, holderCounts } = await readableStatistics(rows, SCOPE);

    expect({ chunkCount, holderCounts }).toEqual({ chunkCount: 100, holderCounts: only('vault') });
    expect(asked).toEqual([]);
  });

  it('looks for a word that better hits may have kept out, and keeps its count when it may be read', async () => {
    const { rows, asked } = search([['vault'], ['vault']], ['heron']);

    expect(await readableStatistics(rows, SCOPE)).toEqual(STATISTICS);
    expect(asked.map(({ terms }) => terms)).toEqual([['heron']]);
  });

  it('forgets a word that better hits may have kept out when it may not be read', async () => {
    const { rows } = search([['vault'], ['vault']], []);

    expect((await readableStatistics(rows, SCOPE)).holderCounts).toEqual(only('vault'));
  });

  it.each([{ collections: ['handbook'] }, { filters: { source: 'handbook' } }])(
    'counts a word that may be read outside of what is searched (%j)',
    async (part) => {
      const { rows, asked } = search([['vault']], ['heron']);

      expect(await readableStatistics(rows, { ...SCOPE, ...part })).toEqual(STATISTICS);
      expect(asked).toEqual([{ terms: ['heron'], place: { collections: null, filters: {} } }]);
    },
  );
});
