import { AppError } from '../../platform/errors.ts';

const FORBIDDEN_KEY = /(?:^|\.)(?:__proto__|constructor|prototype)(?:\.|$)/;

/** What is wrong, and the keys that lead there, the innermost first. */
interface Complaint {
  readonly message: string;
  readonly keys: (string | number)[];
}

/**
 * Refuses what parses but would not survive storage or could reach a prototype: numbers beyond the
 * double range, NUL, lone surrogates, and keys that name a prototype (also within a dotted path).
 * Recurses, so the depth must have been limited before.
 * @throws AppError `invalid_value` with the JSON pointer of the first such place
 */
export function refuseHostileValues(body: unknown): void {
  const complaint = complaintAbout(body);
  if (complaint === null) return;
  throw new AppError('invalid_value', 'The body has a value that is not accepted.', {
    fields: [{ path: jsonPointer(complaint.keys.toReversed()), message: complaint.message }],
  });
}

function complaintAbout(value: unknown): Complaint | null {
  if (typeof value === 'string') return isStorable(value) ? null : complain(UNSTORABLE);
  if (typeof value === 'number') return Number.isFinite(value) ? null : complain(NOT_A_DOUBLE);
  if (Array.isArray(value)) return complaintAboutItems(value);
  return typeof value === 'object' && value !== null ? complaintAboutFields(value) : null;
}

const UNSTORABLE = 'must not contain a NUL character or a lone surrogate';
const NOT_A_DOUBLE = 'is beyond the range of a double';

function complaintAboutItems(items: readonly unknown[]): Complaint | null {
  for (let index = 0; index < items.length; index += 1) {
    const complaint = complaintAbout(items[index]);
    if (complaint !== null) return under(index, complaint);
  }
  return null;
}

function complaintAboutFields(fields: object): Complaint | null {
  for (const [key, value] of Object.entries(fields)) {
    if (FORBIDDEN_KEY.test(key)) return under(key, complain('is not an acceptable name'));
    const complaint = isStorable(key) ? complaintAbout(value) : complain(UNSTORABLE);
    if (complaint !== null) return under(key, complaint);
  }
  return null;
}

function complain(message: string): Complaint {
  return { message, keys: [] };
}

function under(key: string | number, complaint: Complaint): Complaint {
  complaint.keys.push(key);
  return complaint;
}

/** Whether Postgres can keep the text and JSON can give it back unchanged. */
export function isStorable(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

const MAX_POINTER_CHARS = 300;

/** A JSON pointer (RFC 6901), cut when a client's own keys make it very long. */
export function jsonPointer(keys: readonly PropertyKey[]): string {
  const pointer = keys
    .map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
  return pointer.slice(0, MAX_POINTER_CHARS).toWellFormed();
}
