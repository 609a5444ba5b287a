/** What has been worked out or read before, as far as there is room for it. */
export interface Memory<Value> {
  find(key: string): Value | undefined;
  /** `size` in the unit of the room that there is. */
  keep(key: string, value: Value, size: number): void;
}

/**
 * Two generations: when the recent one takes half of the room, it becomes the older one, and what of that has
 * not been asked for meanwhile is forgotten.
 */
export function createMemory<Value>(maxSize: number): Memory<Value> {
  interface Kept {
    readonly value: Value;
    readonly size: number;
  }
  let recent = new Map<string, Kept>();
  let older: ReadonlyMap<string, Kept> = new Map();
  let recentSize = 0;
  const keep = (key: string, kept: Kept) => {
    if (recent.has(key) || kept.size > maxSize / 2) return;
    if (recentSize + kept.size > maxSize / 2) {
      older = recent;
      recent = new Map();
      recentSize = 0;
    }
    recent.set(key, kept);
    recentSize += kept.size;
  };
  return {
    find(key) {
      const kept = recent.get(key);
      if (kept !== undefined) return kept.value;
      const old = older.get(key);
      if (old !== undefined) keep(key, old);
      return old?.value;
    },
    keep: (key, value, size) => {
      keep(key, { value, size });
    },
  };
}

/** The same function of a text, which remembers what it made of those that it met last: so many characters of them. */
export function rememberByText<Value>(
  maxCharacters: number,
  read: (text: string) => Value,
): (text: string) => Value {
  const memory = createMemory<{ readonly value: Value }>(maxCharacters);
  return (text) => {
    const known = memory.find(text);
    if (known !== undefined) return known.value;
    const value = read(text);
    memory.keep(text, { value }, text.length);
    return value;
  };
}
