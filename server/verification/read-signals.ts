import { mostOf } from './measure-signals.ts';
import type { Measured } from './measure-signals.ts';
import type { Finding } from './rules/finding.ts';
import type { Signals } from './support-signals.ts';

const MOST_COUNTED = 2;
const FIRMEST = 3;
const WIDE_MARGIN = 0.15;

/** All signals of a claim; the findings are those of the rules that look at values, names and dates. */
export function readSignals(measured: Measured, findings: readonly Finding[]): Signals {
  return { ...readOverlap(measured), ...readInstead(measured), ...readFindings(findings) };
}

function readOverlap({ overlap, slots, window, ...measured }: Measured) {
  return {
    novelWeight: Math.log1p(overlap.novelWeight),
    longestNovelRun: Math.log1p(overlap.longestNovelRun),
    novelNames: Math.min(MOST_COUNTED, overlap.novelNames),
    novelNumbers: Math.min(MOST_COUNTED, overlap.novelNumbers),
    bigrams: overlap.bigrams,
    trigrams: overlap.trigrams,
    trigramsSquared: overlap.trigrams ** 2,
    pairs: overlap.pairs,
    missingPairs: Math.log1p(overlap.missingPairs),
    window: window.window,
    windowSharp: window.window ** 4,
    twoWindows: window.twoWindows,
    numberFar: mostOf(slots, 'number', ({ near }) => 1 - near),
    nameFar: mostOf(slots, 'name', ({ near }) => 1 - near),
    speaksOfSources: Number(measured.speaksOfSources),
    leadsIn: Number(measured.leadsIn),
  };
}

function readInstead({ slots, polarity, instead }: Measured) {
  const number = mostOf(slots, 'number', ({ substitution }) => substitution);
  const name = mostOf(slots, 'name', ({ substitution }) => substitution);
  const unit = mostOf(slots, 'unit', ({ substitution }) => substitution);
  const numberMargin = mostOf(slots, 'number', ({ margin }) => margin);
  const nameMargin = mostOf(slots, 'name', ({ margin }) => margin);
  return {
    numberInstead: Math.min(FIRMEST, number),
    hasNumberInstead: Number(number >= 1),
    nameInstead: Math.min(FIRMEST, name),
    hasNameInstead: Number(name > 0),
    unitInstead: Math.min(FIRMEST, unit),
    hasUnitInstead: Number(unit > 0),
    oppositeInstead: Math.min(FIRMEST, instead.opposite),
    hasOppositeInstead: Number(instead.opposite > 0),
    unknownWordInstead: between(instead.unknown, 3, 5),
    unknownWordFirmlyInstead: between(instead.unknown, 5, 7),
    knownWordInstead: between(instead.known, 3, 5),
    numberMargin,
    numberMarginWide: Math.max(0, numberMargin - WIDE_MARGIN),
    nameMargin,
    nameMarginWide: Math.max(0, nameMargin - WIDE_MARGIN),
    negationAdded: Math.min(FIRMEST, polarity.negationAdded),
    hasNegationAdded: Number(polarity.negationAdded > 0),
    negationAlone: polarity.negationAlone,
    hasNegationAlone: Number(polarity.negationAlone > 0),
    negationDropped: between(polarity.negationDropped, 2, 4),
    hedgeDropped: between(polarity.hedgeDropped, 2, 4),
    hedgeFirmlyDropped: between(polarity.hedgeDropped, 4, 6),
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
    foundAntonym: has('antonym'),
  };
}

/** How far a value has come from the one bound to the other. */
function between(value: number, from: number, to: number): number {
  return Math.min(Math.max(value, from), to) - from;
}
