import type { Verdict } from '../../contract/verification.ts';
import { joinSpans } from '../../core/text/spans.ts';
import type { Span } from '../../core/text/spans.ts';
import { extractTerms } from '../../core/text/terms.ts';
import { blankAttribution } from './blank-attribution.ts';
import { findVerbatim } from './find-verbatim.ts';
import type { Verbatim } from './find-verbatim.ts';
import type { EvidenceIndex, IndexedChunk } from './index-evidence.ts';
import { measureSupport } from './measure-support.ts';
import type { Support } from './measure-support.ts';
import { readTerms } from './read-terms.ts';
import type { Term } from './read-terms.ts';
import { checkDates } from './rules/check-dates.ts';
import { checkEntities } from './rules/check-entities.ts';
import { checkNumbers } from './rules/check-numbers.ts';
import { checkPolarity } from './rules/check-polarity.ts';
import { checkQuotes } from './rules/check-quotes.ts';
import type { Finding } from './rules/finding.ts';
import { scoreSupport } from './score-support.ts';
import { translateValues } from './translate-values.ts';

/** A claim as the checks read it; offsets index the answer. */
export interface ReadClaim extends Span {
  /** As it stands in the answer, its markers blanked out. */
  readonly wording: string;
  /** The same without the words that only name a source; what is checked. */
  readonly text: string;
  readonly terms: readonly Term[];
}

/** What one set of chunks does for one claim. */
export interface Judgement {
  readonly verdict: Extract<
    Verdict,
    'supported' | 'partially_supported' | 'contradicted' | 'unsupported'
  >;
  readonly pSupported: number;
  readonly findings: readonly Finding[];
  readonly support: Support;
  readonly verbatim: Verbatim | null;
  /** Spans of the answer that the chunks do not support. */
  readonly unsupportedSpans: readonly Span[];
}

const SUPPORTED_FROM = 0.5;
/** The most that a claim can reach which a rule speaks against. */
const CONFLICT_CEILING = 0.05;
const MISSING_CEILING = 0.3;
const VERBATIM_FLOOR = 0.97;
/** From this coverage on, what is missing is a part of the claim and not the claim. */
const PARTIAL_COVERAGE = 0.6;
const PARTIAL_MIN_TERMS = 4;

export function readClaim(plainText: string, { start, end }: Span): ReadClaim {
  const text = blankAttribution(plainText.slice(start, end));
  const terms = readTerms(text).map((term) => ({
    ...term,
    start: term.start + start,
    end: term.end + start,
  }));
  return { start, end, wording: plainText.slice(start, end), text, terms };
}

/** Checks a claim against a set of chunks taken together: typed rules first, coverage for the rest. */
export function judgeClaim(
  claim: ReadClaim,
  chunks: readonly IndexedChunk[],
  index: EvidenceIndex,
): Judgement {
  const terms = translateValues(claim, chunks);
  const support = measureSupport(terms, chunks, index);
  const verbatim = findVerbatim(claim.wording, chunks);
  const score = scoreSupport(support);
  if (verbatim !== null) {
    const pSupported = Math.max(score, VERBATIM_FLOOR);
    return {
      verdict: 'supported',
      pSupported,
      findings: [],
      support,
      verbatim,
      unsupportedSpans: [],
    };
  }
  const comparison = { claim, chunks, support };
  const findings = [
    ...checkNumbers(comparison),
    ...checkDates(comparison),
    ...checkEntities(comparison),
    ...checkQuotes(comparison, index),
    ...checkPolarity(comparison),
  ];
  return { ...weigh(claim, { findings, support, score }), findings, support, verbatim };
}

interface Weighed {
  readonly findings: readonly Finding[];
  readonly support: Support;
  readonly score: number;
}

function weigh(
  claim: ReadClaim,
  { findings, support, score }: Weighed,
): Pick<Judgement, 'verdict' | 'pSupported' | 'unsupportedSpans'> {
  const whole = [{ start: claim.start, end: claim.end }];
  const conflicts = findings.filter(({ weight }) => weight === 'conflict');
  if (conflicts.length > 0) {
    const spans = conflicts.flatMap(({ span }) => (span === null ? [] : [span]));
    const unsupportedSpans = spans.length === 0 ? whole : joinSpans(spans);
    return {
      verdict: 'contradicted',
      pSupported: Math.min(score, CONFLICT_CEILING),
      unsupportedSpans,
    };
  }
  const missing = findings.filter(({ weight }) => weight === 'missing');
  const pSupported = missing.length > 0 ? Math.min(score, MISSING_CEILING) : score;
  if (pSupported >= SUPPORTED_FROM)
    return { verdict: 'supported', pSupported, unsupportedSpans: [] };
  const spans = [
    ...missing.flatMap(({ span }) => (span === null ? [] : [span])),
    ...support.novelTerms,
  ];
  const isPart =
    support.coverage >= PARTIAL_COVERAGE &&
    claim.terms.length >= PARTIAL_MIN_TERMS &&
    spans.length > 0;
  if (!isPart) return { verdict: 'unsupported', pSupported, unsupportedSpans: whole };
  return { verdict: 'partially_supported', pSupported, unsupportedSpans: joinNovel(claim, spans) };
}

/** Novel words with only stop words between them are one span. */
function joinNovel(claim: ReadClaim, spans: readonly Span[]): readonly Span[] {
  return joinSpans(spans, (gap) => {
    if (gap.start >= gap.end) return true;
    const between = claim.text.slice(gap.start - claim.start, gap.end - claim.start);
    return between.length <= 24 && extractTerms(between).length === 0;
  });
}
