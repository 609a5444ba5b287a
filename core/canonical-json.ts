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
  switch (typeof value) {
    case 'string':
      return canonicalString(value);
    case 'number':
      if (!Number.isFinite(value))
        throw new TypeError(`No canonical form for the number ${value}.`);
      return JSON.stringify(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
      if (isPlainObject(value)) return canonicalObject(value);
      throw new TypeError(`No canonical form for a ${value.constructor.name}.`);
    default:
      throw new TypeError(`No canonical form for a value of type ${typeof value}.`);
  }
}

function canonicalString(text: string): string {
  if (!text.isWellFormed()) throw new TypeError('No canonical form for a lone surrogate.');
  return JSON.stringify(text);
}

function canonicalObject(object: Record<string, unknown>): string {
  const members: string[] = [];
  for (const key of Object.keys(object).toSorted(byCodeUnits)) {
    const value = object[key];
    if (value !== undefined) members.push(`${canonicalString(key)}:${canonicalJson(value)}`);
  }
  return `{${members.join(',')}}`;
}

function byCodeUnits(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

function isPlainObject(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
