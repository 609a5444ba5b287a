import { spansOverlap } from '../../core/text/spans.ts';
import type { Candidate, ClaimForms } from '../../server/verification/measure-sentences.ts';
import { findCandidates, readForms } from '../../server/verification/measure-sentences.ts';
import { indexEvidence } from '../../server/verification/index-evidence.ts';
import { judgeClaim } from '../../server/verification/judge-claim.ts';
import { readWordSignals } from '../../server/verification/mark-words.ts';
import type { Support } from '../../server/verification/measure-support.ts';
import { readClaim } from '../../server/verification/read-claim.ts';
import type { Folds } from './cross-validate.ts';
import { toLabelledGroup } from './labelled-text.ts';
import type { LabelledText } from './labelled-text.ts';
import { readWiceClaims, WICE_CLAIMS } from './wice-rows.ts';
import type { WiceClaim } from './wice-rows.ts';

/** A claim that is not supported, as far as the verifier or people know, word by word. */
export interface DoubtedClaim {
  readonly text: LabelledText;
  readonly words: readonly {
    readonly values: readonly number[];
    readonly isUnsupported: boolean;
  }[];
}

/** A claim with the sentences that may be its evidence and the lines in which they stand. */
export interface EvidenceExample {
  readonly text: LabelledText;
  readonly forms: ClaimForms;
  readonly support: Support;
  readonly candidates: readonly Candidate[];
  readonly linesOf: ReadonlyMap<Candidate, readonly string[]>;
  readonly supportingSets: readonly ReadonlySet<string>[];
}

export interface PlaceExamples {
  readonly doubted: readonly DoubtedClaim[];
  readonly evidence: readonly EvidenceExample[];
}

/** Of each so many sentences of answers one is learned from: their words are thirty times those of the other set. */
const EVERY_SENTENCE = 2;
const SPANS = 'wice-tokens-train.jsonl';

/** Each claim as the model that has not seen it judges it. */
export function readPlaceExamples(
  folder: string,
  natural: readonly LabelledText[],
  { modelFor }: Pick<Folds, 'modelFor'>,
): PlaceExamples {
  const sentences = natural.filter(({ set }) => set === 'ragtruth');
  const texts = [
    ...natural.filter(({ set }) => set === 'wice-spans'),
    ...sentences.filter((_, at) => at % EVERY_SENTENCE === 0),
  ];
  const doubted = texts.flatMap((text) => {
    const index = indexEvidence(text.evidence, modelFor(text));
    const claim = readClaim(text.text, { start: 0, end: text.text.length });
    const judgement = judgeClaim(claim, index.chunks, index);
    // Of the other set people know that a part of each claim is unsupported.
    if (text.set === 'ragtruth' && judgement.verdict === 'supported') return [];
    const rows = readWordSignals(claim, judgement).map((values, at) => {
      const word = judgement.words[at];
      const isUnsupported = text.spans.some(
        (span) => word !== undefined && spansOverlap(span, word),
      );
      return { values, isUnsupported };
    });
    return [{ text, words: rows }];
  });
  const ofClaims = readEvidence(readWiceClaims(folder, WICE_CLAIMS) ?? [], 'wice');
  const ofSpans = readEvidence(readWiceClaims(folder, SPANS) ?? [], 'wice-spans');
  return { doubted, evidence: [...ofClaims, ...ofSpans] };
}

function readEvidence(
  claims: readonly WiceClaim[],
  set: LabelledText['set'],
): readonly EvidenceExample[] {
  return claims
    .filter(({ supportingSets }) => supportingSets.length > 0)
    .map(({ claim: wording, group, evidence, supportingSets, linesOf }) => {
      const index = indexEvidence(evidence);
      const claim = readClaim(wording, { start: 0, end: wording.length });
      const { words, support } = judgeClaim(claim, index.chunks, index);
      const forms = readForms(words, support);
      const candidates = findCandidates(words, forms, support);
      const lines = candidates.map((candidate) => {
        const { indexed, at } = candidate;
        const sentence = indexed.sentences[at] ?? { start: 0, end: 0 };
        return [candidate, linesOf(indexed.chunk.chunk_id, sentence)] as const;
      });
      const text = toLabelledGroup(set, group);
      return { text, forms, support, candidates, linesOf: new Map(lines), supportingSets };
    });
}
