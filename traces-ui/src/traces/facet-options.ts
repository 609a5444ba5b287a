import type { TraceFacet, TraceOverview } from '../../../contract/trace-overview.ts';
import { formatCount } from '../ui/format.ts';

interface FacetOption {
  readonly value: string;
  readonly label: string;
}

/**
 * What a facet offers, the most frequent first, each with its count; `words` says how a value is called.
 * A chosen value is offered even where nothing has it.
 */
export function facetOptions(
  facets: TraceOverview['facets'],
  facet: TraceFacet,
  given: {
    readonly chosen: string | undefined;
    readonly words: Readonly<Record<string, string>>;
  },
): FacetOption[] {
  const counts = facets.filter((count) => count.facet === facet);
  const options = counts.map(({ value, count }) => ({
    value,
    label: `${given.words[value] ?? value} · ${formatCount(count)}`,
  }));
  const { chosen } = given;
  if (chosen === undefined || counts.some(({ value }) => value === chosen)) return options;
  return [...options, { value: chosen, label: `${given.words[chosen] ?? chosen} · 0` }];
}

/** The labels of terms, by their values. */
export function labelsOf(
  terms: Readonly<Record<string, { readonly label: string }>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(terms).map(([value, { label }]) => [value, label]));
}
