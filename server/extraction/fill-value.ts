import type { TracedField } from '../../contract/extraction.ts';

/** The object with the values that its fields have by now, by their JSON pointers (RFC 6901). */
export function fillValue(
  value: Readonly<Record<string, unknown>>,
  fields: readonly TracedField[],
): Readonly<Record<string, unknown>> {
  const filled = structuredClone(value);
  for (const { path, value: found } of fields) {
    if (found !== null) setAt(filled, path.slice(1).split('/').map(unescapePointer), found);
  }
  return filled;
}

function setAt(
  target: Record<string, unknown>,
  [name, ...rest]: readonly string[],
  value: unknown,
): void {
  if (name === undefined) return;
  if (rest.length === 0) {
    target[name] = value;
    return;
  }
  const inner = target[name];
  if (isRecord(inner)) setAt(inner, rest, value);
}

/** Lists are records of their indexes here. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function unescapePointer(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~');
}
