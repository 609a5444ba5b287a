/** A part of a JSON Schema. */
export type Schema = Readonly<Record<string, unknown>>;

/** What stands in place of a part, or what is wrong with the keyword. */
export type WrittenOut =
  { readonly schema: unknown } | { readonly keyword: string; readonly problem: string };

/** More references in a row lead in a circle. */
const MAX_REFERENCES = 20;
const REFERENCE = /^#\/(?:\$defs|definitions)\/([^/]+)$/;
const CHOICES = ['anyOf', 'oneOf', 'allOf'] as const;

/**
 * A part as one would write it by hand, without what generators of schemas put around it: a reference to a definition
 * of the same schema, a choice between one schema and null, and a constant, which is an enumeration of one. What stands
 * beside them stays.
 */
export function writeOutSchema(part: unknown, root: Schema): WrittenOut {
  let schema = part;
  for (let step = 0; step < MAX_REFERENCES; step += 1) {
    if (!isSchema(schema)) return { schema };
    const next = writeOutOnce(schema, root);
    if (next === null) return { schema };
    if ('problem' in next) return next;
    schema = next.schema;
  }
  return { keyword: '$ref', problem: 'leads back to itself' };
}

/** Null where nothing has to be written out. */
function writeOutOnce(schema: Schema, root: Schema): WrittenOut | null {
  if ('$ref' in schema) return followReference(schema, root);
  const choice = CHOICES.find((keyword) => keyword in schema);
  if (choice !== undefined) return takeOnly(schema, choice);
  if (!('const' in schema)) return null;
  const { const: only, ...rest } = schema;
  return { schema: { ...rest, enum: [only] } };
}

function followReference({ $ref: reference, ...rest }: Schema, root: Schema): WrittenOut {
  const name = typeof reference === 'string' ? REFERENCE.exec(reference)?.[1] : undefined;
  if (name === undefined) {
    return { keyword: '$ref', problem: 'must point to #/$defs/ or #/definitions/ of this schema' };
  }
  const definitions = root['$defs'] ?? root['definitions'];
  const key = name.replaceAll('~1', '/').replaceAll('~0', '~');
  if (!isSchema(definitions) || !Object.hasOwn(definitions, key)) {
    return { keyword: '$ref', problem: `points to ${key}, which is not defined` };
  }
  const target = definitions[key];
  return { schema: isSchema(target) ? { ...target, ...rest } : target };
}

function takeOnly(schema: Schema, keyword: (typeof CHOICES)[number]): WrittenOut {
  const { [keyword]: choices, ...rest } = schema;
  const others = Array.isArray(choices) ? choices.filter((choice) => !isNull(choice)) : [];
  const [only] = others;
  if (others.length !== 1) {
    return { keyword, problem: 'must hold one schema, with or without one of the type "null"' };
  }
  return { schema: isSchema(only) ? { ...only, ...rest } : only };
}

function isNull(schema: unknown): boolean {
  return isSchema(schema) && (schema['type'] === 'null' || schema['const'] === null);
}

export function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
