import { extractTerms } from '../../core/text/terms.ts';
import type { Entity } from './find-entities.ts';
import { coverTerms, strongestCover, weighCover, type Cover } from './query-cover.ts';
import type { FieldQuery } from './read-query.ts';
import type { PlacedTerm, ReadText, Statement } from './read-statements.ts';

/** How well a place in a text fits a field, each 0 to 1. */
export const FEATURES = [
  'label',
  'label_precision',
  'other_label',
  'row',
  'row_precision',
  'sentence',
  'near',
  'nearest',
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
  'before',
  'density',
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
export function createFeatureMeasure(
  read: ReadText & { readonly entities: readonly Entity[] },
  query: FieldQuery,
) {
  const covers = new Map<number, Cover>();
  const coverOf = (index: number): Cover => {
    const known = covers.get(index);
    if (known !== undefined) return known;
    const made = cover(query, read.statements[index]?.terms ?? []);
    covers.set(index, made);
    return made;
  };
  const rivalsOf = groupByStatement(read.entities);
  return (entity: Entity, distinctValues: number): Features => {
    const statement = read.statements[entity.statement];
    if (statement === undefined) throw new Error('An entity stands in a statement.');
    const outside = statement.terms.filter((term) => isBeside(statement, entity, term));
    const sentence = cover(query, outside);
    const rivals = (rivalsOf.get(entity.statement) ?? []).filter((other) => isRival(entity, other));
    const near = coverNear(read.text, query, { entity, terms: outside });
    const label = coverLabel(query, statement, entity);
    const heading = statement.heading === null ? [] : coverOf(statement.heading);
    const around = strongestCover([coverOf(entity.statement - 1), coverOf(entity.statement + 1)]);
    const sum = (vector: Cover) => weighCover(query, vector);
    const isHead = entity.statement < HEAD_STATEMENTS;
    return {
      label: sum(label.vector),
      label_precision: label.precision,
      other_label: coverOtherLabels(query, statement, entity),
      row: statement.isRow ? sum(sentence) : 0,
      row_precision: statement.isRow ? rowPrecision(read.text, query, { statement, entity }) : 0,
      sentence: statement.isRow ? 0 : sum(sentence),
      near: sum(strongestCover([near, label.vector])),
      nearest: sum(
        coverNearest(read.text, query, { entity, rivals, terms: outside, isRow: statement.isRow }),
      ),
      heading: sum(heading),
      around: sum(around),
      union: sum(unite([sentence, label.vector], { heading, around })),
      own: sum(
        cover(
          query,
          statement.terms.filter((term) => isInside(entity, term)),
        ),
      ),
      head: Number(isHead),
      head_of_document: Number(isHead && query.isAboutDocument),
      alone: 1 / Math.max(1, distinctValues),
      ...measureUnit(read.text, query, entity),
      before: coverBefore(read.text, query, entity),
      density: density(query, outside),
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
      const gap =
        end <= entity.start ? text.slice(end, entity.start) : text.slice(entity.end, start);
      const closeness = Math.max(0.25, 1 - gap.length / NEAR_CHARS);
      return SEPARATOR.test(gap) ? BEYOND_SEPARATOR * closeness : closeness;
    },
  );
}

function isInside(entity: Entity, { start, end }: PlacedTerm): boolean {
  return start < entity.end && end > entity.start;
}

/** In the statement and not in the value; of a row, no column's head but that of the value's own. */
function isBeside({ cells, isRow }: Statement, entity: Entity, term: PlacedTerm): boolean {
  if (isInside(entity, term)) return false;
  if (!isRow) return true;
  return cells.some((cell) => term.start >= cell.start && term.end <= cell.end);
}

/** How well the best of the other columns' heads fits. */
function coverOtherLabels(query: FieldQuery, { cells }: Statement, entity: Entity): number {
  const own = entity.cell === null ? undefined : cells[entity.cell]?.label;
  const others = cells.filter(({ label }) => label !== own);
  return others.reduce(
    (best, { label }) => Math.max(best, weighCover(query, coverTerms(query, extractTerms(label)))),
    0,
  );
}

/** The terms that no other thing of its kind in the statement stands nearer to. */
function coverNearest(
  text: string,
  query: FieldQuery,
  of: {
    readonly entity: Entity;
    readonly rivals: readonly Entity[];
    readonly terms: readonly PlacedTerm[];
    /** Whose cells do not compete for what names the row. */
    readonly isRow: boolean;
  },
): Cover {
  const own = of.terms.filter((term) => {
    if (of.isRow) return true;
    const gap = gapBetween(text, of.entity, term);
    return of.rivals.every((rival) => gapBetween(text, rival, term) >= gap);
  });
  return cover(query, own);
}

/** In characters; beyond a separator is further away. */
function gapBetween(text: string, entity: Entity, { start, end }: PlacedTerm): number {
  const gap = end <= entity.start ? text.slice(end, entity.start) : text.slice(entity.end, start);
  return gap.length + (SEPARATOR.test(gap) ? NEAR_CHARS / 2 : 0);
}

/** Another thing of the kind beside it. */
function isRival(entity: Entity, other: Entity): boolean {
  if (other.start < entity.end && entity.start < other.end) return false;
  if (entity.type === 'quantity') {
    return (
      other.type === 'quantity' && other.quantity?.unit?.family === entity.quantity?.unit?.family
    );
  }
  return other.type === entity.type;
}

function groupByStatement(entities: readonly Entity[]): ReadonlyMap<number, readonly Entity[]> {
  const groups = new Map<number, Entity[]>();
  for (const entity of entities) {
    const group = groups.get(entity.statement);
    if (group === undefined) groups.set(entity.statement, [entity]);
    else group.push(entity);
  }
  return groups;
}

/** How much of what names the row, its first cell, the query names too. */
function rowPrecision(
  text: string,
  query: FieldQuery,
  { statement, entity }: { readonly statement: Statement; readonly entity: Entity },
): number {
  const [first] = statement.cells;
  if (first === undefined || entity.cell === 0) return 0;
  const terms = extractTerms(text.slice(first.start, first.end));
  const named = terms.filter((term) => query.matches.has(term)).length;
  return terms.length === 0 ? 0 : named / terms.length;
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

/** How telling the words right before the value are, of all that the query asks for. */
function coverBefore(text: string, query: FieldQuery, { start }: Entity): number {
  const words = /(?:[\p{L}’'-]+[ ,:]*){1,3}$/u.exec(text.slice(Math.max(0, start - 60), start));
  return weighCover(query, coverTerms(query, extractTerms(words?.[0] ?? '')));
}

/** The share of a statement's terms that the query names. */
function density(query: FieldQuery, terms: readonly PlacedTerm[]): number {
  const named = terms.filter(({ term }) => query.matches.has(term)).length;
  return terms.length === 0 ? 0 : named / terms.length;
}

/** All together; what is further away counts less. */
function unite(
  covers: readonly Cover[],
  { heading, around }: { readonly heading: Cover; readonly around: Cover },
): Cover {
  return strongestCover([
    ...covers,
    heading.map((share) => share * HEADING_SHARE),
    around.map((share) => share * AROUND_SHARE),
  ]);
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
