/** Lists of terms as numbers into one vocabulary: small to send from one process to another. */
export interface PackedTerms {
  readonly vocabulary: readonly string[];
  /** The terms of all lists, one list after the other. */
  readonly ids: Uint32Array;
  /** Where in `ids` each list ends. */
  readonly ends: Uint32Array;
}

export interface TermPacker {
  append(terms: readonly string[]): void;
  finish(): PackedTerms;
}

export function createTermPacker(): TermPacker {
  const idByTerm = new Map<string, number>();
  const ends: number[] = [];
  let ids = new Uint32Array(1_024);
  let length = 0;

  function idOf(term: string): number {
    const known = idByTerm.get(term);
    if (known !== undefined) return known;
    idByTerm.set(term, idByTerm.size);
    return idByTerm.size - 1;
  }

  return {
    append(terms) {
      if (length + terms.length > ids.length) {
        const larger = new Uint32Array(Math.max(ids.length * 2, length + terms.length));
        larger.set(ids);
        ids = larger;
      }
      for (const term of terms) {
        ids[length] = idOf(term);
        length += 1;
      }
      ends.push(length);
    },
    finish: () => ({
      vocabulary: [...idByTerm.keys()],
      ids: ids.slice(0, length),
      ends: Uint32Array.from(ends),
    }),
  };
}

/** The terms of one list, in order and with repeats. */
export function unpackTerms(
  { vocabulary, ids, ends }: PackedTerms,
  index: number,
): readonly string[] {
  const start = index === 0 ? 0 : (ends[index - 1] ?? 0);
  return Array.from(ids.subarray(start, ends[index] ?? start), (id) => vocabulary[id] ?? '');
}
