import type { Span } from '../../core/text/spans.ts';
import { sumOf } from '../../core/statistics/sum-of.ts';
import { spansOverlap } from '../../core/text/spans.ts';
import { indexEvidence } from '../../server/verification/index-evidence.ts';
import { judgeClaim } from '../../server/verification/judge-claim.ts';
import { markUnsupported } from '../../server/verification/mark-words.ts';
import { readClaim } from '../../server/verification/read-claim.ts';
import { verifyAnswer } from '../../server/verification/verify-answer.ts';
import type { PlaceFolds } from './cross-validate-places.ts';
import { toLabelledGroup } from './labelled-text.ts';
import { readWiceClaims, WICE_CLAIMS } from './wice-rows.ts';
import type { WiceClaim } from './wice-rows.ts';

const TOKENS = 'wice-tokens-dev.jsonl';

/**
 * Evidence is looked for in the whole cited article. The publisher (Kamoi et al. 2023) takes every set of lines that
 * people gave for right and has tokens marked in partially supported claims only; its description of the files does
 * not say how claims are put together, so that both ways are here.
 */
export interface WiceMeasure {
  /** The mean over all claims of the F1 of the lines, against the best set; 0 for a claim that no line supports. */
  readonly lineF1: number;
  /** The same over the claims that some line supports. */
  readonly lineF1OfSupported: number;
  /** Of the tokens that are not supported, over all claims together, as the product marks them. */
  readonly tokenF1: number;
  /** The same where it is known beforehand that a part of each claim is unsupported, as in the publisher's task. */
  readonly tokenF1Known: number;
  /** The mean over claims of that. */
  readonly tokenF1KnownOfClaims: number;
}

type Models = Pick<PlaceFolds, 'modelFor' | 'placesFor'>;

/** Whether the verifier points to the lines and the tokens that people pointed to; null where the rows are missing. */
export function measureWice(folder: string, folds: Models): WiceMeasure | null {
  const claims = readWiceClaims(folder, WICE_CLAIMS);
  const marked = readWiceClaims(folder, TOKENS);
  if (claims === null || marked === null) return null;
  const verify = ({ group, claim, evidence }: WiceClaim) => {
    const text = toLabelledGroup('wice', group);
    const models = { model: folds.modelFor(text), places: folds.placesFor(text) };
    return verifyAnswer({ answer: claim, evidence, ...models }).claims;
  };
  const ofLines = claims.map((row) => {
    const places = verify(row).flatMap(({ evidence }) => evidence);
    const given = new Set(
      places.flatMap(({ chunk_id, char_start: start, char_end: end }) =>
        row.linesOf(chunk_id, { start, end }),
      ),
    );
    return Math.max(0, ...row.supportingSets.map((wanted) => f1Of(given, wanted)));
  });
  const isSupported = claims.map(({ supportingSets }) => supportingSets.length > 0);
  const ofTokens = marked.map((row) => {
    const spans = verify(row).flatMap(({ unsupported_spans }) => unsupported_spans);
    return countTokens(
      row,
      spans.map(({ char_start: start, char_end: end }) => ({ start, end })),
    );
  });
  const ofKnown = marked.map((row) => countTokens(row, markKnown(row, folds)));
  return {
    lineF1: meanOf(ofLines),
    lineF1OfSupported: meanOf(ofLines.filter((_, at) => isSupported[at])),
    tokenF1: f1OfAll(ofTokens),
    tokenF1Known: f1OfAll(ofKnown),
    tokenF1KnownOfClaims: meanOf(ofKnown.map(f1OfCounts)),
  };
}

/** What would be marked if the verdict were not in question. */
function markKnown({ claim: wording, group, evidence }: WiceClaim, folds: Models): readonly Span[] {
  const text = toLabelledGroup('wice', group);
  const index = indexEvidence(evidence, folds.modelFor(text));
  const claim = readClaim(wording, { start: 0, end: wording.length });
  return markUnsupported(claim, judgeClaim(claim, index.chunks, index), folds.placesFor(text));
}

function f1OfAll(counts: readonly Counts[]): number {
  return f1OfCounts({
    both: sumOf(counts.map(({ both }) => both)),
    either: sumOf(counts.map(({ either }) => either)),
  });
}

interface Counts {
  readonly both: number;
  readonly either: number;
}

function countTokens(row: WiceClaim, given: readonly Span[]): Counts {
  let [both, either] = [0, 0];
  for (const token of placeTokens(row.claim, row.tokens)) {
    const isGiven = Number(given.some((span) => spansOverlap(span, token)));
    const isRight = Number(row.spans.some((span) => spansOverlap(span, token)));
    both += isGiven * isRight;
    either += isGiven + isRight;
  }
  return { both, either };
}

function placeTokens(text: string, tokens: readonly string[]): readonly Span[] {
  let from = 0;
  return tokens.flatMap((token) => {
    const start = text.indexOf(token, from);
    if (start < 0) return [];
    from = start + token.length;
    return [{ start, end: from }];
  });
}

function f1OfCounts({ both, either }: Counts): number {
  return (2 * both) / Math.max(1, either);
}

function f1Of(given: ReadonlySet<string>, wanted: ReadonlySet<string>): number {
  const both = [...given].filter((id) => wanted.has(id)).length;
  return f1OfCounts({ both, either: given.size + wanted.size });
}

function meanOf(values: readonly number[]): number {
  return sumOf(values) / Math.max(1, values.length);
}
