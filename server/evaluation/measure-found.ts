import type { FoundFigures } from '../../contract/evaluation.ts';
import { bootstrapInterval } from '../../core/statistics/bootstrap-interval.ts';
import { wilsonInterval } from '../../core/statistics/wilson-interval.ts';
import type { Sample } from './metrics.ts';
import {
  countFound,
  pairFields,
  pairLabels,
  type FoundCounts,
  type FoundPair,
} from './score-fields.ts';

/**
 * Precision, recall and F1 of each class of triage. Precision and recall are shares, with Wilson's interval; that of
 * F1 is bootstrapped over items.
 */
export function measureClasses(samples: readonly Sample[]): FoundFigures[] {
  return measureNames(
    samples.flatMap(({ item, seen }) => (seen.kind === 'label' ? [pairLabels(item, seen)] : [])),
  );
}

/** As of classes, of each field of extraction. */
export function measureFields(samples: readonly Sample[]): FoundFigures[] {
  return measureNames(
    samples.flatMap(({ item, seen }) =>
      seen.kind === 'fields' ? [pairFields(item, seen.value)] : [],
    ),
  );
}

function measureNames(items: readonly (readonly FoundPair[])[]): FoundFigures[] {
  const byName = new Map<string, FoundPair[]>();
  for (const pair of items.flat()) {
    const own = byName.get(pair.name) ?? [];
    own.push(pair);
    byName.set(pair.name, own);
  }
  return [...byName]
    .toSorted(([left], [right]) => left.localeCompare(right))
    .map(([name, pairs]) => ({ name, ...measurePairs(pairs) }));
}

function measurePairs(pairs: readonly FoundPair[]): Omit<FoundFigures, 'name'> {
  const counts = pairs.map((pair) => countFound([pair]));
  const total = sumCounts(counts, counts.keys());
  const { right, found, expected } = total;
  const f1 = (drawn: Iterable<number>) => f1Of(sumCounts(counts, drawn));
  const value = f1Of(total);
  const range = bootstrapInterval(counts.length, f1);
  return {
    ...total,
    precision: shareOf(right, found),
    recall: shareOf(right, expected),
    f1: value === null || range === null ? null : { value, ...range },
  };
}

function sumCounts(counts: readonly FoundCounts[], indices: Iterable<number>): FoundCounts {
  let [right, found, expected] = [0, 0, 0];
  for (const index of indices) {
    const own = counts[index];
    right += own?.right ?? 0;
    found += own?.found ?? 0;
    expected += own?.expected ?? 0;
  }
  return { right, found, expected };
}

function f1Of({ right, found, expected }: FoundCounts): number | null {
  return found + expected === 0 ? null : (2 * right) / (found + expected);
}

function shareOf(count: number, total: number): FoundFigures['precision'] {
  const range = wilsonInterval(count, total);
  return range === null ? null : { value: count / total, ...range };
}
