import type { EvaluatedItem } from '../../../contract/evaluation.ts';
import type { FieldsObservation, LabelObservation } from '../../../contract/evaluation-result.ts';
import { formatPercent } from '../ui/format.ts';

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

/** What was answered, or said instead of an answer. */
export function describeResult(observation: Result['observation']): string {
  switch (observation.kind) {
    case 'answer':
      return observation.answer;
    case 'label':
      return `${observation.label ?? 'no class'} (${formatPercent(observation.probability)}), by ${observation.model ?? observation.classifier}`;
    case 'fields':
      return Object.entries(observation.value)
        .map(([name, value]) => `${name}: ${value === null ? '–' : printValue(value)}`)
        .join('; ');
    case 'failed':
    case 'skipped':
      return observation.detail;
    default:
      return observation satisfies never;
  }
}

function printValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function describeReading({ kind, held }: LabelObservation | FieldsObservation): string {
  const done = kind === 'label' ? 'sorted' : 'read';
  return held ? `${done}, held for a person` : done;
}

/** As `answered, as expected`. */
export function describeEnding({ observation, scores }: Result): string {
  if (observation.kind === 'failed' || observation.kind === 'skipped') return observation.kind;
  const status =
    observation.kind === 'answer'
      ? observation.status.replaceAll('_', ' ')
      : describeReading(observation);
  const { success = null } = scores;
  if (success === null) return status;
  return `${status}, ${success === 1 ? 'as expected' : 'not as expected'}`;
}
