import type { TracedField } from '../../contract/extraction.ts';
import { extractFields, openText } from '../../server/extraction/extract-fields.ts';
import type { ScalarField } from '../../server/extraction/field.ts';
import { readSchema } from '../../server/extraction/read-schema.ts';
import { verifyValue } from '../../server/extraction/verify-value.ts';
import { isSameValue, type GoldDocument } from './gold-set.ts';

/** What came of one field of one document. */
export interface MeasuredField {
  readonly part: GoldDocument['part'];
  readonly path: string;
  readonly name: string;
  readonly kind: 'date' | 'amount' | 'identifier' | 'address' | 'duration' | 'name';
  readonly outcome: 'right' | 'wrong' | 'missed' | 'rightly_missing' | 'filled_though_absent';
  /** The value does not stand where its span says, or nowhere. */
  readonly isInvented: boolean;
  readonly gold: TracedField['value'];
  readonly found: TracedField;
}

/** Extracts the fields of a gold document as the server does, without a model. */
export function measureDocument(document: GoldDocument): readonly MeasuredField[] {
  const text = openText({ documentId: null, documentVersion: null, text: document.text });
  const { fields } = extractFields(readSchema(document.schema), [text]);
  return document.fields.flatMap(({ field, gold }) => {
    const found = fields.find(({ path }) => path === field.path);
    if (found === undefined) throw new Error(`${document.path} has no ${field.path}.`);
    const isInvented = found.value !== null && !standsThere(field, found, text);
    const { part, path } = document;
    const outcome = outcomeOf(found.value, gold);
    return [
      { part, path, name: field.name, kind: kindOf(field), outcome, isInvented, gold, found },
    ];
  });
}

function standsThere(
  field: ScalarField,
  { value, spans }: TracedField,
  text: ReturnType<typeof openText>,
): boolean {
  const [span] = spans;
  if (value === null || span === undefined) return false;
  if (text.text.slice(span.char_start, span.char_end) !== span.quote) return false;
  return verifyValue(field, { value, quote: span.quote }, [text]) !== null;
}

function outcomeOf(value: TracedField['value'], gold: TracedField['value']) {
  if (gold === null) return value === null ? 'rightly_missing' : 'filled_though_absent';
  if (value === null) return 'missed';
  return isSameValue(value, gold) ? 'right' : 'wrong';
}

function kindOf({ kind, pattern, description, title }: ScalarField): MeasuredField['kind'] {
  if (kind === 'date' || kind === 'date_time') return 'date';
  if (kind === 'number' || kind === 'integer') return 'amount';
  if (kind === 'email' || kind === 'uri' || pattern?.includes('@') === true) return 'address';
  if (pattern !== null) return 'identifier';
  const words = `${title ?? ''} ${description ?? ''}`;
  return /\btime|how long|deadline|period|as written|length|longest/iu.test(words)
    ? 'duration'
    : 'name';
}
