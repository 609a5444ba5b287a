import { describe, expect, it } from 'vitest';
import { findCitation } from '../../../../traces-ui/src/trace/find-citation.ts';
import { buildCitation, buildClaim, buildEvidence, chunkId } from '../builders.ts';

const first = buildCitation({ char_start: 10, char_end: 40 });
const second = buildCitation({ char_start: 90, char_end: 140 });
const claims = [
  buildClaim({ index: 0, evidence: [buildEvidence({ char_start: 100, char_end: 120 })] }),
];

describe('findCitation', () => {
  it('takes the first quotation of a marker', () => {
    expect(findCitation([first, second], claims, { marker: 1 })).toBe(first);
  });

  it('takes the quotation that carries the chosen claim', () => {
    expect(findCitation([first, second], claims, { marker: 1, claim: 0 })).toBe(second);
  });

  it('falls back to the first where none carries the claim', () => {
    const elsewhere = [buildClaim({ evidence: [buildEvidence({ chunk_id: chunkId(9) })] })];
    expect(findCitation([first, second], elsewhere, { marker: 1, claim: 0 })).toBe(first);
    expect(findCitation([first], claims, { marker: 7 })).toBeUndefined();
  });
});
