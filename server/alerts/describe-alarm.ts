import type { DriftAlarm, DriftFigure, DriftMeasure } from '../../contract/drift.ts';

type Shares = Extract<NonNullable<DriftFigure>, { kind: 'shares' }>;

const UNITS: Partial<Record<DriftMeasure, string>> = {
  question_length: ' characters',
  answer_length: ' characters',
  latency: ' ms',
  cost: ' US dollars',
};

/** What moved, from where to where: means and medians, or the share that moved most. */
export function describeAlarm({ measure, p, reference, current }: DriftAlarm): string {
  const sure = `(p = ${p.toPrecision(2)})`;
  if (reference?.kind === 'number' && current?.kind === 'number') {
    const unit = UNITS[measure] ?? '';
    const mean = `mean ${show(reference.mean)} to ${show(current.mean)}${unit}`;
    return `${measure} ${mean}, median ${show(reference.median)} to ${show(current.median)}${unit} ${sure}`;
  }
  if (reference?.kind === 'shares' && current?.kind === 'shares') {
    return `${measure} ${describeLargestMove(reference, current)} ${sure}`;
  }
  return `${measure} ${sure}`;
}

function describeLargestMove(reference: Shares, current: Shares): string {
  const before = new Map(reference.shares.map(({ value, share }) => [value, share]));
  const after = new Map(current.shares.map(({ value, share }) => [value, share]));
  const moves = [...new Set([...before.keys(), ...after.keys()])].map((value) => {
    const [from, to] = [before.get(value) ?? 0, after.get(value) ?? 0];
    return { value, from, to, by: Math.abs(to - from) };
  });
  const [most] = moves.toSorted((left, right) => right.by - left.by);
  return most === undefined
    ? ''
    : `${most.value} ${show(most.from * 100)} % to ${show(most.to * 100)} %`;
}

function show(value: number): string {
  return String(Number(value.toPrecision(3)));
}
