import { extractTerms } from '../../core/text/terms.ts';
import { normaliseVector } from '../normalise-vector.ts';
import { hashText } from './hash-text.ts';

export const LEXICAL_HASH_DIMENSIONS = 384;

const SHORTEST_GRAM = 3;
const LONGEST_GRAM = 5;
const MAX_REMEMBERED_TERMS = 20_000;
/** As long as the terms that are remembered where they are read: longer ones may be views of a whole text. */
const MAX_REMEMBERED_LENGTH = 40;

/** What a term adds to the vector: a signed weight at some dimensions. */
interface TermFeatures {
  readonly dimensions: Uint16Array;
  readonly weights: Float32Array;
}

const rememberedFeatures = new Map<string, TermFeatures>();

/**
 * A text's vector by lexical hashing (the hashing trick of Weinberger et al., 2009): each stem and the
 * character 3- to 5-grams of it add a signed weight at a hashed dimension, frequent stems sublinearly.
 * Texts are near when they share words or parts of words; it knows nothing of meaning.
 * Always a unit vector of 384 floats, also for a text without terms.
 */
export function hashLexically(text: string, terms = extractTerms(text)): Float32Array {
  const vector = new Float32Array(LEXICAL_HASH_DIMENSIONS);
  for (const [term, count] of countTerms(text, terms)) {
    addFeatures(vector, featuresOf(term), 1 + Math.log(count));
  }
  // Features can cancel each other out; one dimension then stands for the text.
  return normaliseVector(vector) ?? vector.fill(1, 0, 1);
}

function countTerms(text: string, terms: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts.size === 0 ? new Map([[text.trim().toLowerCase(), 1]]) : counts;
}

function addFeatures(vector: Float32Array, features: TermFeatures, scale: number): void {
  const { dimensions, weights } = features;
  for (let at = 0; at < dimensions.length; at++) {
    const dimension = dimensions[at] ?? 0;
    vector[dimension] = (vector[dimension] ?? 0) + (weights[at] ?? 0) * scale;
  }
}

function featuresOf(term: string): TermFeatures {
  const remembered = rememberedFeatures.get(term);
  if (remembered !== undefined) return remembered;
  const features = readFeatures(term);
  if (term.length <= MAX_REMEMBERED_LENGTH) {
    if (rememberedFeatures.size >= MAX_REMEMBERED_TERMS) rememberedFeatures.clear();
    rememberedFeatures.set(term, features);
  }
  return features;
}

function readFeatures(term: string): TermFeatures {
  const grams = gramsOf(term);
  const dimensions = new Uint16Array(grams.length + 1);
  const weights = new Float32Array(grams.length + 1);
  // Together the n-grams are as long as the word itself: best of 0 to 1.4 over four collections.
  const gramWeight = 1 / Math.sqrt(grams.length);
  for (const [at, feature] of [`=${term}`, ...grams].entries()) {
    const hash = hashText(feature);
    dimensions[at] = hash % LEXICAL_HASH_DIMENSIONS;
    weights[at] = (hash >= 0x80000000 ? -1 : 1) * (at === 0 ? 1 : gramWeight);
  }
  return { dimensions, weights };
}

function gramsOf(term: string): readonly string[] {
  const bounded = `<${term}>`;
  const grams: string[] = [];
  for (let length = SHORTEST_GRAM; length <= LONGEST_GRAM; length++) {
    for (let start = 0; start + length <= bounded.length; start++) {
      grams.push(bounded.slice(start, start + length));
    }
  }
  return grams;
}
