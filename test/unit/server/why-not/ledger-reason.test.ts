import { describe, expect, it } from 'vitest';
import type { LedgerEntry } from '../../../../contract/retrieval.ts';
import type { ChunkThen, DocumentThen } from '../../../../db/queries/documents-then.ts';
import { findInLedger } from '../../../../server/why-not/ledger-reason.ts';
import { buildCandidate, chunkId, documentId } from '../../traces-ui/builders.ts';

const document: DocumentThen = {
  id: documentId(1),
  collection: 'default',
  source: 'hr/leave.md',
  title: 'Leave policy',
  mime: 'text/markdown',
  tags: [],
  classification: 'internal',
  acl: [],
  is_readable_to_asker: true,
  sent_at: '2026-01-01T00:00:00.000Z',
  retired_at: null,
  version: 1,
  first_served_from: '2026-01-01T00:00:01.000Z',
  served_until: null,
  served_again_from: null,
  held_at: null,
  failed_at: null,
  failure: null,
};

function entry(number: number, outcome: Partial<LedgerEntry>): LedgerEntry {
  return buildCandidate({ chunk_id: chunkId(number), document_id: document.id, ...outcome });
}

function rejected(number: number, rank: number, code: LedgerEntry['reason']['code']): LedgerEntry {
  return entry(number, { rank, selected: false, reason: { code, text: `Because of ${code}.` } });
}

function chunk(number: number): ChunkThen {
  return {
    id: chunkId(number),
    document_id: document.id,
    served_then: true,
    earlier_version: null,
    later_version: null,
    later_from: null,
    held_version: null,
    held_at: null,
  };
}

describe('findInLedger', () => {
  const others = buildCandidate({ chunk_id: chunkId(9), document_id: documentId(2), rank: 1 });

  it('lets the best-placed chunk of the document decide', () => {
    const ledger = [others, rejected(1, 7, 'below_threshold'), rejected(2, 4, 'lost_in_fusion')];
    expect(findInLedger(ledger, { document, chunk: null })).toMatchObject({
      stage: 'fusion',
      code: 'lost_in_fusion',
      chunk_id: chunkId(2),
      detail: 'It was a candidate, at rank 4 of 3. Because of lost_in_fusion.',
    });
  });

  it('puts a selected chunk before a rejected one with a better rank', () => {
    const selected = entry(3, { rank: 5, selected: true });
    const ledger = [rejected(1, 2, 'near_duplicate'), selected];
    expect(findInLedger(ledger, { document, chunk: null })).toMatchObject({
      stage: 'selected',
      chunk_id: chunkId(3),
    });
  });

  it('answers for the chunk that was asked about, not for its neighbours', () => {
    const ledger = [entry(3, { rank: 1, selected: true }), rejected(1, 2, 'lost_in_rerank')];
    expect(findInLedger(ledger, { document, chunk: chunk(1) })).toMatchObject({ stage: 'rerank' });
    expect(findInLedger(ledger, { document, chunk: chunk(4) })).toBeNull();
  });

  it('knows nothing of a document that is not in it', () => {
    expect(findInLedger([others], { document, chunk: null })).toBeNull();
  });
});
