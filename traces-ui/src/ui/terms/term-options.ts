import type { Term } from './term.ts';
import { valuesOf } from './term.ts';

interface Option {
  readonly value: string;
  readonly label: string;
}

/** What a select offers for a closed set of terms. */
export function optionsOf(terms: Readonly<Record<string, Term>>): Option[] {
  return Object.entries(terms).map(([value, term]) => ({ value, label: term.label }));
}

export function wordOptionsOf<Value extends string>(
  words: Readonly<Record<Value, string>>,
): Option[] {
  return valuesOf(words).map((value) => ({ value, label: words[value] }));
}
