import type { z } from 'zod';
import { AppError } from '../../platform/errors.ts';
import { isStorable } from './refuse-hostile-values.ts';

const MAX_PARAMETERS = 100;

/** A name and its value, decoded. */
export type QueryPair = readonly [name: string, value: string];

/**
 * The decoded parameters of a request's URL, in order. Bytes that are not UTF-8 are refused.
 * @throws AppError `malformed_request`
 */
export function parseQueryPairs(url: string): readonly QueryPair[] {
  const mark = url.indexOf('?');
  const parts = mark === -1 ? [] : url.slice(mark + 1).split('&', MAX_PARAMETERS + 1);
  if (parts.length > MAX_PARAMETERS) {
    throw new AppError(
      'malformed_request',
      `The query has more than ${MAX_PARAMETERS} parameters.`,
    );
  }
  return parts.filter((part) => part !== '').map(parsePair);
}

function parsePair(part: string): QueryPair {
  const equals = part.indexOf('=');
  return equals === -1
    ? [decode(part), '']
    : [decode(part.slice(0, equals)), decode(part.slice(equals + 1))];
}

function decode(text: string): string {
  let decoded: string;
  try {
    decoded = decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new AppError('malformed_request', 'The query is not valid percent-encoded UTF-8.');
  }
  if (!isStorable(decoded)) {
    throw new AppError('malformed_request', 'The query contains a NUL character.');
  }
  return decoded;
}

/**
 * The parameters as one object for the endpoint's schema. A parameter may be repeated only where the
 * schema takes a list.
 * @throws AppError `malformed_request`
 */
export function collectQuery(
  pairs: readonly QueryPair[],
  schema: z.ZodObject,
): Readonly<Record<string, string | string[]>> {
  const query = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const earlier = query.get(name) ?? [];
    if (earlier.length > 0 && !takesList(schema, name)) {
      throw new AppError('malformed_request', `The query parameter ${quote(name)} is given twice.`);
    }
    query.set(name, [...earlier, value]);
  }
  const entries = [...query].map(([name, values]): [string, string | string[]] => [
    name,
    takesList(schema, name) ? values : values.join(''),
  ]);
  return Object.fromEntries(entries);
}

function quote(name: string): string {
  return JSON.stringify(name.slice(0, 100));
}

function takesList(schema: z.ZodObject, name: string): boolean {
  const field: unknown = Object.hasOwn(schema.shape, name) ? schema.shape[name] : undefined;
  return field !== undefined && innermostType(field) === 'array';
}

/** The type below `optional`, `default` and the like. */
function innermostType(schema: unknown): string | null {
  let current = schema;
  while (isWrapped(current)) current = current.def.innerType;
  return hasDefinition(current) && typeof current.def.type === 'string' ? current.def.type : null;
}

function hasDefinition(schema: unknown): schema is { readonly def: { readonly type?: unknown } } {
  return (
    typeof schema === 'object' &&
    schema !== null &&
    'def' in schema &&
    typeof schema.def === 'object' &&
    schema.def !== null
  );
}

function isWrapped(schema: unknown): schema is { readonly def: { readonly innerType: unknown } } {
  return hasDefinition(schema) && 'innerType' in schema.def;
}
