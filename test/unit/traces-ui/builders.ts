import { ChunkId, DocumentId } from '../../../contract/ids.ts';
import { IngestRun } from '../../../contract/ingest-run.ts';
import type { LedgerEntry } from '../../../contract/retrieval.ts';
import type { Citation, Claim, Evidence } from '../../../contract/verification.ts';

/** A chunk id that differs for each number. */
export function chunkId(number: number): ChunkId {
  return ChunkId.parse(`01989000-0000-7000-8000-${String(number).padStart(12, '0')}`);
}

export function documentId(number: number): DocumentId {
  return DocumentId.parse(`01989000-0000-7000-9000-${String(number).padStart(12, '0')}`);
}

export function buildEvidence(overrides: Partial<Evidence> = {}): Evidence {
  return {
    chunk_id: chunkId(1),
    document_id: documentId(1),
    document_version: 1,
    char_start: 100,
    char_end: 120,
    ...overrides,
  };
}

export function buildClaim(overrides: Partial<Claim> = {}): Claim {
  return {
    index: 0,
    text: 'You get five days',
    char_start: 0,
    char_end: 17,
    markers: [1],
    verdict: 'supported',
    p_supported: 0.97,
    reasons: [],
    unsupported_spans: [],
    evidence: [buildEvidence()],
    ...overrides,
  };
}

export function buildCitation(overrides: Partial<Citation> = {}): Citation {
  return {
    marker: 1,
    chunk_id: chunkId(1),
    document_id: documentId(1),
    document_version: 1,
    title: 'Leave policy',
    source: 'hr/leave.md',
    heading_path: ['Leave'],
    page: null,
    char_start: 90,
    char_end: 140,
    quote: 'You get five days a year.',
    status: 'sufficient',
    ...overrides,
  };
}

export function buildCandidate(overrides: Partial<LedgerEntry> = {}): LedgerEntry {
  return {
    chunk_id: chunkId(1),
    content_hash: 'hash',
    document_id: documentId(1),
    document_version: 1,
    title: 'Leave policy',
    source: 'hr/leave.md',
    heading_path: [],
    page: null,
    char_start: 80,
    char_end: 200,
    token_count: 40,
    rank: 1,
    selected: true,
    scores: {
      dense: { rank: 1, similarity: 0.8 },
      lexical: { rank: 1, score: 9, matched_terms: ['leave'] },
      fused: 0.03,
      rerank: null,
      final: 0.03,
    },
    reason: { code: 'top_fused', text: 'Kept.' },
    ...overrides,
  };
}

/** A run of one document that went well. */
export function buildRun(overrides: Partial<IngestRun> = {}): IngestRun {
  return IngestRun.parse({
    id: '01989000-0000-7000-8000-000000000009',
    kind: 'upload',
    status: 'succeeded',
    documents: { total: 1, done: 1, failed: 0, unchanged: 0, held: 0, cancelled: 0 },
    chunks: { added: 4, reused: 0, retired: 0 },
    stages: [],
    sync: null,
    stale_answers: 0,
    errors: [],
    created_at: '2026-11-23T16:00:00Z',
    started_at: null,
    finished_at: null,
    ...overrides,
  });
}
