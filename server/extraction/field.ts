/** What a value has to be to fill a field. */
export type ValueKind =
  | 'text'
  | 'date'
  | 'date_time'
  | 'duration'
  | 'email'
  | 'uri'
  | 'number'
  | 'integer'
  | 'boolean'
  | 'choice';

export interface Bounds {
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly minLength: number | null;
  readonly maxLength: number | null;
}

/** A field as the schema describes it; `path` is a JSON pointer into the value. */
interface FieldBase {
  readonly path: string;
  readonly name: string;
  readonly title: string | null;
  readonly description: string | null;
}

export interface ScalarField extends FieldBase {
  readonly shape: 'scalar';
  readonly kind: ValueKind;
  /** A regular expression that the whole text of the value has to match. */
  readonly pattern: string | null;
  readonly choices: readonly string[];
  readonly bounds: Bounds;
}

export interface ObjectField extends FieldBase {
  readonly shape: 'object';
  readonly fields: readonly Field[];
}

/** Items of one kind, or rows of a table. */
export interface ListField extends FieldBase {
  readonly shape: 'list';
  readonly item: ScalarField | ObjectField;
  readonly maxItems: number;
}

export type Field = ScalarField | ObjectField | ListField;

/** The scalars in the order of the schema; those of a list stand for all of its items. */
export function listScalars(fields: readonly Field[]): readonly ScalarField[] {
  return fields.flatMap((field) => {
    if (field.shape === 'scalar') return [field];
    return listScalars(field.shape === 'object' ? field.fields : [field.item]);
  });
}
