import { ChunkId, DocumentId } from '../../../../contract/ids.ts';
import type { RankedCandidate } from '../../../../server/retrieval/rank-candidates.ts';

/** Candidates of falling scores with these texts; one that speaks of a secret is confidential. */
export function rankedCandidates(texts: readonly string[]): readonly RankedCandidate[] {
  return texts.map((text, index) => ({
    hit: { chunkNumber: index + 1, dense: null, lexical: null, fused: 1 - index / 100 },
    chunk: {
      number: index + 1,
      chunkId: ChunkId.parse('01980000-0000-7000-8000-000000000001'),
      contentHash: `hash ${index}`,
      documentId: DocumentId.parse('01980000-0000-7000-8000-000000000002'),
      documentVersion: 1,
      title: 'Prices',
      source: 'prices.md',
      classification: text.includes('secret') ? 'confidential' : 'internal',
      headingPath: [],
      page: null,
      charStart: 0,
      charEnd: text.length,
      tokenCount: 3,
      language: 'en',
      text,
    },
    part: 0,
    partScores: [1 - index / 100],
    fusedRank: index + 1,
    rerank: null,
    crossEncoder: null,
    finalScore: 1 - index / 100,
  }));
}
