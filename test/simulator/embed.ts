const DEFAULT_DIMENSIONS = 64;

type Vectors = readonly (readonly (number | null)[])[];

const FAULTS: Readonly<Record<string, (vectors: Vectors) => Vectors>> = {
  'sim-embed': (vectors) => vectors,
  'sim-embed-too-few': (vectors) => vectors.slice(1),
  'sim-embed-other-dimensions': (vectors) => vectors.map((vector) => [...vector, 0]),
  'sim-embed-not-a-number': (vectors) => vectors.map((vector) => vector.map(() => null)),
};

export const EMBEDDING_BEHAVIOURS: readonly string[] = Object.keys(FAULTS);

/**
 * Deterministic vectors: one signed, hashed dimension a word, not normalised. `sim-embed:128` has 128
 * dimensions. Null for a name that is not simulated. A fault shows from a model's second call on.
 */
export function embedTexts(
  model: string,
  texts: readonly string[],
  earlierCalls: number,
): Vectors | null {
  const [name = '', argument] = model.split(':');
  const fault = FAULTS[name];
  if (fault === undefined) return null;
  const dimensions = Number(argument ?? DEFAULT_DIMENSIONS);
  const vectors = texts.map((text) => embedText(text, dimensions));
  return earlierCalls === 0 ? vectors : fault(vectors);
}

function embedText(text: string, dimensions: number): readonly number[] {
  const vector = Array.from({ length: dimensions }, () => 0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [text]) {
    const hash = hashWord(word);
    const at = hash % dimensions;
    vector[at] = (vector[at] ?? 0) + (hash & 0x40000000 ? -1 : 1);
  }
  return vector;
}

function hashWord(word: string): number {
  let hash = 7;
  for (const character of word)
    hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
}
