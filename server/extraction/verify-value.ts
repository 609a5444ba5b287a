import type { FieldValue, Normalisation } from '../../contract/extraction.ts';
import { normalizeText, normalizeWithOffsets } from '../../core/text/offset-map.ts';
import type { Span } from '../../core/text/spans.ts';
import type { ScalarField } from './field.ts';
import type { Entity } from './find-entities.ts';
import type { OpenText } from './found-field.ts';
import { listCandidates } from './list-candidates.ts';
import { readQuery } from './read-query.ts';
import { readValue } from './read-value.ts';

/** A value that somebody claims a text to hold, with the words that are to say so. */
export interface ClaimedValue {
  readonly value: NonNullable<FieldValue>;
  readonly quote: string | null;
}

/** Where a claimed value stands. */
export interface VerifiedValue extends Span {
  readonly source: OpenText;
  readonly value: NonNullable<FieldValue>;
  readonly normalisation: Normalisation | null;
}

/**
 * Finds a claimed value: in the quoted words, which have to stand in a text, or anywhere where none are
 * quoted. Null where it does not stand there, neither verbatim nor by a normalisation.
 */
export function verifyValue(
  field: ScalarField,
  claimed: ClaimedValue,
  sources: readonly OpenText[],
): VerifiedValue | null {
  for (const source of sources) {
    for (const within of placesOf(source, claimed.quote)) {
      const found = findIn(field, claimed.value, { source, within });
      if (found !== null) return { ...found, source };
    }
  }
  return null;
}

/** Where the quoted words stand, but for white space and typography. */
function placesOf({ text }: OpenText, quote: string | null): readonly Span[] {
  if (quote === null) return [{ start: 0, end: text.length }];
  const normal = normalizeWithOffsets(text);
  return findAll(normal.text, normalizeText(quote).trim()).map(normal.toOriginal);
}

type Found = Omit<VerifiedValue, 'source'>;

function findIn(
  field: ScalarField,
  value: NonNullable<FieldValue>,
  place: { readonly source: OpenText; readonly within: Span },
): Found | null {
  return field.kind === 'text' && typeof value === 'string'
    ? findWords(field, value, place)
    : findRead(field, value, place);
}

/** The words themselves, else but for white space and typography, else in another case. */
function findWords(
  field: ScalarField,
  value: string,
  { source, within }: { readonly source: OpenText; readonly within: Span },
): Found | null {
  const content = source.text.slice(within.start, within.end);
  const at = findAll(content, value)[0];
  if (at !== undefined) {
    const span = { start: within.start + at.start, end: within.start + at.end };
    return accept(field, source.text, { ...span, value, normalisation: null });
  }
  const normal = normalizeWithOffsets(content);
  const wanted = normalizeText(value).trim();
  for (const normalisation of ['white_space', 'letter_case'] as const) {
    const fold = (text: string) => (normalisation === 'letter_case' ? text.toLowerCase() : text);
    const [found] = findAll(fold(normal.text), fold(wanted));
    if (found === undefined) continue;
    const { start, end } = normal.toOriginal(found);
    const span = { start: within.start + start, end: within.start + end };
    return accept(field, source.text, { ...span, value, normalisation });
  }
  return null;
}

/** Whether it is of the field's pattern and length, too. */
function accept(field: ScalarField, text: string, found: Found): Found | null {
  const entity: Entity = {
    start: found.start,
    end: found.end,
    type: 'name',
    statement: 0,
    cell: null,
  };
  return readValue({ ...field, kind: 'text' }, String(found.value), entity) === null ||
    text.slice(found.start, found.end).trim() === ''
    ? null
    : found;
}

/** What in the place reads as the value. */
function findRead(
  field: ScalarField,
  value: NonNullable<FieldValue>,
  { source, within }: { readonly source: OpenText; readonly within: Span },
): Found | null {
  const ofKind = listCandidates(field, readQuery(field), source).map(({ entity }) => entity);
  for (const entity of new Set([...source.entities, ...ofKind])) {
    if (entity.start < within.start || entity.end > within.end) continue;
    const read = readValue(field, source.text.slice(entity.start, entity.end), entity);
    if (read === null || read.value !== value) continue;
    return { start: entity.start, end: entity.end, ...read };
  }
  return null;
}

/** Whole words only. */
function findAll(text: string, wanted: string): readonly Span[] {
  const spans: Span[] = [];
  if (wanted === '') return spans;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
    const end = at + wanted.length;
    const cutsWord =
      /^[\p{L}\p{N}]{2}$/u.test(text.slice(at - 1, at + 1)) ||
      /^[\p{L}\p{N}]{2}$/u.test(text.slice(end - 1, end + 1));
    if (!cutsWord || at === 0) spans.push({ start: at, end });
  }
  return spans;
}
