/** Values that have exactly one canonical form. */
export type JsonValue =
  | null
  | boolean
  | number
  | string
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue | undefined };

/**
 * The JSON Canonicalization Scheme of RFC 8785: keys sorted by UTF-16 code units, numbers as
 * ECMAScript writes them, no white space. Properties that are `undefined` are left out, as JSON does.
 * Throws TypeError for what has no canonical form: NaN, infinities, lone surrogates, anything that
 * is not JSON.
 */
export function canonicalJson(value: unknown): string {
  const ordered = inOrder(value);
  return ordered === WRITTEN_BY_HAND ? write(value) : JSON.stringify(ordered);
}

/** The engine puts keys that are array indices first, whatever we say, so it cannot write these. */
const WRITTEN_BY_HAND = Symbol('written by hand');
const ARRAY_INDEX = /^\d+$/;

/**
 * The same value with its keys in order, which the engine writes in a third of the time that writing it here
 * takes. Without a comparator, strings are sorted by their code units.
 */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items: unknown[] = [];
    for (const item of value) {
      const ordered = inOrder(item);
      if (ordered === WRITTEN_BY_HAND) return WRITTEN_BY_HAND;
      items.push(ordered);
    }
    return items;
  }
  if (typeof value !== 'object' || value === null) return checkScalar(value);
  if (!isPlainObject(value)) {
    throw new TypeError(`No canonical form for a ${value.constructor.name}.`);
  }
  const ordered: Record<string, unknown> = {};
  for (const key of Object.keys(value).toSorted()) {
    const member = value[key];
    if (member === undefined) continue;
    if (ARRAY_INDEX.test(key) || key === '__proto__') return WRITTEN_BY_HAND;
    const orderedMember = inOrder(member);
    if (orderedMember === WRITTEN_BY_HAND) return WRITTEN_BY_HAND;
    ordered[checkString(key)] = orderedMember;
  }
  return ordered;
}

function checkScalar(value: unknown): unknown {
  switch (typeof value) {
    case 'string':
      return checkString(value);
    case 'number':
      if (Number.isFinite(value)) return value;
      throw new TypeError(`No canonical form for the number ${value}.`);
    case 'boolean':
      return value;
    default:
      if (value === null) return value;
      throw new TypeError(`No canonical form for a value of type ${typeof value}.`);
  }
}

function checkString(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('No canonical form for a lone surrogate.');
  return text;
}

function write(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(checkScalar(value));
  if (!isPlainObject(value)) {
    throw new TypeError(`No canonical form for a ${value.constructor.name}.`);
  }
  const members = Object.keys(value)
    .toSorted()
    .filter((key) => value[key] !== undefined)
    .map((key) => `${JSON.stringify(checkString(key))}:${write(value[key])}`);
  return `{${members.join(',')}}`;
}

function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
