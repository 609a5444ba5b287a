import type { FactorEffects } from '../../contract/drift-attribution.ts';
import type { DriftMeasure } from '../../contract/drift.ts';
import { READINGS, type MeasuredAnswer } from '../../core/drift/measured-answer.ts';
import { bootstrapInterval } from '../../core/statistics/bootstrap-interval.ts';
import { adjustByHolm } from '../../core/statistics/holm.ts';
import { nextRandom } from '../../core/statistics/next-random.ts';

type DriftEffect = FactorEffects['effects'][number];

/** A measure as one number for each answer: itself, or whether it has the value whose share moved most. */
export interface MovedMeasure {
  readonly measure: DriftMeasure;
  readonly value: string | null;
  readonly moved: number;
  readonly read: (answer: MeasuredAnswer) => number | null;
}

const SIGNIFICANCE = 0.05;
const MAX_SHUFFLES = 3_999;
/** Large samples are shuffled less often: nobody should wait for them. */
const MAX_DRAWS = 2_000_000;
const SEED = 20_261_129;

/** How far a measure moved between two windows as recorded; null where one of them has no data. */
export function findMove(
  measure: DriftMeasure,
  before: readonly MeasuredAnswer[],
  after: readonly MeasuredAnswer[],
): MovedMeasure | null {
  const reading = READINGS[measure];
  if (reading.kind === 'number')
    return moveOf({ measure, value: null, read: reading.read }, before, after);
  const values = new Set([...before, ...after].flatMap((answer) => reading.read(answer) ?? []));
  const moves = [...values].flatMap((value) => {
    const read = (answer: MeasuredAnswer) => {
      const own = reading.read(answer);
      return own === null ? null : Number(own === value);
    };
    return moveOf({ measure, value, read }, before, after) ?? [];
  });
  return moves.toSorted((left, right) => Math.abs(right.moved) - Math.abs(left.moved))[0] ?? null;
}

function moveOf(
  measure: Omit<MovedMeasure, 'moved'>,
  before: readonly MeasuredAnswer[],
  after: readonly MeasuredAnswer[],
): MovedMeasure | null {
  const old = before.map(measure.read).filter((value) => value !== null);
  const fresh = after.map(measure.read).filter((value) => value !== null);
  if (old.length === 0 || fresh.length === 0) return null;
  return { ...measure, moved: meanOf(fresh) - meanOf(old) };
}

/** One question as it is answered now, and with one thing as it was. */
export interface AnswerPair {
  readonly now: MeasuredAnswer;
  readonly before: MeasuredAnswer;
}

export type Estimate = Omit<DriftEffect, 'is_cause'>;

/** The mean of the differences, with its bootstrap interval and the p-value of swapping the sides of pairs at random. */
export function estimatePaired(move: MovedMeasure, pairs: readonly AnswerPair[]): Estimate | null {
  const differences = pairs.flatMap(({ now, before }) => {
    const [fresh, old] = [move.read(now), move.read(before)];
    return fresh === null || old === null ? [] : [fresh - old];
  });
  const interval = bootstrapInterval(differences.length, (drawn) => {
    let sum = 0;
    for (const place of drawn) sum += differences[place] ?? 0;
    return sum / drawn.length;
  });
  if (interval === null) return null;
  const effect = meanOf(differences);
  const flipped = (random: () => number) =>
    meanOf(differences.map((difference) => (random() < 0.5 ? difference : -difference)));
  return {
    ...namesOf(move),
    effect,
    ...interval,
    p: shareAsLarge(Math.abs(effect), differences.length, flipped),
    of: differences.length,
  };
}

/** The difference of two samples of different questions, by dealing them out anew. */
export function estimateUnpaired(
  move: MovedMeasure,
  now: readonly MeasuredAnswer[],
  before: readonly MeasuredAnswer[],
): Estimate | null {
  const fresh = now.map(move.read).filter((value) => value !== null);
  const old = before.map(move.read).filter((value) => value !== null);
  if (fresh.length === 0 || old.length === 0) return null;
  const all = [...fresh, ...old];
  const effect = meanOf(fresh) - meanOf(old);
  const interval = bootstrapInterval(all.length, (drawn) => {
    const means = [fresh, old].map((sample, side) => {
      const own = drawn.subarray(
        side === 0 ? 0 : fresh.length,
        side === 0 ? fresh.length : undefined,
      );
      let sum = 0;
      for (const place of own) sum += sample[Math.floor((place / all.length) * sample.length)] ?? 0;
      return sum / own.length;
    });
    return (means[0] ?? 0) - (means[1] ?? 0);
  });
  const dealt = (random: () => number) => {
    const mixed = shuffle(all, random);
    return meanOf(mixed.slice(0, fresh.length)) - meanOf(mixed.slice(fresh.length));
  };
  const { low, high } = interval ?? { low: effect, high: effect };
  return {
    ...namesOf(move),
    effect,
    low,
    high,
    p: shareAsLarge(Math.abs(effect), all.length, dealt),
    of: Math.min(fresh.length, old.length),
  };
}

/** Adjusts the p-values of all of them together, and says which are causes. */
export function judgeEffects<Kept extends { readonly effects: readonly Estimate[] }>(
  factors: readonly Kept[],
): (Omit<Kept, 'effects'> & { effects: DriftEffect[] })[] {
  const adjusted = adjustByHolm(factors.flatMap(({ effects }) => effects.map(({ p }) => p)));
  let next = 0;
  return factors.map((factor) => ({
    ...factor,
    effects: factor.effects.map((estimate) => {
      const p = adjusted[next++] ?? 1;
      const isSameWay = estimate.effect * estimate.moved > 0;
      return { ...estimate, p, is_cause: p <= SIGNIFICANCE && isSameWay };
    }),
  }));
}

function namesOf({ measure, value, moved }: MovedMeasure) {
  return { measure, value, moved };
}

function shareAsLarge(size: number, drawn: number, draw: (random: () => number) => number): number {
  const shuffles = Math.min(MAX_SHUFFLES, Math.floor(MAX_DRAWS / drawn));
  let seed = SEED;
  const random = () => {
    const next = nextRandom(seed);
    ({ seed } = next);
    return next.value;
  };
  let count = 0;
  const tolerance = 1e-12;
  for (let shuffled = 0; shuffled < shuffles; shuffled += 1) {
    if (Math.abs(draw(random)) >= size - tolerance) count += 1;
  }
  return (count + 1) / (shuffles + 1);
}

function shuffle(values: readonly number[], random: () => number): readonly number[] {
  const mixed = [...values];
  for (let place = mixed.length - 1; place > 0; place -= 1) {
    const other = Math.floor(random() * (place + 1));
    [mixed[place], mixed[other]] = [mixed[other] ?? 0, mixed[place] ?? 0];
  }
  return mixed;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
