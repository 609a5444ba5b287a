import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REJECTED_REASONS, SELECTED_REASONS } from '../../../../contract/retrieval.ts';
import { extractTerms } from '../../../../core/text/terms.ts';
import {
  selectChunks,
  type SelectionCandidate,
  type SelectionLimits,
} from '../../../../server/retrieval/select-chunks.ts';

const LIMITS: SelectionLimits = {
  maxChunks: 4,
  maxContextTokens: 1_000,
  minFusedScore: 0.1,
  nearDuplicateThreshold: 0.9,
  maxChunksPerDocument: 2,
};

function candidateOf(text: string, overrides: Partial<SelectionCandidate> = {}) {
  const textTerms = extractTerms(text);
  const terms = new Set(textTerms);
  return {
    documentId: text,
    title: text,
    textTerms: () => textTerms,
    tokenCount: 10,
    part: 0,
    fusedScore: 0.5,
    isReranked: true,
    fusedRank: 50,
    bestLegRank: 50,
    holds: (term: string) => terms.has(term),
    ...overrides,
  };
}

const needsOf = (weights: ReadonlyMap<string, number>) => ({
  weights,
  wordOf: (term: string) => `${term}s`,
  formsOf: (term: string) => [term],
  isAsking: (term: string) => term === 'much',
});

const WORDS = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot', 'golf', 'hotel'];
const distinct = (count: number, overrides: Partial<SelectionCandidate> = {}) =>
  WORDS.slice(0, count).map((word) => candidateOf(`${word} stands alone here`, overrides));

function codesOf(
  candidates: readonly SelectionCandidate[],
  limits: Partial<SelectionLimits> = {},
  weights: ReadonlyMap<string, number> = new Map(),
) {
  return selectChunks(candidates, { ...LIMITS, ...limits }, needsOf(weights)).map(
    ({ code }) => code,
  );
}

describe('selectChunks', () => {
  it('keeps the best and rejects what comes after them', () => {
    expect(codesOf(distinct(6))).toEqual([
      ...Array.from({ length: 4 }, () => 'top_rerank'),
      'beyond_limit',
      'beyond_limit',
    ]);
  });

  it('names fusion for what the reranker did not look at', () => {
    expect(codesOf(distinct(1, { isReranked: false }))).toEqual(['top_fused']);
  });

  it('says at which stage a candidate was lost', () => {
    const late = [
      candidateOf('golf one', { fusedRank: 2 }),
      candidateOf('hotel two', { bestLegRank: 1 }),
    ];
    expect(codesOf([...distinct(4), ...late]).slice(4)).toEqual([
      'lost_in_rerank',
      'lost_in_fusion',
    ]);
  });

  it('rejects what is not above the threshold', () => {
    expect(codesOf(distinct(1, { fusedScore: 0.1 }))).toEqual(['below_threshold']);
  });

  it('collapses what says the same, and names what it repeats', () => {
    const twin = candidateOf('alpha stands alone here', { documentId: 'copy' });
    const decisions = selectChunks([...distinct(2), twin], LIMITS, needsOf(new Map()));
    expect(decisions[2]).toMatchObject({ code: 'near_duplicate', selected: false });
    expect(decisions[2]?.detail).toContain('candidate 1, "alpha stands alone here"');
  });

  it('skips what does not fit the token budget and goes on with what does', () => {
    const [first, second, third] = distinct(3);
    const large = { ...second, tokenCount: 995 } as SelectionCandidate;
    expect(codesOf([first, large, third].filter((one) => one !== undefined))).toEqual([
      'top_rerank',
      'over_token_budget',
      'top_rerank',
    ]);
  });

  it('gives one document no more than its share while others have something to say', () => {
    const own = WORDS.slice(0, 4).map((word) =>
      candidateOf(`${word} of the handbook`, { documentId: 'handbook' }),
    );
    const others = WORDS.slice(4, 7).map((word) => candidateOf(`${word} of another`));
    expect(codesOf([...own, ...others])).toEqual([
      'top_rerank',
      'top_rerank',
      'per_document_cap',
      'per_document_cap',
      'top_rerank',
      'top_rerank',
      'beyond_limit',
    ]);
  });

  it('gives places that are left to the same document', () => {
    const own = WORDS.slice(0, 4).map((word) =>
      candidateOf(`${word} of the handbook`, { documentId: 'handbook' }),
    );
    expect(codesOf(own)).toEqual(Array.from({ length: 4 }, () => 'top_rerank'));
  });

  it('gives no place that is left to what was selected in the meantime from another document', () => {
    const own = WORDS.slice(0, 3).map((word) =>
      candidateOf(`${word} of the handbook`, { documentId: 'handbook' }),
    );
    const copy = candidateOf('charlie of the handbook', { documentId: 'copy' });
    const decisions = selectChunks([...own, copy], LIMITS, needsOf(new Map()));
    expect(decisions.map(({ code }) => code)).toEqual([
      'top_rerank',
      'top_rerank',
      'near_duplicate',
      'top_rerank',
    ]);
    expect(decisions[2]?.detail).toContain('candidate 4, "charlie of the handbook"');
  });

  it('gives places that are left once to what one document says twice', () => {
    const own = ['alpha', 'bravo', 'charlie', 'charlie'].map((word) =>
      candidateOf(`${word} of the handbook`, { documentId: 'handbook' }),
    );
    expect(codesOf(own)).toEqual(['top_rerank', 'top_rerank', 'top_rerank', 'near_duplicate']);
  });

  it('gives the last place to the one that speaks of the other half of the question', () => {
    const hotel = WORDS.slice(0, 5).map((word) => candidateOf(`hotel ${word}`));
    const candidates = [...hotel, candidateOf('leave of carers')];
    const weights = new Map([
      ['hotel', 2],
      ['carer', 2],
    ]);
    const decisions = selectChunks(candidates, LIMITS, needsOf(weights));
    expect(decisions.map(({ code }) => code)).toEqual([
      'top_rerank',
      'top_rerank',
      'top_rerank',
      'diversity_dropped',
      'beyond_limit',
      'diversity_kept',
    ]);
    expect(decisions[5]?.detail).toContain('“carers”');
  });

  it('keeps the last place where the missing word only asks', () => {
    const hotel = WORDS.slice(0, 5).map((word) => candidateOf(`hotel ${word}`));
    const weights = new Map([
      ['hotel', 2],
      ['much', 2],
    ]);
    expect(codesOf([...hotel, candidateOf('as much leave as needed')], {}, weights)).not.toContain(
      'diversity_kept',
    );
  });

  it('keeps the last place where a missing word is no need of its own', () => {
    const hotel = WORDS.slice(0, 5).map((word) => candidateOf(`hotel ${word}`));
    const weights = new Map([
      ['hotel', 9],
      ['carer', 1],
    ]);
    expect(codesOf([...hotel, candidateOf('leave of carers')], {}, weights)).not.toContain(
      'diversity_kept',
    );
  });

  it('lets the parts of a question take turns, the best of each first', () => {
    const first = distinct(5);
    const second = WORDS.slice(5, 8).map((word) => candidateOf(`${word} of pay days`, { part: 1 }));
    const decisions = selectChunks([...first, ...second], LIMITS, needsOf(new Map()));
    expect(decisions.map(({ code }) => code)).toEqual([
      'top_rerank',
      'top_rerank',
      'diversity_dropped',
      'diversity_dropped',
      'diversity_dropped',
      'diversity_kept',
      'diversity_kept',
      'beyond_limit',
    ]);
    expect(decisions[5]?.detail).toContain('part 2 of the question');
  });

  it('passes the turn of a part that says nothing new on to its next', () => {
    const [best, ...others] = distinct(5);
    const copy = candidateOf('alpha stands alone here', { documentId: 'copy', part: 1 });
    const next = candidateOf('the pay day', { part: 1 });
    const candidates = [best, ...others, copy, next].filter((one) => one !== undefined);
    const codes = codesOf(candidates);
    expect(codes.slice(5)).toEqual(['near_duplicate', 'diversity_kept']);
  });

  it('gives all places to one part where the others have nothing', () => {
    const weak = candidateOf('the pay day', { part: 1, fusedScore: 0 });
    expect(codesOf([...distinct(4), weak])).toEqual([
      ...Array.from({ length: 4 }, () => 'top_rerank'),
      'below_threshold',
    ]);
  });

  it('decides on every candidate once, within all limits, whatever they are', () => {
    const candidate = fc.record({
      text: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 6 }),
      documentId: fc.constantFrom('a', 'b', 'c'),
      tokenCount: fc.integer({ min: 1, max: 600 }),
      fusedScore: fc.double({ min: 0, max: 1, noNaN: true }),
      part: fc.integer({ min: 0, max: 2 }),
    });
    const weights = new Map(WORDS.map((word, index) => [word, index + 1]));
    fc.assert(
      fc.property(
        fc.array(candidate, { maxLength: 30 }),
        fc.integer({ min: 1, max: 8 }),
        (drawn, maxChunks) => {
          const candidates = drawn
            .toSorted((left, right) => right.fusedScore - left.fusedScore)
            .map(({ text, ...rest }) => candidateOf(text.join(' '), rest));
          const decisions = selectChunks(candidates, { ...LIMITS, maxChunks }, needsOf(weights));
          expect(decisions.length).toBe(candidates.length);
          const kept = candidates.filter((_, index) => decisions[index]?.selected);
          expect(kept.length).toBeLessThanOrEqual(maxChunks);
          const tokens = kept.reduce((sum, { tokenCount }) => sum + tokenCount, 0);
          expect(tokens).toBeLessThanOrEqual(LIMITS.maxContextTokens);
          for (const { selected, code } of decisions) {
            expect(selected ? SELECTED_REASONS : REJECTED_REASONS).toContain(code);
          }
        },
      ),
    );
  });
});
