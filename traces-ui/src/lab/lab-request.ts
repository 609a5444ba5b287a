import type { BodyInput } from '../../../contract/endpoint-types.ts';
import type { LabSearch } from '../search/lab-search.ts';

/** The request for a question under the settings of the address. */
export function buildLabRequest(question: string, search: LabSearch): BodyInput<'retrieve'> {
  const { collections, source, as_of, max_chunks, leg_depth, max_context_tokens, fusion } = search;
  const dense_weight = search.dense_weight === undefined ? undefined : search.dense_weight / 100;
  return {
    question,
    ...(collections === undefined ? {} : { collections: collections.split(',') }),
    ...(source === undefined ? {} : { filters: { source } }),
    ...(as_of === undefined ? {} : { as_of }),
    ...(max_chunks === undefined ? {} : { max_chunks }),
    retrieval: {
      ...(leg_depth === undefined ? {} : { leg_depth }),
      ...(max_context_tokens === undefined ? {} : { max_context_tokens }),
      ...(fusion === undefined ? {} : { fusion }),
      ...(dense_weight === undefined ? {} : { dense_weight }),
    },
  };
}
