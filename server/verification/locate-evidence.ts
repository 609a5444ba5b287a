import type { Evidence } from '../../contract/verification.ts';
import type { Span } from '../../core/text/spans.ts';
import type { IndexedChunk } from './index-evidence.ts';
import type { Judgement } from './judge-claim.ts';
import type { Window } from './measure-support.ts';

interface Located extends Span {
  readonly indexed: IndexedChunk;
}

/** A second place counts as evidence when it adds at least this share of the claim. */
const MIN_ADDED_COVERAGE = 0.1;

/** The places of the chunks' texts that a judgement rests on, or that come nearest; offsets index the text. */
export function locateEvidence({ verbatim, support }: Judgement): readonly Located[] {
  if (verbatim !== null)
    return [{ indexed: verbatim.indexed, ...verbatim.indexed.toOriginal(verbatim) }];
  if (support.best === null) return [];
  const first = spanOfWindow(support.best);
  const { second } = support;
  if (second === null || second.coverage < MIN_ADDED_COVERAGE) return [first];
  const added = spanOfWindow(second);
  const isInside =
    added.indexed === first.indexed && added.start >= first.start && added.end <= first.end;
  return isInside ? [first] : [first, added];
}

/** As the contract has it: offsets index the document version's stored text. */
export function toEvidence({ indexed: { chunk }, start, end }: Located): Evidence {
  return {
    chunk_id: chunk.chunk_id,
    document_id: chunk.document_id,
    document_version: chunk.document_version,
    char_start: chunk.char_start + start,
    char_end: chunk.char_start + end,
  };
}

function spanOfWindow({ indexed, from, to }: Window): Located {
  const start = indexed.sentences[from]?.start ?? 0;
  const end = indexed.sentences[to]?.end ?? start;
  return { indexed, ...indexed.toOriginal({ start, end }) };
}
