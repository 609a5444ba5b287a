import type { FoundFigures } from '../../contract/evaluation.ts';
import { wilsonInterval } from '../../core/statistics/wilson-interval.ts';
import type { Sample } from './metrics.ts';
import {
  countFound,
  pairFields,
  pairLabels,
  type FoundCounts,
  type FoundPair,
} from './score-fields.ts';

/** Precision, recall and F1 of each class of triage, each with Wilson's interval. */
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
  const total = countFound(pairs);
  const { right, found, expected } = total;
  return {
    ...total,
    precision: shareOf(right, found),
    recall: shareOf(right, expected),
    f1: f1Of(total),
  };
}

/** F1 is 2J / (1 + J), where J is the share of right ones in all that was found or expected; its interval is J's. */
function f1Of({ right, found, expected }: FoundCounts): FoundFigures['f1'] {
  const share = shareOf(right, found + expected - right);
  return share === null
    ? null
    : { value: toF1(share.value), low: toF1(share.low), high: toF1(share.high) };
}

function toF1(share: number): number {
  return (2 * share) / (1 + share);
}

function shareOf(count: number, total: number): FoundFigures['precision'] {
  const range = wilsonInterval(count, total);
  return range === null ? null : { value: count / total, ...range };
}
