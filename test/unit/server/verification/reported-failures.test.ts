import { describe, expect, it } from 'vitest';
import type { EvidenceChunk } from '../../../../server/verification/evidence-chunk.ts';
import { SUPPORT_MODEL } from '../../../../server/verification/support-model.ts';
import { verifyAnswer } from '../../../../server/verification/verify-answer.ts';
import { ANNUAL, CARERS, EXPENSES, chunkOf } from './evidence.ts';

const EVIDENCE = [CARERS, ANNUAL, EXPENSES];
const MIXED = `Annual leave is 25 days a year [2]. It rises to 31 days after five years of service [2].
Carer's leave is unpaid [1]. Hotels in London cost at most £185 per night [3]. Thank you for asking!`;

function verify(answer: string, evidence: readonly EvidenceChunk[] = EVIDENCE) {
  return verifyAnswer({ answer, evidence });
}

/** Each of these went wrong in some other verifier. */
describe('a verdict', () => {
  it('is the same to the byte in three runs, with the chunks in another order each time', () => {
    const orders = [EVIDENCE, EVIDENCE.toReversed(), [ANNUAL, EXPENSES, CARERS]];
    const written = orders.map((evidence) => JSON.stringify(verify(MIXED, evidence)));
    expect(new Set(written).size).toBe(1);
    expect(written[0]).toContain('"contradicted"');
  });

  it('agrees with its probability and its reasons, because one predicate makes all three', () => {
    for (const { verdict, p_supported: p, reasons } of verify(MIXED).claims) {
      if (verdict === 'not_a_claim') continue;
      expect(p >= SUPPORT_MODEL.supportedFrom).toBe(verdict === 'supported');
      expect(reasons.some(({ code }) => code === 'covered')).toBe(verdict === 'supported');
    }
  });

  it('is on what the answer says, not on what it leaves out', () => {
    const { verification } = verify('Annual leave is 25 days a year [2].');
    expect(verification).toMatchObject({ verdict: 'verified', unsupported_claims: 0 });
  });

  it('takes a bound that is worded as a denial for no contradiction', () => {
    for (const claim of [
      "Hotels in London can't cost more than £185 per night",
      'Hotels in London must not cost more than £185 per night',
      'Hotels in London may not exceed £185 per night',
    ]) {
      expect(verify(`${claim} [3].`).claims[0]?.verdict, claim).not.toBe('contradicted');
    }
  });

  it('of a bare yes or no is no support', () => {
    for (const answer of ['Yes [2].', 'No [2].', 'True.', 'False [1].']) {
      expect(verify(answer).verification.verdict).not.toBe('verified');
    }
  });

  it('is on a cited sentence also where it stands alone like a heading', () => {
    for (const marker of ['[2]', '[^2]', '[2, 3]', '【2】', '[Source 2]', '[2](#c)']) {
      const { claims } = verify(`Annual leave is 40 days a year. ${marker}\n\nThe end is near.`);
      expect(claims[0]?.verdict, marker).toBe('contradicted');
    }
  });

  it('is no better because its marker names a chunk', () => {
    const { citations, claims } = verify('Bananas are sold by the dozen in Norway [2].');
    expect(claims[0]?.verdict).toBe('unsupported');
    expect(citations[0]).toMatchObject({ chunk_id: ANNUAL.chunk_id, status: 'irrelevant' });
  });
});

describe('a number', () => {
  it('means its chunk also where one document has two numbers', () => {
    const twin = { ...chunkOf(7, EXPENSES.text), document_id: ANNUAL.document_id };
    const { citations } = verify('Hotels in London cost at most £185 per night [7].', [
      ANNUAL,
      twin,
    ]);
    expect(citations).toMatchObject([{ marker: 7, chunk_id: twin.chunk_id, status: 'sufficient' }]);
  });

  it('of a second copy of a chunk is redundant, not missing', () => {
    const copy = chunkOf(4, ANNUAL.text);
    const { citations } = verify('Annual leave is 25 days a year [2][4].', [ANNUAL, copy]);
    expect(citations.map(({ status }) => status)).toEqual(['sufficient', 'redundant']);
  });

  it('that is given twice for a claim is one citation', () => {
    expect(verify('Annual leave is 25 days a year [2][2].').citations).toHaveLength(1);
  });
});

it('the summary counts what the claims say, by one formula', () => {
  const { claims, citations, verification } = verify(MIXED);
  const counted = claims.filter(({ verdict }) => verdict !== 'not_a_claim');
  const supported = counted.filter(({ verdict }) => verdict === 'supported');
  const round = (share: number) => Math.round(share * 10_000) / 10_000;
  expect(verification.citation_recall).toBe(round(supported.length / counted.length));
  expect(verification.unsupported_claims).toBe(counted.length - supported.length);
  const carrying = citations.filter(({ status }) => status === 'sufficient');
  expect(verification.citation_precision).toBe(round(carrying.length / citations.length));
});
