/** View state lives in the URL as plain `name=value` pairs: readable, and safe to paste. */
export type RawSearch = Readonly<Record<string, unknown>>;

export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search));
}

export function stringifySearch(search: RawSearch): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    const text = toText(value);
    if (text !== '') parameters.set(name, text);
  }
  return parameters.size === 0 ? '' : `?${parameters.toString()}`;
}

function toText(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : '';
}

/** A text of at most so many characters, or undefined. */
export function readText(value: unknown, maxLength = 200): string | undefined {
  return typeof value === 'string' && value.length > 0 ? value.slice(0, maxLength) : undefined;
}

export function readUuid(value: unknown): string | undefined {
  return typeof value === 'string' && /^[0-9a-f-]{36}$/i.test(value) ? value : undefined;
}

/** A whole number of at least `minimum`, or undefined. */
export function readInteger(value: unknown, minimum: number): number | undefined {
  const number = typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && number >= minimum
    ? number
    : undefined;
}

/** A calendar day as `2026-03-01`, or an instant as `2026-03-01T10:00:00.000Z`; else undefined. */
export function readMoment(value: unknown): string | undefined {
  return readDay(value) ?? readInstant(value);
}

/** `2026-03-01T10:00:00.000Z`, or undefined. */
export function readInstant(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const isInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/.test(value);
  return isInstant && !Number.isNaN(Date.parse(value)) ? value : undefined;
}

/** A calendar day as `2026-03-01`, or undefined. */
export function readDay(value: unknown): string | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return undefined;
  return Number.isNaN(Date.parse(`${value}T00:00:00Z`)) ? undefined : value;
}
