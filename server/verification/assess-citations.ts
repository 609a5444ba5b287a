import type { Citation, CitationStatus } from '../../contract/verification.ts';
import type { EvidenceIndex, IndexedChunk } from './index-evidence.ts';
import { judgeClaim } from './judge-claim.ts';
import type { Judgement } from './judge-claim.ts';
import type { ReadClaim } from './read-claim.ts';
import { locateEvidence } from './locate-evidence.ts';
import type { Located } from './locate-evidence.ts';

export interface AssessedCitation {
  readonly citation: Citation;
  /**
   * In ALCE's sense: its claim is supported, and the citation supports it or is needed for that. Null where there is
   * nothing to support.
   */
  readonly isPrecise: boolean | null;
}

interface CitedClaim {
  readonly claim: ReadClaim;
  readonly markers: readonly number[];
  /** The judgement on all that the claim cites, taken together. */
  readonly union: Judgement;
  readonly evidence: readonly Located[];
  /** A chunk that was not cited and supports the claim where the cited ones do not. */
  readonly better: IndexedChunk | null;
}

/** Tests each citation alone and left out (ALCE, Gao et al. 2023): one entry for each marker, in order. */
export function assessCitations(
  cited: CitedClaim,
  index: EvidenceIndex,
): readonly AssessedCitation[] {
  const alone = new Map<number, Judgement>();
  for (const marker of cited.markers) {
    const indexed = index.byMarker.get(marker);
    if (indexed !== undefined) alone.set(marker, judgeAlone(cited, indexed, index));
  }
  const strongest = strongestOf(alone);
  return cited.markers.map((marker) => {
    const judgement = alone.get(marker);
    const indexed = index.byMarker.get(marker);
    if (judgement === undefined || indexed === undefined)
      return { citation: dangling(marker), isPrecise: false };
    const status = statusOf(marker, { cited, alone, strongest, index });
    const isUnion = judgement === cited.union;
    const [nearest] = isUnion ? cited.evidence : locateEvidence(judgement, index.places);
    const isPrecise =
      cited.union.verdict === 'supported' && status !== 'irrelevant' && status !== 'misattributed';
    return {
      citation: toCitation(marker, { indexed, nearest, status }),
      isPrecise,
    };
  });
}

function judgeAlone(cited: CitedClaim, indexed: IndexedChunk, index: EvidenceIndex): Judgement {
  const isAlone =
    cited.union.support.chunks.length === 1 && cited.union.support.chunks[0] === indexed;
  return isAlone ? cited.union : judgeClaim(cited.claim, [indexed], index);
}

/** The citation that carries the claim best; of equals the lowest number. */
function strongestOf(alone: ReadonlyMap<number, Judgement>): number | null {
  let strongest: { readonly marker: number; readonly p: number } | null = null;
  for (const [marker, { verdict, pSupported: p }] of [...alone].toSorted(
    ([left], [right]) => left - right,
  )) {
    if (verdict === 'supported' && p > (strongest?.p ?? 0)) strongest = { marker, p };
  }
  return strongest?.marker ?? null;
}

interface Alone {
  readonly cited: CitedClaim;
  readonly alone: ReadonlyMap<number, Judgement>;
  readonly strongest: number | null;
  readonly index: EvidenceIndex;
}

function statusOf(marker: number, { cited, alone, strongest, index }: Alone): CitationStatus {
  if (strongest === marker) return 'sufficient';
  if (alone.get(marker)?.verdict === 'supported') return 'redundant';
  if (cited.better !== null) return 'misattributed';
  if (cited.union.verdict === 'contradicted' || cited.union.verdict === 'unsupported')
    return 'irrelevant';
  const others = [...alone.keys()]
    .filter((other) => other !== marker)
    .flatMap((other) => index.byMarker.get(other) ?? []);
  if (cited.union.verdict === 'partially_supported') {
    const coverage =
      others.length === 0 ? 0 : judgeClaim(cited.claim, others, index).support.coverage;
    return coverage < cited.union.support.coverage - 1e-9 ? 'necessary' : 'irrelevant';
  }
  const without = others.length === 0 ? null : judgeClaim(cited.claim, others, index);
  return without?.verdict === 'supported' ? 'irrelevant' : 'necessary';
}

interface Assessed {
  readonly indexed: IndexedChunk;
  readonly nearest: Located | undefined;
  readonly status: CitationStatus;
}

function toCitation(marker: number, { indexed, nearest, status }: Assessed): Citation {
  const { chunk, text, sentences } = indexed;
  const first = sentences[0] ?? { start: 0, end: text.length };
  const { start, end } = nearest ?? indexed.toOriginal(first);
  return {
    marker,
    chunk_id: chunk.chunk_id,
    document_id: chunk.document_id,
    document_version: chunk.document_version,
    title: chunk.title,
    source: chunk.source,
    heading_path: [...chunk.heading_path],
    page: chunk.page,
    char_start: chunk.char_start + start,
    char_end: chunk.char_start + end,
    quote: (chunk.storedText ?? chunk.text).slice(start, end),
    status,
  };
}

function dangling(marker: number): Citation {
  return {
    marker,
    chunk_id: null,
    document_id: null,
    document_version: null,
    title: null,
    source: null,
    heading_path: [],
    page: null,
    char_start: null,
    char_end: null,
    quote: null,
    status: 'dangling',
  };
}
