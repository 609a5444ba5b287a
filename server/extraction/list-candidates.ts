import type { FieldValue, Normalisation } from '../../contract/extraction.ts';
import { currenciesIn, hintedTypes } from './field-hints.ts';
import type { ScalarField } from './field.ts';
import { placeAll, type Entity, type EntityType } from './find-entities.ts';
import { compilePattern, findPattern } from './match-pattern.ts';
import type { FieldQuery } from './read-query.ts';
import type { ReadText } from './read-statements.ts';
import { readValue } from './read-value.ts';

/** A stretch of a text that has the type of a field's values. */
export interface Candidate {
  readonly entity: Entity;
  /** Null where it is of the kind that is looked for, and yet no value: a date without its year. */
  readonly value: NonNullable<FieldValue> | null;
  readonly normalisation: Normalisation | null;
}

/** What in a text could be the field's value, in order. */
export function listCandidates(
  field: ScalarField,
  query: FieldQuery,
  of: { readonly read: ReadText; readonly entities: readonly Entity[] },
): readonly Candidate[] {
  const { text } = of.read;
  return listEntities(field, query, of).map((entity) => {
    const read = readValue(field, text.slice(entity.start, entity.end), entity);
    return { entity, value: read?.value ?? null, normalisation: read?.normalisation ?? null };
  });
}

function listEntities(
  field: ScalarField,
  query: FieldQuery,
  { read, entities }: { readonly read: ReadText; readonly entities: readonly Entity[] },
): readonly Entity[] {
  switch (field.kind) {
    case 'date':
      return ofTypes(entities, new Set(['date']));
    case 'date_time':
      return placeAll(read, findDateTimes(read.text));
    case 'email':
    case 'uri':
      return ofTypes(entities, new Set([field.kind]));
    case 'duration':
      return entities.filter(
        ({ type, quantity }) => type === 'quantity' && quantity?.unit?.family === 'time',
      );
    case 'number':
    case 'integer':
      return entities.filter((entity) => isCount(entity, query, read));
    case 'boolean':
      return ofTypes(entities, new Set(['cell', 'label_value'])).filter(
        (entity) => readValue(field, read.text.slice(entity.start, entity.end), entity) !== null,
      );
    case 'choice':
      return placeAll(read, findChoices(read.text, field.choices));
    case 'text':
      return field.pattern === null
        ? ofHints(read, entities, query)
        : placeAll(read, findMatches(read.text, field.pattern));
  }
}

function ofTypes(entities: readonly Entity[], types: ReadonlySet<EntityType>): readonly Entity[] {
  return entities.filter(({ type }) => types.has(type));
}

/** Amounts where money is asked for, and no amounts where it is not; of the unit that the field names. */
function isCount(entity: Entity, query: FieldQuery, read: ReadText): boolean {
  const { type, quantity } = entity;
  if (type !== 'quantity' || isListNumber(entity, read)) return false;
  if (query.unit !== null) return quantity?.unit?.name === query.unit.name;
  const currencies = amountIn(entity, read);
  if (currencies === null) return !query.asksForMoney;
  if (!query.asksForMoney && !query.mayAskForMoney) return false;
  return query.currencies.size === 0 || currencies.every((each) => query.currencies.has(each));
}

/** The currencies that an amount may be in, of itself or by its label; null for what is no amount. */
function amountIn(entity: Entity, { statements }: ReadText): readonly string[] | null {
  const { cell, quantity, statement } = entity;
  const unit = quantity?.unit ?? null;
  if (unit !== null) return unit.family === 'money' ? [unit.scale] : null;
  const label = cell === null ? '' : (statements[statement]?.cells[cell]?.label ?? '');
  const named = [...currenciesIn(label)];
  return named.length === 0 ? null : named;
}

/** The `3.` of an item or a heading counts nothing. */
function isListNumber({ start, end, statement }: Entity, { text, statements }: ReadText): boolean {
  return statements[statement]?.start === start && /^[.)]/u.test(text.slice(end, end + 1));
}

const WHOLE_TYPES: ReadonlySet<EntityType> = new Set(['cell', 'label_value', 'name']);
const MAX_ANSWER = 80;

/** No sentence, and no code where something else is wanted. */
function isShortAnswer(value: string, isCodeWanted: boolean): boolean {
  if (value.length > MAX_ANSWER) return false;
  return isCodeWanted || !/^\p{Lu}+(?:-\p{Lu}+)*-?\d+\p{Lu}?$/u.test(value);
}

function ofHints(
  { text }: ReadText,
  entities: readonly Entity[],
  query: FieldQuery,
): readonly Entity[] {
  const types = hintedTypes(query.words);
  const isCodeWanted = types.has('identifier');
  return entities.filter((entity) => {
    const { type, quantity } = entity;
    if (!types.has(type)) return false;
    if (WHOLE_TYPES.has(type))
      return isShortAnswer(text.slice(entity.start, entity.end), isCodeWanted);
    if (type !== 'quantity') return true;
    const family = quantity?.unit?.family ?? null;
    if (query.asksForMoney) return family === 'money';
    return types.has('version') ? family === null : family === 'time';
  });
}

function findDateTimes(text: string) {
  return Array.from(
    text.matchAll(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})/gu),
    (match) => spanOf(match, 'date' as const),
  );
}

/** Whole words, in any case. */
function findChoices(text: string, choices: readonly string[]) {
  const longestFirst = choices.toSorted((left, right) => right.length - left.length);
  const words = longestFirst.map((choice) =>
    choice.replaceAll(/[^\p{L}\p{N}\s]/gu, String.raw`\$&`),
  );
  const pattern = new RegExp(
    String.raw`(?<![\p{L}\p{N}])(?:${words.join('|')})(?![\p{L}\p{N}])`,
    'giu',
  );
  return Array.from(text.matchAll(pattern), (match) => spanOf(match, 'choice' as const));
}

function findMatches(text: string, pattern: string) {
  return findPattern(compilePattern(pattern), text).map((span) => ({
    ...span,
    type: 'pattern' as const,
  }));
}

function spanOf<Type extends EntityType>(match: RegExpExecArray, type: Type) {
  return { start: match.index, end: match.index + match[0].length, type };
}
