import { DRIFT_MEASURES } from '../../contract/drift.ts';
import { READINGS, type MeasuredAnswer } from '../../core/drift/measured-answer.ts';

const BINS = 10;
const FLOOR = 1e-4;

/**
 * The largest population stability index of all measures, as textbooks have it: deciles of the reference, sum of
 * (current - reference) ln(current / reference) over their shares; above 0.1 is called a shift, above 0.25 a large one.
 */
export function largestPsi(
  reference: readonly MeasuredAnswer[],
  current: readonly MeasuredAnswer[],
): number {
  return Math.max(
    ...DRIFT_MEASURES.map((measure) => {
      const reading = READINGS[measure];
      const before = reference.map((answer) => reading.read(answer)).filter(isKnown);
      const after = current.map((answer) => reading.read(answer)).filter(isKnown);
      const toBin = reading.kind === 'number' ? deciles(before.map(Number)) : String;
      return indexOf(countBins(before, toBin), countBins(after, toBin));
    }),
  );
}

type Value = number | string;

function isKnown(value: Value | null): value is Value {
  return value !== null;
}

function deciles(values: readonly number[]): (value: Value) => string {
  const sorted = values.toSorted((left, right) => left - right);
  const edges = Array.from(
    { length: BINS - 1 },
    (_none, step) => sorted[Math.floor((sorted.length * (step + 1)) / BINS)] ?? 0,
  );
  return (value) => String(edges.filter((edge) => Number(value) >= edge).length);
}

function countBins(values: readonly Value[], toBin: (value: Value) => string) {
  const shares = new Map<string, number>();
  for (const value of values) {
    const bin = toBin(value);
    shares.set(bin, (shares.get(bin) ?? 0) + 1 / values.length);
  }
  return shares;
}

function indexOf(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const bin of new Set([...before.keys(), ...after.keys()])) {
    const [from, to] = [before.get(bin) ?? FLOOR, after.get(bin) ?? FLOOR];
    sum += (to - from) * Math.log(to / from);
  }
  return sum;
}
