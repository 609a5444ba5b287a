import type { FieldsObservation, LabelObservation } from '../../contract/evaluation-result.ts';
import type { GoldItem } from '../../contract/gold-set.ts';
import { canonicalJson } from '../../core/canonical-json.ts';

/** What was expected under a name, and what was found there; null for nothing. */
export interface FoundPair {
  readonly name: string;
  readonly expected: unknown;
  readonly found: unknown;
}

export interface FoundCounts {
  readonly right: number;
  /** Rightly or not. */
  readonly found: number;
  readonly expected: number;
}

/** The fields that an item expects, and those that were given beside them. */
export function pairFields(
  item: GoldItem,
  value: FieldsObservation['value'],
): readonly FoundPair[] {
  const { fields = {} } = item.expected;
  const names = new Set([...Object.keys(fields), ...Object.keys(value)]);
  return [...names].map((name) => ({
    name,
    expected: fields[name] ?? null,
    found: value[name] ?? null,
  }));
}

/** The class that was expected and the one that was found: one and the same name where it is right. */
export function pairLabels(item: GoldItem, { label }: LabelObservation): readonly FoundPair[] {
  const { label: expected = null } = item.expected;
  if (expected === label) return label === null ? [] : [{ name: label, expected, found: label }];
  return [
    ...(expected === null ? [] : [{ name: expected, expected, found: null }]),
    ...(label === null ? [] : [{ name: label, expected: null, found: label }]),
  ];
}

export function countFound(pairs: readonly FoundPair[]): FoundCounts {
  return {
    right: pairs.filter(isRight).length,
    found: pairs.filter(({ found }) => found !== null).length,
    expected: pairs.filter(({ expected }) => expected !== null).length,
  };
}

/** That nothing is found where nothing is expected is right, and counts for neither precision nor recall. */
export function isAllRight(pairs: readonly FoundPair[]): boolean {
  return pairs.every((pair) => isRight(pair) || (pair.expected === null && pair.found === null));
}

function isRight({ expected, found }: FoundPair): boolean {
  return expected !== null && found !== null && comparable(expected) === comparable(found);
}

/** Capitals and runs of spaces are no part of a value. */
function comparable(value: unknown): string {
  return canonicalJson(value).toLowerCase().replaceAll(/\s+/gu, ' ');
}
