import type { EvaluatedItem } from '../../../contract/evaluation.ts';

export const ITEM_FILTERS = [
  { value: 'all', label: 'All' },
  { value: 'improved', label: 'Improved' },
  { value: 'regressed', label: 'Regressed' },
  { value: 'unsuccessful', label: 'Not successful' },
] as const;
export type ItemFilter = (typeof ITEM_FILTERS)[number]['value'];

type Result = EvaluatedItem['results'][number];

/** Under any of the variants. */
export function isShown({ results }: EvaluatedItem, filter: ItemFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'improved':
    case 'regressed':
      return results.some(({ change }) => change === filter);
    case 'unsuccessful':
      return results.some(({ scores }) => scores['success'] === 0);
    default:
      return filter satisfies never;
  }
}

/** As `answered, as expected`. */
export function describeEnding({ observation, scores }: Result): string {
  if (observation.kind !== 'answer') return observation.kind;
  const status = observation.status.replaceAll('_', ' ');
  const { success = null } = scores;
  if (success === null) return status;
  return `${status}, ${success === 1 ? 'as expected' : 'not as expected'}`;
}
