import { describe, expect, it } from 'vitest';
import {
  excerptEvidence,
  indexFrozenChunks,
} from '../../../../traces-ui/src/trace/claim-evidence.ts';
import { buildCandidate, buildEvidence, chunkId } from '../builders.ts';

const candidate = buildCandidate({ char_start: 80, char_end: 100 });

function frozen(text: string | null) {
  const chunks = [{ chunk_id: chunkId(1), content_hash: 'hash', readable: text !== null, text }];
  return indexFrozenChunks([candidate], chunks).get(chunkId(1));
}

describe('excerptEvidence', () => {
  it("cuts the evidence out of the chunk's frozen text", () => {
    const evidence = buildEvidence({ char_start: 85, char_end: 89 });
    expect(excerptEvidence(evidence, frozen('0123456789abcdefghij'))).toBe('5678');
  });

  it('gives nothing where the text may not be read', () => {
    expect(excerptEvidence(buildEvidence(), frozen(null))).toBeNull();
    expect(excerptEvidence(buildEvidence(), undefined)).toBeNull();
  });
});
