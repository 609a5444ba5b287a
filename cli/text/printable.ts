/**
 * Control characters but line feed and tab, the controls that reorder text, and invisible tag
 * characters: what could move the cursor, retitle the window or make a line read as another.
 */
const UNPRINTABLE = /(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]|[\u{e0000}-\u{e007f}]/gu;

/** Text that is safe to write to a terminal. Lines stay lines. */
export function printable(text: string): string {
  return text.replaceAll(UNPRINTABLE, '');
}

/** Text that is safe to write to a terminal and stays on one line. */
export function printableLine(text: string): string {
  return printable(text.replaceAll(/\s+/g, ' ')).trim();
}

/** The same value with every string in it made printable, names of properties included. */
export function printableDeep(value: unknown): unknown {
  if (typeof value === 'string') return printable(value);
  if (Array.isArray(value)) return value.map((item) => printableDeep(item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [printable(name), printableDeep(member)]),
  );
}

/** JSON for a pipe or a terminal: what a terminal could act on is written as an escape. */
export function printableJson(value: unknown, indent: number): string {
  return JSON.stringify(value, null, indent).replaceAll(UNPRINTABLE, escapeSequence);
}

function escapeSequence(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
