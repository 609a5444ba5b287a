import { describe, expect, it } from 'vitest';
import { Citation, Claim, Verification } from '../../../../contract/verification.ts';
import { verifyAnswer } from '../../../../server/verification/verify-answer.ts';
import { ANNUAL, CARERS, chunkOf, EXPENSES } from './evidence.ts';

const evidence = [CARERS, ANNUAL, EXPENSES];

function verify(answer: string, chunks = evidence) {
  return verifyAnswer({ answer, evidence: chunks });
}

function verdictsOf(answer: string, chunks = evidence) {
  return verify(answer, chunks).claims.map(({ verdict }) => verdict);
}

function codesOf(answer: string, chunks = evidence) {
  return verify(answer, chunks).claims.flatMap(({ reasons }) => reasons.map(({ code }) => code));
}

function statusesOf(answer: string, chunks = evidence) {
  return verify(answer, chunks).citations.map(({ marker, status }) => [marker, status]);
}

describe('verifyAnswer', () => {
  it('supports a sentence that stands in its chunk word for word', () => {
    const answer = "You get 5 days of carer's leave a year. [1]";
    const { claims, citations, verification } = verify(answer);
    const start = 1000 + CARERS.text.indexOf('You get 5');
    const place = {
      chunk_id: CARERS.chunk_id,
      document_id: CARERS.document_id,
      document_version: 1,
      char_start: start,
      char_end: start + 39,
    };
    expect(claims).toEqual([
      {
        index: 0,
        text: "You get 5 days of carer's leave a year",
        char_start: 0,
        char_end: 38,
        markers: [1],
        verdict: 'supported',
        p_supported: 0.99,
        reasons: [{ code: 'covered', text: 'The cited text says so word for word.' }],
        unsupported_spans: [],
        evidence: [place],
      },
    ]);
    expect(citations).toEqual([
      {
        marker: 1,
        ...place,
        title: 'Leave policy',
        source: 'hr/1.md',
        heading_path: ['Leave', "Carer's leave"],
        page: null,
        quote: "You get 5 days of carer's leave a year.",
        status: 'sufficient',
      },
    ]);
    expect(verification).toEqual({
      verdict: 'verified',
      verifier: 'builtin-7',
      citation_precision: 1,
      citation_recall: 1,
      unsupported_claims: 0,
    });
  });

  it('supports a paraphrase that the chunk covers', () => {
    expect(verdictsOf('Annual leave is twenty-five days a year [2].')).toEqual(['supported']);
    expect(verdictsOf('After five years of service, annual leave rises to 28 days [2].')).toEqual([
      'supported',
    ]);
  });

  it('gives results of the shapes in the contract', () => {
    const { claims, citations, verification } = verify(
      'Hello! You get 10 days [1][9]. Who asks? Dogs are welcome [2].',
    );
    expect(Claim.array().parse(claims)).toEqual(claims);
    expect(Citation.array().parse(citations)).toEqual(citations);
    expect(Verification.parse(verification)).toEqual(verification);
  });

  it('says where a quote stands in the stored text of the document', () => {
    const text = `${'x'.repeat(1000)}${CARERS.text}`;
    for (const citation of verify('It is unpaid [1]. Tell your manager first [1].').citations) {
      expect(text.slice(citation.char_start ?? 0, citation.char_end ?? 0)).toBe(citation.quote);
    }
  });
});

describe('typed rules', () => {
  it.each([
    [
      'a number that is nowhere',
      "You get 10 days of carer's leave a year [1].",
      'contradicted',
      'number_novel',
    ],
    [
      'a number of something else',
      'Annual leave is 28 days a year [2].',
      'contradicted',
      'number_swapped',
    ],
    [
      'another unit',
      "You get 5 weeks of carer's leave a year [1].",
      'contradicted',
      'unit_changed',
    ],
    [
      'another currency amount',
      'Hotels in London cost at most £195 per night [3].',
      'contradicted',
      'number_novel',
    ],
    [
      'another date',
      'Up to 5 days may be carried over before 31 May 2026 [2].',
      'contradicted',
      'date_mismatch',
    ],
    [
      'an added "not"',
      'Annual leave is not 25 days a year [2].',
      'contradicted',
      'negation_flipped',
    ],
    ['a dropped "not"', 'You need to give evidence [1].', 'contradicted', 'negation_flipped'],
    [
      'an opposite',
      'Up to 5 days may be carried over after 31 March 2026 [2].',
      'contradicted',
      'antonym',
    ],
    [
      'an error code that is nowhere',
      'Annual leave is 25 days a year under HR-77 [2].',
      'partially_supported',
      'number_novel',
    ],
    [
      'a name that is nowhere',
      'Annual leave at Barclays is 25 days a year [2].',
      'partially_supported',
      'entity_novel',
    ],
    [
      'an invented quotation',
      'The policy says "every parrot must be registered with the bank" [1].',
      'unsupported',
      'quote_fabricated',
    ],
    [
      'a quotation from another chunk',
      'It says "annual leave is 25 days a year" [1].',
      'unsupported',
      'quote_misattributed',
    ],
    [
      'a quotation with another word',
      'It says "you get 5 days of paid carer\'s leave a year" [1].',
      'partially_supported',
      'quote_altered',
    ],
  ])('notices %s', (...[, answer, verdict, code]) => {
    expect(verdictsOf(answer)).toEqual([verdict]);
    expect(codesOf(answer)).toContain(code);
  });

  it.each([
    ['digits for a word', 'It rises to 28 days after 5 years of service [2].'],
    ['a word for digits', "You get five days of carer's leave a year [1]."],
    ['markdown around a number', "You get **5** days of carer's leave a year [1]."],
    ['an acronym that the chunk spells out', 'The WHO advises travellers [3].'],
    ['a quotation as it stands', 'It says "you get 5 days of carer’s leave a year" [1].'],
    ['a date in another order', 'Up to 5 days may be carried over before March 31, 2026 [2].'],
    ['a source named in words', 'According to document 2, annual leave is 25 days a year [2].'],
    [
      'a number that only the title holds',
      'Under the Expenses policy, hotels in London cost at most £185 per night [3].',
    ],
  ])('accepts %s', (_, answer) => {
    expect(verdictsOf(answer)).toEqual(['supported']);
  });

  it('names a safe conversion as derived', () => {
    expect(verdictsOf('Access lasts 14 days [3].')).toEqual(['supported']);
    expect(codesOf('Access lasts 14 days [3].')).toContain('derived_value');
    expect(verdictsOf('Access lasts 15 days [3].')).toEqual(['unsupported']);
  });

  it('marks the words that the chunk does not have', () => {
    const answer = 'Annual leave at Barclays is 25 days a year [2].';
    const spans = verify(answer).claims.flatMap(({ unsupported_spans }) => unsupported_spans);
    expect(spans.map(({ char_start, char_end }) => answer.slice(char_start, char_end))).toEqual([
      'at Barclays',
    ]);
  });
});

describe('citations', () => {
  it('tells sufficient, redundant, irrelevant and dangling ones apart', () => {
    const copy = chunkOf(4, ANNUAL.text);
    expect(statusesOf('Annual leave is 25 days a year [1][2][4][7].', [...evidence, copy])).toEqual(
      [
        [1, 'irrelevant'],
        [2, 'sufficient'],
        [4, 'redundant'],
        [7, 'dangling'],
      ],
    );
  });

  it('finds two chunks necessary that support a claim only together', () => {
    const first = chunkOf(1, 'Harbourgate needs the posture service.', { title: 'A' });
    const second = chunkOf(2, 'Falconbridge needs the ledger certificate.', { title: 'B' });
    const answer =
      'Harbourgate needs the posture service and Falconbridge needs the ledger certificate [1][2].';
    expect(verdictsOf(answer, [first, second])).toEqual(['supported']);
    expect(codesOf(answer, [first, second])).toContain('split_evidence');
    expect(statusesOf(answer, [first, second])).toEqual([
      [1, 'necessary'],
      [2, 'necessary'],
    ]);
  });

  it('names the chunk that would have been right', () => {
    const answer = 'Annual leave is 25 days a year [1].';
    expect(verdictsOf(answer)).toEqual(['unsupported']);
    expect(codesOf(answer)).toContain('wrong_chunk');
    expect(statusesOf(answer)).toEqual([[1, 'misattributed']]);
  });

  it('does not support a claim whose only marker names no chunk', () => {
    const { claims, citations, verification } = verify('Annual leave is 25 days a year [9].');
    expect(claims).toMatchObject([
      { verdict: 'unsupported', markers: [9], reasons: [{ code: 'marker_dangling' }] },
    ]);
    expect(citations).toMatchObject([
      { marker: 9, chunk_id: null, quote: null, status: 'dangling' },
    ]);
    expect(verification.verdict).toBe('unverified');
  });

  it('verifies an answer only in part that also cites what does not exist', () => {
    const { claims, verification } = verify('Annual leave is 25 days a year [2][7].');
    expect(claims).toMatchObject([{ verdict: 'supported' }]);
    expect(verification).toMatchObject({ verdict: 'partly_verified', unsupported_claims: 0 });
  });

  it('counts precision and recall as ALCE does', () => {
    const { verification } = verify(
      'Annual leave is 25 days a year [2][3]. Dogs may be brought on Fridays [1]. It is unpaid [1].',
    );
    expect(verification).toEqual({
      verdict: 'partly_verified',
      verifier: 'builtin-7',
      citation_precision: 0.5,
      citation_recall: 0.6667,
      unsupported_claims: 1,
    });
  });
});
