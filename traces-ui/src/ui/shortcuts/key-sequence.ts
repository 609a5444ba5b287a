/** After so long a first key is forgotten. */
const FORGET_MS = 1_200;

export interface Pressed {
  readonly keys: string;
  readonly atMs: number;
}

/**
 * What was pressed so far, with one more key: `g` and then `t` are `g t`. A key that goes on with no
 * shortcut begins anew.
 */
export function pressKey(
  before: Pressed | null,
  key: { readonly key: string; readonly atMs: number },
  known: readonly string[],
): Pressed {
  const isFresh = before !== null && key.atMs - before.atMs < FORGET_MS;
  const longer = isFresh ? `${before.keys} ${key.key}` : key.key;
  const leadsOn = known.some((keys) => keys === longer || keys.startsWith(`${longer} `));
  return { keys: leadsOn ? longer : key.key, atMs: key.atMs };
}
