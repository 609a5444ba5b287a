import type { LedgerEntry, LedgerReasonCode } from '../../contract/retrieval.ts';
import type { WhyNotAnswer, WhyNotStage } from '../../contract/why-not.ts';
import type { Reason, Wanted } from './absence-question.ts';
import { placesOf } from './places-of.ts';

type LedgerAnswer = Reason &
  Pick<WhyNotAnswer, 'dense' | 'lexical' | 'dense_rank' | 'lexical_rank' | 'chunk_id'>;

/** What the ledger says of it: of a document its best chunk decides, and a selected one before all others. */
export function findInLedger(
  candidates: readonly LedgerEntry[],
  { document, chunk }: Wanted,
): LedgerAnswer | null {
  const own = candidates.filter((entry) =>
    chunk === null ? entry.document_id === document.id : entry.chunk_id === chunk.id,
  );
  const [best] = own.toSorted(
    (left, right) => Number(right.selected) - Number(left.selected) || left.rank - right.rank,
  );
  if (best === undefined) return null;
  const { chunk_id: chunkId, scores, reason } = best;
  return {
    stage: best.selected ? 'selected' : stageOf(reason.code),
    code: reason.code,
    detail: `${best.selected ? 'It was retrieved' : 'It was a candidate'}, at rank ${best.rank} of ${candidates.length}. ${reason.text}`,
    chunk_id: chunkId,
    ...placesOf({
      dense: scores.dense && {
        chunk_id: chunkId,
        rank: scores.dense.rank,
        score: scores.dense.similarity,
      },
      lexical: scores.lexical && {
        chunk_id: chunkId,
        rank: scores.lexical.rank,
        score: scores.lexical.score,
      },
    }),
  };
}

function stageOf(code: LedgerReasonCode): WhyNotStage {
  if (code === 'lost_in_fusion') return 'fusion';
  return code === 'lost_in_rerank' ? 'rerank' : 'selection';
}
