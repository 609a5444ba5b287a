import { describe, expect, it } from 'vitest';
import { changesOfTrace, citedDocuments } from '../../../../traces-ui/src/trace/stale-documents.ts';
import { buildCitation, chunkId, documentId } from '../builders.ts';
import { buildStaleAnswer, buildStaleChange, traceId } from '../version-builders.ts';

describe('citedDocuments', () => {
  it('names each document once and none for a marker that names no chunk', () => {
    const citations = [
      buildCitation(),
      buildCitation({ marker: 2, chunk_id: chunkId(2) }),
      buildCitation({ marker: 3, chunk_id: null, document_id: null, title: null }),
    ];
    expect(citedDocuments(citations)).toEqual([{ id: documentId(1), title: 'Leave policy' }]);
  });
});

describe('changesOfTrace', () => {
  it('gives each pair of versions once and nothing of other traces', () => {
    const here = [buildStaleChange(), buildStaleChange({ chunk_id: chunkId(3) })] as const;
    const elsewhere = buildStaleChange({ document_id: documentId(2) });
    const answers = [
      buildStaleAnswer(traceId(1), [...here]),
      buildStaleAnswer(traceId(1), [...here]),
      buildStaleAnswer(traceId(2), [elsewhere]),
    ];
    expect(changesOfTrace(answers, traceId(1))).toEqual([here[1]]);
  });
});
