import { AppError } from '../../platform/errors.ts';
import type { Bounds, Field, ListField, ObjectField, ScalarField, ValueKind } from './field.ts';
import { checkPattern } from './match-pattern.ts';
import { isSchema, writeOutSchema, type Schema } from './write-out-schema.ts';

const MAX_FIELDS = 100;
const MAX_ITEMS = 200;
const MAX_DEPTH = 3;
/** What is read of a schema means the same in these. */
const DIALECTS: readonly unknown[] = [
  'https://json-schema.org/draft/2020-12/schema',
  'https://json-schema.org/draft/2019-09/schema',
  'http://json-schema.org/draft-07/schema#',
];
const ANNOTATIONS = ['title', 'description', 'type', 'examples', 'default', '$comment'] as const;
const FORMATS = ['date', 'date-time', 'duration', 'email', 'uri'];
const STRING_KINDS: ReadonlyMap<unknown, ValueKind> = new Map<unknown, ValueKind>([
  [undefined, 'text'],
  ['date', 'date'],
  ['date-time', 'date_time'],
  ['duration', 'duration'],
  ['email', 'email'],
  ['uri', 'uri'],
]);
const TYPES = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean']);

/** Where in the request a schema stands, and where in the value what it describes will. */
interface Place {
  readonly at: string;
  readonly path: string;
  readonly name: string;
  readonly depth: number;
  /** The whole schema, whose definitions may be pointed to. */
  readonly root: Schema;
}

/**
 * The fields that a JSON Schema of an object describes: strings with `format`, `pattern` or
 * `enum`, numbers, booleans, objects in objects, and lists of scalars or of objects of scalars. Whatever
 * else a schema can say is refused, because a value could not be held to it.
 * @throws AppError `invalid_value` with the JSON pointer of the first keyword that is not read
 */
export function readSchema(schema: Schema): readonly Field[] {
  const { $schema: dialect, $id: _id, $defs: _defs, definitions: _definitions, ...rest } = schema;
  if (dialect !== undefined && !DIALECTS.includes(dialect)) {
    refuse('/schema/$schema', `must be one of ${DIALECTS.join(', ')}`);
  }
  const root = readField(rest, { at: '/schema', path: '', name: '', depth: 0, root: schema });
  if (root.shape !== 'object') return refuse('/schema/type', 'must be "object"');
  return root.fields;
}

function readField(part: unknown, place: Place): Field {
  const written = writeOutSchema(part, place.root);
  if ('problem' in written) return refuse(`${place.at}/${written.keyword}`, written.problem);
  const { schema } = written;
  if (!isSchema(schema)) return refuse(place.at, 'must be an object: a schema');
  const type = readType(schema, place.at);
  if (type === 'object') return readObject(schema, place);
  if (type === 'array') return readList(schema, place);
  return readScalar(schema, type, place);
}

/** `["string", "null"]` says what holds for every field: it may be null. */
function readType(schema: Schema, at: string): string {
  const { type } = schema;
  const named = Array.isArray(type) ? type.filter((one) => one !== 'null') : [type];
  const [only] = named.length === 0 && 'enum' in schema ? ['string'] : named;
  if (only === undefined && 'enum' in schema) return 'string';
  if (only === undefined && 'properties' in schema) return 'object';
  if (named.length === 1 && typeof only === 'string' && TYPES.has(only)) return only;
  return refuse(`${at}/type`, `must be one of ${[...TYPES].join(', ')}, with or without "null"`);
}

function readObject(schema: Schema, place: Place): ObjectField {
  refuseOthers(schema, place.at, ['properties', 'required', 'additionalProperties']);
  if (place.depth >= MAX_DEPTH) refuse(place.at, 'is nested too deeply');
  const { properties, required = [], additionalProperties = false } = schema;
  if (!isSchema(properties) || Object.keys(properties).length === 0) {
    return refuse(`${place.at}/properties`, 'must name at least one field');
  }
  if (!Array.isArray(required)) {
    return refuse(`${place.at}/required`, 'must list names of properties');
  }
  const absent = required.findIndex((name) => !Object.hasOwn(properties, name));
  if (absent !== -1) {
    refuse(`${place.at}/required/${absent}`, 'is no name of a property');
  }
  if (typeof additionalProperties !== 'boolean') {
    refuse(`${place.at}/additionalProperties`, 'must be true or false');
  }
  const fields: Field[] = [];
  for (const [name, property] of Object.entries(properties)) {
    const at = `${place.at}/properties/${escapePointer(name)}`;
    const path = `${place.path}/${escapePointer(name)}`;
    fields.push(readField(property, { ...place, at, path, name, depth: place.depth + 1 }));
    // At once: definitions in definitions may be as many as one likes.
    if (countFields(fields) > MAX_FIELDS) {
      refuse(`${place.at}/properties`, `has more than ${MAX_FIELDS} fields`);
    }
  }
  return { shape: 'object', ...describe(schema, place), fields };
}

function readList(schema: Schema, place: Place): ListField {
  refuseOthers(schema, place.at, ['items', 'minItems', 'maxItems', 'uniqueItems']);
  const { items, maxItems = MAX_ITEMS } = schema;
  if (typeof maxItems !== 'number' || !Number.isInteger(maxItems) || maxItems < 1) {
    return refuse(`${place.at}/maxItems`, 'must be a whole number of at least 1');
  }
  const item = readField(items, {
    ...place,
    at: `${place.at}/items`,
    path: `${place.path}/*`,
    depth: place.depth + 1,
  });
  if (item.shape === 'list') return refuse(`${place.at}/items/type`, 'must not be "array"');
  if (item.shape === 'object' && item.fields.some(({ shape }) => shape !== 'scalar')) {
    return refuse(`${place.at}/items/properties`, 'must be scalars: a row has cells');
  }
  return {
    shape: 'list',
    ...describe(schema, place),
    item,
    maxItems: Math.min(maxItems, MAX_ITEMS),
  };
}

function readScalar(schema: Schema, type: string, place: Place): ScalarField {
  const { at } = place;
  const base = { shape: 'scalar', ...describe(schema, place) } as const;
  const none = { pattern: null, choices: [], bounds: readBounds(schema, at) };
  if (type === 'boolean') {
    refuseOthers(schema, at, []);
    return { ...base, ...none, kind: 'boolean' };
  }
  if (type === 'number' || type === 'integer') {
    refuseOthers(schema, at, ['minimum', 'maximum']);
    return { ...base, ...none, kind: type };
  }
  if (schema['enum'] !== undefined) {
    refuseOthers(schema, at, ['enum']);
    return { ...base, ...none, kind: 'choice', choices: readChoices(schema['enum'], at) };
  }
  refuseOthers(schema, at, ['format', 'pattern', 'minLength', 'maxLength']);
  const kind = STRING_KINDS.get(schema['format']);
  if (kind === undefined) {
    return refuse(`${at}/format`, `must be one of ${FORMATS.join(', ')}`);
  }
  return { ...base, ...none, kind, pattern: readPattern(schema['pattern'], at) };
}

function readPattern(pattern: unknown, at: string): string | null {
  if (pattern === undefined) return null;
  if (typeof pattern !== 'string') return refuse(`${at}/pattern`, 'must be a regular expression');
  const complaint = checkPattern(pattern);
  return complaint === null ? pattern : refuse(`${at}/pattern`, complaint);
}

function readChoices(choices: unknown, at: string): readonly string[] {
  const named = Array.isArray(choices) ? choices.filter((choice) => choice !== null) : [];
  const isList =
    named.length > 0 && named.every((choice) => typeof choice === 'string' && choice.trim() !== '');
  return isList ? named : refuse(`${at}/enum`, 'must list words that can stand in a text');
}

function readBounds(schema: Schema, at: string): Bounds {
  const read = (keyword: string) => {
    const bound = schema[keyword];
    if (bound === undefined) return null;
    return typeof bound === 'number' ? bound : refuse(`${at}/${keyword}`, 'must be a number');
  };
  const within = (lowest: string, highest: string) => {
    const [low, high] = [read(lowest), read(highest)];
    if (low === null || high === null || low <= high) return { low, high };
    return refuse(`${at}/${lowest}`, `must be at most ${highest}: no value is between the two`);
  };
  const { low: minimum, high: maximum } = within('minimum', 'maximum');
  const { low: minLength, high: maxLength } = within('minLength', 'maxLength');
  return { minimum, maximum, minLength, maxLength };
}

function describe(schema: Schema, { at, path, name }: Place) {
  const read = (keyword: string) => {
    const text = schema[keyword];
    if (text === undefined) return null;
    return typeof text === 'string' ? text : refuse(`${at}/${keyword}`, 'must be a string');
  };
  return { path, name, title: read('title'), description: read('description') };
}

function refuseOthers(schema: Schema, at: string, keywords: readonly string[]): void {
  const known: readonly string[] = [...ANNOTATIONS, ...keywords];
  const other = Object.keys(schema).find((keyword) => !known.includes(keyword));
  if (other === undefined) return;
  refuse(`${at}/${escapePointer(other)}`, `is not read here: only ${known.join(', ')}`);
}

function countFields(fields: readonly Field[]): number {
  return fields.reduce((sum, field) => {
    if (field.shape === 'object') return sum + countFields(field.fields);
    return sum + (field.shape === 'list' ? countFields([field.item]) : 1);
  }, 0);
}

/** RFC 6901. */
function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

function refuse(path: string, message: string): never {
  throw new AppError('invalid_value', 'The schema has a part that is not read.', {
    fields: [{ path, message }],
  });
}
