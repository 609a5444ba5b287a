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

/**
 * All signals of a claim. One literal, with what is spread into it first: to put an object together of several takes
 * longer than to measure most of what is in it.
 */
export function readSignals(measured: Measured, { values, all }: Findings): Signals {
  const { overlap, alignment, manner, slots, polarity, reversal } = measured;
  const name = mostOf(slots, 'name', ({ substitution }) => substitution);
  const number = mostOf(slots, 'number', ({ substitution }) => substitution);
  const unit = mostOf(slots, 'unit', ({ substitution }) => substitution);
  const found = codesOf(values);
  return {
    ...alignment,
    longestNovelRun: Math.log1p(overlap.longestNovelRun),
    novelNames: Math.min(MOST_COUNTED, overlap.novelNames),
    novelNumbers: Math.min(MOST_COUNTED, overlap.novelNumbers),
    bigrams: overlap.bigrams,
    trigrams: overlap.trigrams,
    pairs: overlap.pairs,
    window: measured.window,
    coverage: measured.coverage,
    besideNamed: measured.besideNamed,
    deniedAlone: reversal.deniedAlone,
    deniedFarAndWide: reversal.deniedFarAndWide,
    denialLeftOut: reversal.denialLeftOut,
    hedgeLeftOut: reversal.hedgeLeftOut,
    speaksOfSources: Number(manner.speaksOfSources),
    advises: Number(manner.advises),
    concludes: Number(manner.concludes),
    saysNothing: Number(manner.saysNothing),
    numberInstead: Math.min(FIRMEST, number),
    nameInstead: Math.min(FIRMEST, name),
    hasNameInstead: Number(name > 0),
    unitInstead: Math.min(FIRMEST, unit),
    hasUnitInstead: Number(unit > 0),
    oppositeInstead: Math.min(FIRMEST, measured.oppositeInstead),
    numberMargin: mostOf(slots, 'number', ({ margin }) => margin),
    nameMargin: mostOf(slots, 'name', ({ margin }) => margin),
    negationAdded: Math.min(FIRMEST, polarity.negationAdded),
    hasNegationAdded: Number(polarity.negationAdded > 0),
    hasNegationAlone: Number(polarity.negationAlone > 0),
    hedgeDropped: Math.min(FIRMEST, polarity.hedgeDropped),
    hasHedgeDropped: Number(polarity.hedgeDropped > 0),
    foundNumberSwapped: Number(found.has('number_swapped')),
    foundNegationFlipped: Number(found.has('negation_flipped')),
    foundUnitChanged: Number(found.has('unit_changed')),
    foundDateMismatch: Number(found.has('date_mismatch')),
    foundNumberNovel: Number(found.has('number_novel')),
    foundEntityNovel: Number(found.has('entity_novel')),
    hasConflict: Number(all.some(({ weight }) => weight === 'conflict')),
    hasMissing: Number(all.some(({ weight }) => weight === 'missing')),
  };
}

/** But for notes. */
function codesOf(findings: readonly Finding[]): ReadonlySet<Finding['code']> {
  return new Set(findings.filter(({ weight }) => weight !== 'note').map(({ code }) => code));
}
