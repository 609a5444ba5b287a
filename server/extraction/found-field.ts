import type { TracedField, ValueSpan } from '../../contract/extraction.ts';
import type { DocumentId } from '../../contract/ids.ts';
import type { Span } from '../../core/text/spans.ts';
import type { Source } from './rank-candidates.ts';

/** A text to read, and whose it is; null for one that came with the request. */
export interface GivenText {
  readonly documentId: DocumentId | null;
  readonly documentVersion: number | null;
  readonly text: string;
}

export interface OpenText extends GivenText, Source {}

/** What a field without a value has instead of one. */
export const MISSING = {
  value: null,
  verdict: 'missing',
  normalisation: null,
  spans: [],
  model: null,
} satisfies Partial<TracedField>;

export const NOTHING_CONSIDERED = {
  considered_count: 0,
  considered: [],
} satisfies Partial<TracedField>;

export function describeSpan(source: GivenText | undefined, { start, end }: Span): ValueSpan {
  if (source === undefined) throw new Error('A value stands in a text.');
  return {
    document_id: source.documentId,
    document_version: source.documentVersion,
    char_start: start,
    char_end: end,
    quote: source.text.slice(start, end),
  };
}
