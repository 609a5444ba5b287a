import { createRandom } from '../random.ts';

export const DIMENSIONS = 384;

export interface VectorCorpus {
  readonly chunks: readonly Float32Array[];
  readonly questions: readonly Float32Array[];
}

const VOCABULARY = 20_000;
const TOPICS = 150;
const WORDS_OF_TOPIC = 200;
const WORDS_OF_CHUNK = 120;
const WORDS_OF_QUESTION = 9;
/** Of a chunk's words, so many are of its topic; the others are anybody's. */
const TOPICAL = 0.5;

/**
 * Signed word hashes of texts about topics, whose words are as unevenly frequent as those of a language. They
 * are harder for an index than the vectors of a neural model, which lie closer together.
 */
export function makeVectorCorpus(size: {
  readonly chunks: number;
  readonly questions: number;
}): VectorCorpus {
  const random = createRandom(384);
  const anyWord = () => Math.floor(VOCABULARY ** random()) - 1;
  const topics = Array.from({ length: TOPICS }, () =>
    Array.from({ length: WORDS_OF_TOPIC }, () => Math.floor(random() * VOCABULARY)),
  );
  const text = (words: number, topical: number) => {
    const topic = topics[Math.floor(random() * TOPICS)] ?? [];
    return Array.from({ length: words }, () =>
      random() < topical ? (topic[Math.floor(topic.length * random() ** 2)] ?? 0) : anyWord(),
    );
  };
  return {
    chunks: Array.from({ length: size.chunks }, () => embed(text(WORDS_OF_CHUNK, TOPICAL))),
    questions: Array.from({ length: size.questions }, () => embed(text(WORDS_OF_QUESTION, 1))),
  };
}

function embed(words: readonly number[]): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  for (const word of words) {
    const hash = Math.imul(word + 1, 0x9e3779b1) >>> 0;
    const rarity = Math.log(2 + word);
    const at = hash % DIMENSIONS;
    vector[at] = (vector[at] ?? 0) + (hash & 0x8000_0000 ? rarity : -rarity);
  }
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

/** The positions of the nearest among those chunks, by cosine of vectors of length one. */
export function nearestExactly(
  question: Float32Array,
  chunks: readonly { readonly position: number; readonly vector: Float32Array }[],
  depth: number,
): readonly number[] {
  return chunks
    .map(({ position, vector }) => ({ position, similarity: dot(vector, question) }))
    .toSorted((left, right) => right.similarity - left.similarity)
    .slice(0, depth)
    .map(({ position }) => position);
}

function dot(left: Float32Array, right: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < left.length; at += 1) sum += (left[at] ?? 0) * (right[at] ?? 0);
  return sum;
}
