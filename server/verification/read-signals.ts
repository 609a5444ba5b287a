import { mostOf } from './measure-signals.ts';
import type { Measured } from './measure-signals.ts';
import type { Finding } from './rules/finding.ts';
import type { Signals } from './support-signals.ts';

const MOST_COUNTED = 2;
const FIRMEST = 3;

interface Findings {
  /** Of the rules that look at values, dates, names and negations. */
  readonly values: readonly Finding[];
  readonly all: readonly Finding[];
}

/** All signals of a claim. */
export function readSignals(measured: Measured, { values, all }: Findings): Signals {
  return {
    ...readOverlap(measured),
    ...measured.alignment,
    ...measured.reversal,
    ...readManner(measured),
    ...readInstead(measured),
    ...readFindings(values),
    hasConflict: Number(all.some(({ weight }) => weight === 'conflict')),
    hasMissing: Number(all.some(({ weight }) => weight === 'missing')),
  };
}

function readOverlap({ overlap, window, coverage, besideNamed }: Measured) {
  return {
    longestNovelRun: Math.log1p(overlap.longestNovelRun),
    novelNames: Math.min(MOST_COUNTED, overlap.novelNames),
    novelNumbers: Math.min(MOST_COUNTED, overlap.novelNumbers),
    bigrams: overlap.bigrams,
    trigrams: overlap.trigrams,
    pairs: overlap.pairs,
    window,
    coverage,
    besideNamed,
  };
}

function readManner({ manner }: Measured) {
  return {
    speaksOfSources: Number(manner.speaksOfSources),
    advises: Number(manner.advises),
    concludes: Number(manner.concludes),
    saysNothing: Number(manner.saysNothing),
  };
}

function readInstead({ slots, polarity, oppositeInstead }: Measured) {
  const name = mostOf(slots, 'name', ({ substitution }) => substitution);
  const unit = mostOf(slots, 'unit', ({ substitution }) => substitution);
  return {
    numberInstead: Math.min(
      FIRMEST,
      mostOf(slots, 'number', ({ substitution }) => substitution),
    ),
    nameInstead: Math.min(FIRMEST, name),
    hasNameInstead: Number(name > 0),
    unitInstead: Math.min(FIRMEST, unit),
    hasUnitInstead: Number(unit > 0),
    oppositeInstead: Math.min(FIRMEST, oppositeInstead),
    numberMargin: mostOf(slots, 'number', ({ margin }) => margin),
    nameMargin: mostOf(slots, 'name', ({ margin }) => margin),
    negationAdded: Math.min(FIRMEST, polarity.negationAdded),
    hasNegationAdded: Number(polarity.negationAdded > 0),
    hasNegationAlone: Number(polarity.negationAlone > 0),
    hedgeDropped: Math.min(FIRMEST, polarity.hedgeDropped),
    hasHedgeDropped: Number(polarity.hedgeDropped > 0),
  };
}

function readFindings(findings: readonly Finding[]) {
  const has = (code: Finding['code']) =>
    Number(findings.some((finding) => finding.code === code && finding.weight !== 'note'));
  return {
    foundNumberSwapped: has('number_swapped'),
    foundNegationFlipped: has('negation_flipped'),
    foundUnitChanged: has('unit_changed'),
    foundDateMismatch: has('date_mismatch'),
    foundNumberNovel: has('number_novel'),
    foundEntityNovel: has('entity_novel'),
  };
}
