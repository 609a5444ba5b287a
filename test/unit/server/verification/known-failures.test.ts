import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyAnswer } from '../../../../server/verification/verify-answer.ts';
import { ANNUAL, CARERS, chunkOf, EXPENSES } from './evidence.ts';

const evidence = [CARERS, ANNUAL, EXPENSES];

function verify(answer: string, chunks = evidence) {
  return verifyAnswer({ answer, evidence: chunks });
}

function claimsOf(answer: string, chunks = evidence) {
  return verify(answer, chunks).claims.map(({ text, verdict, markers }) => ({
    text,
    verdict,
    markers,
  }));
}

/** Failures that other verifiers were reported for; each must not happen here. */
describe('failures known from elsewhere', () => {
  it('gives an answer without claims no score at all, and never NaN', () => {
    for (const answer of ['', ' \n ', 'Hello!', '???', '[1]', '- \n- ']) {
      const { claims, verification } = verify(answer);
      expect(verification).toMatchObject({
        verdict: 'not_applicable',
        citation_recall: null,
        unsupported_claims: 0,
      });
      expect(
        claims.every(
          ({ verdict, p_supported }) => verdict === 'not_a_claim' && Number.isFinite(p_supported),
        ),
      ).toBe(true);
    }
  });

  it('supports nothing when there is no evidence', () => {
    const { claims, verification } = verify('Annual leave is 25 days a year [1].', []);
    expect(claims).toMatchObject([{ verdict: 'unsupported' }]);
    expect(verification).toMatchObject({ verdict: 'unverified', citation_recall: 0 });
  });

  it('treats an abstention as an absence, not as a failed claim', () => {
    for (const answer of [
      'I could not find an answer to this in the documents.',
      'The documents do not mention parking permits.',
      'There is no information about parking permits.',
      'Parking permits are not mentioned in the documents.',
    ]) {
      const { claims, verification } = verify(answer);
      expect(claims).toMatchObject([
        { verdict: 'absence_claim', reasons: [{ code: 'absence_confirmed' }] },
      ]);
      expect(verification.verdict).toBe('not_applicable');
    }
  });

  it('gives a claim of one unknown word no benefit of the doubt', () => {
    const [claim] = verify('It is paid [1].', [chunkOf(1, 'Bring your own lunch.')]).claims;
    expect(claim).toMatchObject({ verdict: 'unsupported' });
    expect(claim?.p_supported).toBeLessThan(0.1);
  });

  it('does not let an invented rule pass as silence', () => {
    for (const answer of [
      'It does not include weekends [1].',
      'The policy does not cover dental treatment [2].',
      'Managers cannot provide references to dentists [2].',
    ]) {
      expect(verify(answer).verification).toMatchObject({
        verdict: 'unverified',
        unsupported_claims: 1,
      });
    }
  });

  it('checks a silence that a chunk states like any other claim', () => {
    const chunk = chunkOf(1, 'This information does not cover contractors.');
    expect(claimsOf('This information does not cover contractors. [1]', [chunk])).toMatchObject([
      { verdict: 'supported' },
    ]);
  });

  it('does not believe an absence that the evidence disproves', () => {
    const { claims, verification } = verify("The documents do not mention carer's leave a year.");
    expect(claims).toMatchObject([
      { verdict: 'absence_claim', reasons: [{ code: 'absence_false' }] },
    ]);
    expect(verification).toMatchObject({ verdict: 'unverified', unsupported_claims: 1 });
  });

  it('does not split claims at abbreviations and decimals', () => {
    const chunk = chunkOf(1, 'Exhibit No. 4 costs £3.50, e.g. for Mr. Smith.');
    expect(claimsOf('Exhibit No. 4 costs £3.50, e.g. for Mr. Smith [1].', [chunk])).toEqual([
      { text: 'Exhibit No. 4 costs £3.50, e.g. for Mr. Smith', verdict: 'supported', markers: [1] },
    ]);
  });

  it('looks markers up by number and not by place', () => {
    const answer = 'Annual leave is 25 days a year [2].';
    expect(verify(answer, [EXPENSES, ANNUAL, CARERS])).toEqual(verify(answer));
    expect(
      claimsOf('Annual leave is 25 days a year [12].', [chunkOf(12, ANNUAL.text)]),
    ).toMatchObject([{ verdict: 'supported' }]);
  });

  it('shows markers beyond the evidence, and zero, as dangling', () => {
    const { citations } = verify('Annual leave is 25 days a year [0][2][5][7].');
    expect(citations.map(({ marker, status }) => [marker, status])).toEqual([
      [0, 'dangling'],
      [2, 'sufficient'],
      [5, 'dangling'],
      [7, 'dangling'],
    ]);
  });

  it('does not let a good citation launder a bare fabricated one', () => {
    const { claims, citations } = verify(
      'Annual leave is 25 days a year [2](#chunk-2). Dogs get 40 days [2].',
    );
    expect(claims.map(({ verdict }) => verdict)).toEqual(['supported', 'unsupported']);
    expect(citations.map(({ status }) => status)).toEqual(['sufficient', 'irrelevant']);
  });

  it('sees a changed number through markdown', () => {
    expect(claimsOf("You get **7** days of carer's leave a year [1].")).toMatchObject([
      { verdict: 'contradicted' },
    ]);
  });

  it('does not dilute a false sentence among true ones', () => {
    const truths = 'Annual leave is 25 days a year [2]. '.repeat(9);
    expect(
      verify(`${truths}You get 50 days of carer's leave a year [1].`).verification,
    ).toMatchObject({ verdict: 'partly_verified', unsupported_claims: 1 });
  });

  it('does not let a negation in one clause clear another', () => {
    expect(
      claimsOf(
        "You do not need to give evidence [1], and you get 15 days of carer's leave a year [1].",
      ),
    ).toMatchObject([{ verdict: 'supported' }, { verdict: 'contradicted' }]);
  });

  it('takes a part of a sentence for no proof when the rest turns it round', () => {
    const chunk = chunkOf(1, 'It is not the case that staff may keep the gifts.');
    expect(claimsOf('Staff may keep the gifts [1].', [chunk])).not.toMatchObject([
      { verdict: 'supported' },
    ]);
  });

  it('reads claims in other scripts', () => {
    const chunk = chunkOf(1, '每位员工每年有五天带薪假期。');
    expect(claimsOf('每位员工每年有五天带薪假期。[1]', [chunk])).toMatchObject([
      { verdict: 'supported', markers: [1] },
    ]);
  });

  it('does not change with padding chunks that nothing cites', () => {
    const answer = "You get 5 days of carer's leave a year [1]. Annual leave is 99 days [2].";
    const padded = [
      ...evidence,
      ...Array.from({ length: 12 }, (_, at) =>
        chunkOf(at + 4, `Padding about printers, number ${String(at)}.`),
      ),
    ];
    expect(claimsOf(answer, padded)).toEqual(claimsOf(answer));
  });
});

describe('binding markers to claims', () => {
  it('binds each clause to the marker behind it', () => {
    expect(
      claimsOf("Annual leave is 25 days a year [2], and carer's leave is 5 days a year [1]."),
    ).toEqual([
      { text: 'Annual leave is 25 days a year', verdict: 'supported', markers: [2] },
      { text: "carer's leave is 5 days a year", verdict: 'supported', markers: [1] },
    ]);
  });

  it('binds a marker behind the full stop to the sentence before it', () => {
    expect(claimsOf('Annual leave is 25 days a year. [2] It is unpaid. [1]')).toMatchObject([
      { markers: [2] },
      { markers: [1] },
    ]);
  });

  it('binds a marker inside a lead-in to the whole sentence', () => {
    expect(claimsOf('According to [2], annual leave is 25 days a year.')).toMatchObject([
      { markers: [2], verdict: 'supported' },
    ]);
  });

  it('lends a paragraph-final marker to earlier sentences that it supports, and to no others', () => {
    expect(
      claimsOf(
        'Annual leave is 25 days a year. Dogs are welcome at lunch. It rises to 28 days after five years of service [2].',
      ),
    ).toMatchObject([
      { verdict: 'supported', markers: [2] },
      { verdict: 'uncited', markers: [] },
      { verdict: 'supported', markers: [2] },
    ]);
  });

  it('says when retrieved text would support a claim without a marker', () => {
    const { claims } = verify('Annual leave is 25 days a year.');
    expect(claims).toMatchObject([
      {
        verdict: 'uncited',
        reasons: [{ code: 'covered', text: 'No marker, but [2] states this.' }],
      },
    ]);
  });

  it('leaves greetings, headings, questions and lead-ins unchecked', () => {
    const answer =
      '# Leave\n\nHere is what I found:\n- Annual leave is 25 days a year [2].\n\nDo you need more?';
    expect(claimsOf(answer).map(({ verdict }) => verdict)).toEqual([
      'not_a_claim',
      'not_a_claim',
      'supported',
      'not_a_claim',
    ]);
  });
});

describe('any text', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 10 }),
    fc.constantFrom(
      '[1]',
      '[2, 3]',
      '[9]',
      '. ',
      '\n',
      '\n\n',
      '- ',
      '**',
      '"',
      'not ',
      '5 days',
      'Annual leave ',
      'is 25 days a year',
      '31 March 2026',
      ': ',
      '?',
      '```',
      '| a | b |',
      'The documents do not say ',
    ),
  );
  const text = fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(''));

  it('is verified without a throw, with offsets inside answer and evidence', () => {
    fc.assert(
      fc.property(text, text, (answer, chunkText) => {
        const chunk = chunkOf(1, chunkText);
        const { claims, citations } = verify(answer, [chunk, ANNUAL]);
        for (const claim of claims) {
          expect(answer.slice(claim.char_start, claim.char_end)).toBe(claim.text);
          expect(claim.p_supported >= 0 && claim.p_supported <= 1).toBe(true);
          for (const span of claim.unsupported_spans) {
            expect(span.char_start >= claim.char_start && span.char_end <= claim.char_end).toBe(
              true,
            );
          }
        }
        for (const { marker, quote, char_start } of citations) {
          const cited = marker === 1 ? chunk : ANNUAL;
          const from = (char_start ?? cited.char_start) - cited.char_start;
          expect(cited.text.startsWith(quote ?? '', from)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('gets the same result in every order of the evidence', () => {
    fc.assert(
      fc.property(text, fc.shuffledSubarray(evidence, { minLength: 3 }), (answer, shuffled) => {
        expect(verify(answer, shuffled)).toEqual(verify(answer));
      }),
      { numRuns: 150 },
    );
  });

  it('supports every sentence of a chunk that is copied with its marker', () => {
    const words = fc.array(
      fc.constantFrom(
        'staff',
        'leave',
        'not',
        'is',
        '5',
        'days',
        'before',
        'Monday',
        'London',
        'no',
        '£20',
        'VPN-4031',
        'the',
      ),
      { minLength: 3, maxLength: 12 },
    );
    fc.assert(
      fc.property(fc.array(words, { minLength: 1, maxLength: 4 }), (sentences) => {
        const written = sentences.map((sentence) => `Staff ${sentence.join(' ')} here.`);
        const chunk = chunkOf(1, written.join(' '));
        const { claims } = verify(written.map((sentence) => `${sentence} [1]`).join(' '), [chunk]);
        for (const claim of claims) {
          expect(claim.verdict).toBe('supported');
          expect(claim.p_supported).toBeGreaterThanOrEqual(0.95);
          expect(claim.reasons[0]?.code).toBe('covered');
        }
      }),
      { numRuns: 150 },
    );
  });
});
