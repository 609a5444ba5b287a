import { extractTerms } from '../../core/text/terms.ts';
import type { Entity } from './find-entities.ts';
import { coverTerms, strongestCover, weighCover, type Cover } from './query-cover.ts';
import type { FieldQuery } from './read-query.ts';
import type { PlacedTerm, ReadText, Statement } from './read-statements.ts';

/** How well a place in a text fits a field, each 0 to 1. */
export const FEATURES = [
  'label',
  'label_precision',
  'row',
  'sentence',
  'near',
  'heading',
  'around',
  'union',
  'own',
  'head',
  'head_of_document',
  'alone',
  'unit',
  'other_unit',
  'after',
  'is_cell',
  'is_label_value',
  'is_name',
] as const;
export type Features = Readonly<Record<(typeof FEATURES)[number], number>>;

const HEAD_STATEMENTS = 5;
const NEAR_CHARS = 120;
/** Between a value and a word that another value is nearer to. */
const SEPARATOR = /[,;:()]|\s(?:and|or|but)\s/u;
const BEYOND_SEPARATOR = 0.6;
const HEADING_SHARE = 0.7;
const AROUND_SHARE = 0.5;

/** Measures places in a text for one field; statements are read once. */
export function createFeatureMeasure(read: ReadText, query: FieldQuery) {
  const covers = new Map<number, Cover>();
  const coverOf = (index: number): Cover => {
    const known = covers.get(index);
    if (known !== undefined) return known;
    const made = cover(query, read.statements[index]?.terms ?? []);
    covers.set(index, made);
    return made;
  };
  return (entity: Entity, distinctValues: number): Features => {
    const statement = read.statements[entity.statement];
    if (statement === undefined) throw new Error('An entity stands in a statement.');
    const outside = statement.terms.filter(
      ({ start, end }) => end <= entity.start || start >= entity.end,
    );
    const sentence = cover(query, outside);
    const near = coverNear(read.text, query, { entity, terms: outside });
    const label = coverLabel(query, statement, entity);
    const heading = statement.heading === null ? [] : coverOf(statement.heading);
    const around = strongestCover([coverOf(entity.statement - 1), coverOf(entity.statement + 1)]);
    const sum = (vector: Cover) => weighCover(query, vector);
    const isHead = entity.statement < HEAD_STATEMENTS;
    return {
      label: sum(label.vector),
      label_precision: label.precision,
      row: statement.isRow ? sum(sentence) : 0,
      sentence: statement.isRow ? 0 : sum(sentence),
      near: sum(strongestCover([near, label.vector])),
      heading: sum(heading),
      around: sum(around),
      union: sum(
        strongestCover([
          sentence,
          label.vector,
          heading.map((share) => share * HEADING_SHARE),
          around.map((share) => share * AROUND_SHARE),
        ]),
      ),
      own: sum(cover(query, statement.terms.filter((term) => !outside.includes(term)))),
      head: Number(isHead),
      head_of_document: Number(isHead && query.isAboutDocument),
      alone: 1 / Math.max(1, distinctValues),
      ...measureUnit(read.text, query, entity),
      is_cell: Number(entity.cell !== null && statement.isRow),
      is_label_value: Number(entity.cell !== null && !statement.isRow),
      is_name: Number(entity.type === 'name'),
    };
  };
}

function cover(query: FieldQuery, terms: readonly PlacedTerm[]): Cover {
  return coverTerms(
    query,
    terms.map(({ term }) => term),
  );
}

/** The same, less for what is far away or beyond a separator. */
function coverNear(
  text: string,
  query: FieldQuery,
  { entity, terms }: { readonly entity: Entity; readonly terms: readonly PlacedTerm[] },
): Cover {
  return coverTerms(
    query,
    terms.map(({ term }) => term),
    (at) => {
      const { start = 0, end = 0 } = terms[at] ?? {};
      const gap = end <= entity.start ? text.slice(end, entity.start) : text.slice(entity.end, start);
      const closeness = Math.max(0.25, 1 - gap.length / NEAR_CHARS);
      return SEPARATOR.test(gap) ? BEYOND_SEPARATOR * closeness : closeness;
    },
  );
}

function coverLabel(
  query: FieldQuery,
  statement: Statement,
  entity: Entity,
): { readonly vector: Cover; readonly precision: number } {
  const label = entity.cell === null ? undefined : statement.cells[entity.cell]?.label;
  const terms = extractTerms(label ?? '');
  const matched = terms.filter((term) => query.matches.has(term)).length;
  return {
    vector: coverTerms(query, terms),
    precision: terms.length === 0 ? 0 : matched / terms.length,
  };
}

/** Whether the number measures, or counts, what the field asks for. */
function measureUnit(
  text: string,
  query: FieldQuery,
  { quantity, end }: Entity,
): Pick<Features, 'unit' | 'other_unit' | 'after'> {
  if (quantity === undefined) return { unit: 0, other_unit: 0, after: 0 };
  const following = /^(?:[ -][\p{L}-]+){1,2}/u.exec(text.slice(end, end + 60))?.[0] ?? '';
  const after = Math.max(0, ...coverTerms(query, extractTerms(following)));
  const unit = quantity.unit;
  if (unit === null) return { unit: 0, other_unit: 0, after };
  const isAsked =
    unit.family === 'money'
      ? query.asksForMoney
      : coverTerms(query, extractTerms(unit.name)).some((share) => share > 0);
  return { unit: Number(isAsked), other_unit: Number(!isAsked), after };
}
