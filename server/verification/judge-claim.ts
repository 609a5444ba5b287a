import type { Verdict } from '../../contract/verification.ts';
import { spansOverlap } from '../../core/text/spans.ts';
import { findGiven } from './find-given.ts';
import { findVerbatim } from './find-verbatim.ts';
import type { Verbatim } from './find-verbatim.ts';
import type { EvidenceIndex, IndexedChunk } from './index-evidence.ts';
import { measureClaim } from './measure-signals.ts';
import { measureSupport } from './measure-support.ts';
import type { Support } from './measure-support.ts';
import type { ReadClaim } from './read-claim.ts';
import { readSignals } from './read-signals.ts';
import { checkAssertion } from './rules/check-assertion.ts';
import { checkBounds } from './rules/check-bounds.ts';
import { checkDates } from './rules/check-dates.ts';
import { checkEntities } from './rules/check-entities.ts';
import { checkLikelyEdits } from './rules/check-likely-edits.ts';
import { checkNumbers } from './rules/check-numbers.ts';
import { checkPolarity } from './rules/check-polarity.ts';
import { checkQuotes } from './rules/check-quotes.ts';
import type { Finding } from './rules/finding.ts';
import { checkSlots } from './rules/check-slots.ts';
import { checkWording } from './rules/check-wording.ts';
import type { Word } from './read-words.ts';
import { scoreSupport } from './score-support.ts';
import type { Signals, SupportModel } from './support-signals.ts';
import { translateValues } from './translate-values.ts';

/** What one set of chunks does for one claim. */
export interface Judgement {
  readonly verdict: Extract<
    Verdict,
    'supported' | 'partially_supported' | 'contradicted' | 'unsupported'
  >;
  readonly pSupported: number;
  readonly findings: readonly Finding[];
  readonly support: Support;
  /** What the probability was computed from. */
  readonly signals: Signals;
  readonly verbatim: Verbatim | null;
  /** The claim's words, with the values that the chunks write otherwise in the words of the chunks. */
  readonly words: readonly Word[];
  readonly isGiven: (word: Word) => boolean;
}

const STEP = 0.01;
/** Nothing is more sure than what stands there word for word. */
const VERBATIM = 0.99;
/** What stands there word for word has its words in the same order; looking for it costs more than counting them. */
const VERBATIM_TRIGRAMS = 0.9;
const FEW_WORDS = 12;
/** From this coverage on, what is missing is a part of the claim and not the claim. */
const PARTIAL_COVERAGE = 0.6;
const PARTIAL_MIN_TERMS = 4;
const PARTIAL_FROM = 0.7;
const ALL_BUT_COVERED = 0.9;

/** Checks a claim against a set of chunks taken together: what they share, and what a rule says against it. */
export function judgeClaim(
  claim: ReadClaim,
  chunks: readonly IndexedChunk[],
  index: EvidenceIndex,
): Judgement {
  const { terms, words } = translateValues(claim, chunks);
  const support = measureSupport(terms, chunks, index);
  const isGiven = findGiven(claim, chunks);
  const measured = measureClaim({ wording: claim.wording, words, isGiven }, chunks, support);
  const mayBeVerbatim = measured.overlap.trigrams >= VERBATIM_TRIGRAMS || words.length < FEW_WORDS;
  const verbatim = mayBeVerbatim ? findVerbatim(claim.wording, chunks) : null;
  const comparison = { claim, chunks, support };
  const values = [
    ...checkNumbers(comparison),
    ...checkDates(comparison),
    ...checkEntities(comparison),
    ...checkPolarity(comparison),
  ];
  const scored = withoutRepeats([
    ...values,
    ...checkAssertion(comparison),
    ...checkBounds(comparison),
    ...checkQuotes(comparison, index),
    ...checkSlots(words, measured),
  ]);
  const signals = readSignals(measured, { values, all: scored });
  const judged = { support, signals, verbatim, words, isGiven };
  if (verbatim !== null) {
    const pSupported = VERBATIM;
    return { verdict: 'supported', pSupported, findings: [], ...judged };
  }
  const findings = withoutRepeats([
    ...scored,
    ...checkWording(comparison),
    ...checkLikelyEdits(words, measured),
  ]);
  const score = Math.min(VERBATIM, scoreSupport(signals, index.model));
  return { ...weigh(claim, { ...judged, findings, score }, index.model), findings, ...judged };
}

/** Two rules may see the same: of one kind the first finding at a place is kept. */
function withoutRepeats(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(
    (finding, at) =>
      !findings
        .slice(0, at)
        .some(
          ({ code, span }) =>
            span !== null &&
            finding.span !== null &&
            spansOverlap(span, finding.span) &&
            (code === finding.code || NUMBER_CODES.has(code)) &&
            (code === finding.code || NUMBER_CODES.has(finding.code)),
        ),
  );
}

const NUMBER_CODES: ReadonlySet<string> = new Set([
  'number_novel',
  'number_swapped',
  'unit_changed',
  'date_mismatch',
]);

interface Weighed {
  readonly findings: readonly Finding[];
  readonly support: Support;
  readonly score: number;
}

function weigh(
  claim: ReadClaim,
  { findings, support, score }: Weighed,
  { supportedFrom }: SupportModel,
): Pick<Judgement, 'verdict' | 'pSupported'> {
  // A rule decides, however sure the rest is.
  const most = supportedFrom - STEP;
  if (findings.some(({ weight }) => weight === 'conflict'))
    return { verdict: 'contradicted', pSupported: Math.min(score, most) };
  const missing = findings.filter(({ weight }) => weight === 'missing');
  const pSupported = missing.length > 0 ? Math.min(score, most) : score;
  if (missing.length === 0 && pSupported >= supportedFrom)
    return { verdict: 'supported', pSupported };
  const isSomewhere = support.novelTerms.length > 0 || missing.some(({ span }) => span !== null);
  const isLong = claim.terms.length >= PARTIAL_MIN_TERMS;
  const isPart =
    isSomewhere &&
    (support.coverage >= ALL_BUT_COVERED ||
      (isLong && (support.coverage >= PARTIAL_COVERAGE || pSupported >= PARTIAL_FROM)));
  return { verdict: isPart ? 'partially_supported' : 'unsupported', pSupported };
}
