import { describe, expect, it } from 'vitest';
import {
  buildEvidenceRanges,
  shiftRanges,
} from '../../../../traces-ui/src/trace/evidence-ranges.ts';
import { buildCitation, buildClaim, buildEvidence, chunkId } from '../builders.ts';

describe('buildEvidenceRanges', () => {
  it('lets the evidence of the citing claims stand out of the quotation', () => {
    expect(buildEvidenceRanges(buildCitation(), [buildClaim()])).toEqual([
      { start: 90, end: 140, label: 'soft' },
      { start: 100, end: 120, label: 'strong' },
    ]);
  });

  it("lets only the chosen claim's evidence stand out", () => {
    const second = buildClaim({
      index: 1,
      evidence: [buildEvidence({ char_start: 125, char_end: 130 })],
    });
    expect(buildEvidenceRanges(buildCitation(), [buildClaim(), second], 1)).toEqual([
      { start: 90, end: 140, label: 'soft' },
      { start: 100, end: 120, label: 'soft' },
      { start: 125, end: 130, label: 'strong' },
    ]);
  });

  it('highlights the whole quotation when no claim has evidence in its chunk', () => {
    const elsewhere = buildClaim({ evidence: [buildEvidence({ chunk_id: chunkId(2) })] });
    expect(buildEvidenceRanges(buildCitation(), [elsewhere])).toEqual([
      { start: 90, end: 140, label: 'strong' },
    ]);
  });

  it('ignores the evidence of claims that cite something else', () => {
    const other = buildClaim({ markers: [2] });
    expect(buildEvidenceRanges(buildCitation(), [other])).toEqual([
      { start: 90, end: 140, label: 'strong' },
    ]);
  });

  it('highlights nothing for a marker that names no chunk', () => {
    const dangling = buildCitation({ chunk_id: null, char_start: null, char_end: null });
    expect(buildEvidenceRanges(dangling, [buildClaim()])).toEqual([]);
  });
});

describe('shiftRanges', () => {
  it("moves a document's offsets into a chunk's text", () => {
    expect(shiftRanges([{ start: 90, end: 140, label: 'strong' }], 80)).toEqual([
      { start: 10, end: 60, label: 'strong' },
    ]);
  });
});
