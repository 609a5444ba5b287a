import { AppError } from '../../platform/errors.ts';

interface Place {
  readonly value: unknown;
  readonly key: string | number | null;
  readonly parent: Place | null;
}

const FORBIDDEN_KEY = /(?:^|\.)(?:__proto__|constructor|prototype)(?:\.|$)/;

/**
 * Refuses what parses but would not survive storage or could reach a prototype: numbers beyond the
 * double range, NUL, lone surrogates, and keys that name a prototype (also within a dotted path).
 * @throws AppError `invalid_value` with the JSON pointer of the first such place
 */
export function refuseHostileValues(body: unknown): void {
  const waiting: Place[] = [{ value: body, key: null, parent: null }];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const complaint = complaintAbout(place);
    if (complaint !== null) refuse(place, complaint);
    if (typeof place.value !== 'object' || place.value === null) continue;
    const isArray = Array.isArray(place.value);
    for (const [key, value] of Object.entries(place.value)) {
      waiting.push({ value, key: isArray ? Number(key) : key, parent: place });
    }
  }
}

function complaintAbout({ value, key }: Place): string | null {
  if (typeof key === 'string') {
    if (FORBIDDEN_KEY.test(key)) return 'is not an acceptable name';
    if (!isStorable(key)) return 'has a name with a NUL character or a lone surrogate';
  }
  if (typeof value === 'number' && !Number.isFinite(value))
    return 'is beyond the range of a double';
  if (typeof value === 'string' && !isStorable(value)) {
    return 'must not contain a NUL character or a lone surrogate';
  }
  return null;
}

/** Whether Postgres can keep the text and JSON can give it back unchanged. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

function refuse(place: Place, message: string): never {
  throw new AppError('invalid_value', 'The body has a value that is not accepted.', {
    fields: [{ path: pointerTo(place), message }],
  });
}

function pointerTo(place: Place): string {
  const keys: (string | number)[] = [];
  for (let at: Place | null = place; at !== null; at = at.parent) {
    if (at.key !== null) keys.unshift(at.key);
  }
  return jsonPointer(keys);
}

const MAX_POINTER_CHARS = 300;

/** A JSON pointer (RFC 6901), cut when a client's own keys make it very long. */
export function jsonPointer(keys: readonly PropertyKey[]): string {
  const pointer = keys
    .map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
  return pointer.slice(0, MAX_POINTER_CHARS).toWellFormed();
}
