import type { ChunkId } from '../../contract/ids.ts';
import type { Candidate, LedgerReasonCode } from '../../contract/retrieval.ts';
import type { RetrievalSettings } from '../../contract/retrieval-trace.ts';
import {
  findCandidateChunks,
  type CandidateChunk,
} from '../../db/queries/find-candidate-chunks.ts';
import { findNeighbours, type Neighbour } from '../../db/queries/find-neighbours.ts';
import type { WorkspaceDatabase } from '../../db/workspace-database.ts';
import type { Ledger } from './build-ledger.ts';
import { identifyChunk } from './identify-chunk.ts';
import type { RetrievalQuery, SelectedChunk } from './retrieval-outcome.ts';

export interface WidenedLedger extends Ledger {
  /** The chunks that came in, in the order in which they did. */
  readonly added: readonly CandidateChunk[];
}

/**
 * Adds what stands beside the selected chunks in their versions, the best chunk's neighbours first and the nearest of
 * them before others, as far as the token budget goes. One that was a candidate keeps its rank and its scores; one
 * that no leg saw comes behind all candidates, with none. What was left out for what it says stays out.
 */
export async function addNeighbours(
  ledger: Ledger,
  asked: Pick<RetrievalQuery, 'reader' | 'asOf'> & { readonly settings: RetrievalSettings },
  database: WorkspaceDatabase,
): Promise<WidenedLedger> {
  const { neighbours: maxDistance = 0, max_context_tokens: maxTokens } = asked.settings;
  if (maxDistance === 0 || ledger.selected.length === 0) return { ...ledger, added: [] };
  const neighbours = await findNeighbours(database, {
    chunks: ledger.selected.map((chunk) => ({
      chunkId: chunk.chunk_id,
      documentId: chunk.document_id,
      documentVersion: chunk.document_version,
    })),
    maxDistance,
  });
  const { reader, asOf } = asked;
  const numbers = [...new Set(neighbours.map(({ number }) => number))];
  const chunks = await findCandidateChunks(database, { numbers, reader, asOf });
  return widen(ledger, chooseFitting(ledger, { neighbours, chunks, maxTokens }));
}

/** What these kept out is no context either. */
const STAYS_OUT: ReadonlySet<LedgerReasonCode> = new Set([
  'near_duplicate',
  'injection_quarantined',
  'superseded_version',
]);

interface Addition {
  readonly chunk: CandidateChunk;
  readonly reason: Candidate['reason'];
}

function chooseFitting(
  { candidates, selected }: Ledger,
  found: {
    readonly neighbours: readonly Neighbour[];
    readonly chunks: ReadonlyMap<number, CandidateChunk>;
    readonly maxTokens: number;
  },
): ReadonlyMap<ChunkId, Addition> {
  const settled = new Set(
    candidates.flatMap((entry) =>
      entry.selected || STAYS_OUT.has(entry.reason.code) ? [entry.chunk_id] : [],
    ),
  );
  const ranks = new Map(selected.map((chunk) => [chunk.chunk_id, chunk.rank]));
  const additions = new Map<ChunkId, Addition>();
  let tokensLeft = selected.reduce((left, chunk) => left - chunk.token_count, found.maxTokens);
  for (const { number, beside, distance } of found.neighbours) {
    const chunk = found.chunks.get(number);
    if (chunk === undefined || settled.has(chunk.chunkId) || additions.has(chunk.chunkId)) continue;
    if (chunk.tokenCount > tokensLeft) continue;
    tokensLeft -= chunk.tokenCount;
    const text = `Added as context: ${describePlace(distance)} candidate ${ranks.get(beside)} in its document.`;
    additions.set(chunk.chunkId, { chunk, reason: { code: 'neighbour_added', text } });
  }
  return additions;
}

function describePlace(distance: number): string {
  const places = Math.abs(distance);
  const side = distance < 0 ? 'before' : 'behind';
  return places === 1 ? `it stands right ${side}` : `it stands ${places} places ${side}`;
}

function widen(ledger: Ledger, additions: ReadonlyMap<ChunkId, Addition>): WidenedLedger {
  const known = new Set(ledger.candidates.map((entry) => entry.chunk_id));
  const candidates = ledger.candidates.map((entry): Candidate => {
    const addition = additions.get(entry.chunk_id);
    return addition === undefined ? entry : { ...entry, selected: true, reason: addition.reason };
  });
  const unseen = [...additions.values()].filter(({ chunk }) => !known.has(chunk.chunkId));
  const all = [
    ...candidates,
    ...unseen.map((addition, index) => toCandidate(addition, candidates.length + index + 1)),
  ];
  const entries = new Map(all.map((entry) => [entry.chunk_id, entry]));
  const added = [...additions.values()].flatMap(({ chunk }): readonly SelectedChunk[] => {
    const entry = entries.get(chunk.chunkId);
    return entry === undefined ? [] : [{ ...entry, classification: chunk.classification }];
  });
  return {
    candidates: all,
    selected: [...ledger.selected, ...added],
    added: [...additions.values()].map(({ chunk }) => chunk),
  };
}

function toCandidate({ chunk, reason }: Addition, rank: number): Candidate {
  return {
    ...identifyChunk(chunk),
    rank,
    selected: true,
    scores: {
      dense: null,
      lexical: null,
      fused: 0,
      rerank: null,
      cross_encoder: null,
      rerank_features: null,
      final: 0,
    },
    reason,
  };
}
