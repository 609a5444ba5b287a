import type { GoldItem, GoldSource } from '../../../contract/gold-set.ts';

/** An empty item with an id that no other has. */
export function newItem(items: readonly GoldItem[]): GoldItem {
  const taken = new Set(items.map(({ id }) => id));
  let number = items.length + 1;
  while (taken.has(`item-${number}`)) number += 1;
  return {
    id: `item-${number}`,
    task: 'answer',
    input: '',
    expected: {},
    sources: [],
    classification: 'internal',
    must_review: false,
    unanswerable: false,
    adversarial: false,
    part: items.at(-1)?.part ?? 'all',
    tags: [],
  };
}

/** With the item in the place of the one that had the id, or at the end. */
export function withItem(
  items: readonly GoldItem[],
  id: string,
  item: GoldItem,
): readonly GoldItem[] {
  const isKnown = items.some((other) => other.id === id);
  return isKnown ? items.map((other) => (other.id === id ? item : other)) : [...items, item];
}

/** One a line. */
export function readLines(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** A source keeps its quote for as long as its path is among the lines. */
export function readSources(text: string, before: readonly GoldSource[]): GoldSource[] {
  return readLines(text).map((path) => before.find((source) => source.path === path) ?? { path });
}

export function describeExpected({
  expected,
  unanswerable,
  must_review: mustReview,
}: GoldItem): string {
  if (mustReview) return 'A person decides.';
  if (unanswerable) return 'No answer.';
  const { accepted_answers: accepted = [], label, fields } = expected;
  if (label !== undefined) return label;
  if (fields !== undefined) return JSON.stringify(fields);
  return accepted.join(' | ');
}
