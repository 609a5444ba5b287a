import type { Span } from '../../core/text/spans.ts';

/** A risk that was given and whether the thing was indeed unsupported. */
export interface Risk {
  readonly risk: number;
  readonly isUnsupported: boolean;
}

interface Decided {
  readonly isFlagged: boolean;
  readonly isUnsupported: boolean;
}

export interface Agreement {
  /** Of the unsupported ones. */
  readonly f1: number;
  readonly macroF1: number;
  /** Balanced accuracy. */
  readonly balanced: number;
}

export function measureAgreement(decided: readonly Decided[]): Agreement {
  let [hits, misses, alarms, passes] = [0, 0, 0, 0];
  for (const { isFlagged, isUnsupported } of decided) {
    if (isUnsupported && isFlagged) hits += 1;
    else if (isUnsupported) misses += 1;
    else if (isFlagged) alarms += 1;
    else passes += 1;
  }
  const f1 = (2 * hits) / Math.max(1, 2 * hits + alarms + misses);
  const otherF1 = (2 * passes) / Math.max(1, 2 * passes + alarms + misses);
  const balanced = (hits / Math.max(1, hits + misses) + passes / Math.max(1, passes + alarms)) / 2;
  return { f1, macroF1: (f1 + otherF1) / 2, balanced };
}

/** The risk from which on to flag, for the best balanced accuracy on these. */
export function findThreshold(risks: readonly Risk[]): number {
  const unsupported = risks.filter(({ isUnsupported }) => isUnsupported).length;
  const supported = risks.length - unsupported;
  let [caught, alarms, best, threshold] = [0, 0, -Infinity, Infinity];
  const sorted = risks.toSorted((left, right) => right.risk - left.risk);
  for (const [at, { risk, isUnsupported }] of sorted.entries()) {
    if (isUnsupported) caught += 1;
    else alarms += 1;
    if (sorted[at + 1]?.risk === risk) continue;
    const balance = caught / Math.max(1, unsupported) - alarms / Math.max(1, supported);
    if (balance > best) {
      best = balance;
      threshold = risk;
    }
  }
  return threshold;
}

/** The share of pairs of an unsupported and a supported one that the risk puts in order; ties count half. */
export function areaUnderCurve(risks: readonly Risk[]): number {
  const sorted = risks.toSorted((left, right) => left.risk - right.risk);
  let [ranks, unsupported, at] = [0, 0, 0];
  while (at < sorted.length) {
    let end = at;
    while (end < sorted.length && sorted[end]?.risk === sorted[at]?.risk) end += 1;
    for (const { isUnsupported } of sorted.slice(at, end)) {
      if (!isUnsupported) continue;
      ranks += (at + end + 1) / 2;
      unsupported += 1;
    }
    at = Math.max(end, at + 1);
  }
  const supported = risks.length - unsupported;
  return (ranks - (unsupported * (unsupported + 1)) / 2) / (unsupported * supported);
}

/** The mean over fifths by length: what is left of an area when length tells nothing. */
export function areaWithinLengths(risks: readonly (Risk & { readonly length: number })[]): number {
  const sorted = risks.toSorted((left, right) => left.length - right.length);
  const bound = (part: number) => Math.floor((part * sorted.length) / 5);
  const areas = [0, 1, 2, 3, 4].map((part) =>
    areaUnderCurve(sorted.slice(bound(part), bound(part + 1))),
  );
  return areas.reduce((sum, area) => sum + area, 0) / areas.length;
}

/** The largest share, least risky first, of which no more than this share is unsupported. */
export function shareAccepted(risks: readonly Risk[], mostUnsupported: number): number {
  let [unsupported, accepted] = [0, 0];
  for (const [at, { isUnsupported }] of risks
    .toSorted((left, right) => left.risk - right.risk)
    .entries()) {
    if (isUnsupported) unsupported += 1;
    if (unsupported / (at + 1) <= mostUnsupported) accepted = at + 1;
  }
  return accepted / Math.max(1, risks.length);
}

/** F1 over characters of spans that are marked and spans that should be, over all texts together. */
export function characterF1(
  marked: readonly { readonly given: readonly Span[]; readonly right: readonly Span[] }[],
): number {
  let [both, either] = [0, 0];
  for (const { given, right } of marked) {
    const length = Math.max(0, ...[...given, ...right].map(({ end }) => end));
    const isGiven = fill(length, given);
    const isRight = fill(length, right);
    for (let at = 0; at < length; at += 1) {
      const [own, other] = [isGiven[at] ?? 0, isRight[at] ?? 0];
      both += own * other;
      either += own + other;
    }
  }
  return (2 * both) / Math.max(1, either);
}

function fill(length: number, spans: readonly Span[]): Uint8Array {
  const filled = new Uint8Array(length);
  for (const { start, end } of spans) filled.fill(1, Math.max(0, start), end);
  return filled;
}
