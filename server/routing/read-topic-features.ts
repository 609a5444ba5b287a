import {
  FNV_OFFSET,
  hashText,
  mix,
  normaliseForNgrams,
  spread,
} from '../../core/classify/hash-ngrams.ts';
import { TOPIC_CONCEPTS } from './topic-concepts.ts';

/** Hears of each feature: its number, and the places of its first and last word. */
export type TopicFeatureVisitor = (feature: number, first: number, last: number) => void;

/** Words with their neighbours, beginnings of words, and concepts. */
export const TOPIC_PARTS = 3;
export const TOPIC_BUCKETS = 2 ** 17;

const WORD = /[\p{L}\p{N}][\p{L}\p{M}\p{N}'-]*|[^\s\p{L}\p{N}]/gu;
const MAX_WORDS = 400;
/** Beginnings of words stand for their stems. */
const SHORT_STEM = 4;
const LONG_STEM = 6;
const MIN_PREFIX = 2;
/** Words are few, and looked up again and again. */
const MAX_KNOWN = 20_000;
/** Each kind of feature is hashed by its own number, and belongs to a part. */
const KINDS = {
  word: { seed: 1, part: 0 },
  neighbours: { seed: 2, part: 0 },
  stem: { seed: 3, part: 1 },
  concept: { seed: 4, part: 2 },
  pair: { seed: 5, part: 2 },
  row: { seed: 6, part: 2 },
} as const;

const CONCEPT_COUNT = Object.keys(TOPIC_CONCEPTS).length;

const NO_PLACES: readonly number[] = Array.from({ length: CONCEPT_COUNT }, () => -1);

/** What there is to know of a word by itself. */
interface KnownWord {
  readonly hash: number;
  readonly shortStem: number;
  readonly longStem: number;
  readonly concepts: readonly number[];
}

const known = new Map<string, KnownWord>();
const conceptsByWord = new Map<string, readonly number[]>();
const conceptsByPrefix = new Map<string, readonly number[]>();
for (const [concept, words] of Object.values(TOPIC_CONCEPTS).entries()) {
  for (const word of words.trim().split(/\s+/)) {
    const isOpen = word.endsWith('*');
    const map = isOpen ? conceptsByPrefix : conceptsByWord;
    const key = isOpen ? word.slice(0, -1) : word;
    map.set(key, [...(map.get(key) ?? []), concept]);
  }
}

const beginningsOfPrefixes: ReadonlySet<string> = new Set(
  Array.from(conceptsByPrefix.keys()).flatMap((prefix) =>
    Array.from(prefix, (_, at) => prefix.slice(0, at + 1)),
  ),
);

/** Features are numbered part by part. */
export function partOf(feature: number): number {
  return (feature / TOPIC_BUCKETS) | 0;
}

export function bucketOf(feature: number): number {
  return feature & (TOPIC_BUCKETS - 1);
}

/** The words and signs of a text, in lower case. */
export function readTopicWords(text: string): readonly string[] {
  const plain = normaliseForNgrams(text).replaceAll('’', "'");
  return (plain.match(WORD) ?? []).slice(0, MAX_WORDS);
}

/** Visits the features of a text's words, repeats included: integers alone, since it is done for every question. */
export function visitTopicFeatures(words: readonly string[], visit: TopicFeatureVisitor): void {
  let before = 0;
  let conceptBefore = -1;
  let conceptPlace = 0;
  const places = NO_PLACES.slice();
  for (let at = 0; at < words.length; at += 1) {
    const { hash, shortStem, longStem, concepts } = know(words[at] ?? '');
    visit(toFeature(KINDS.word, hash, 0), at, at);
    if (at > 0) visit(toFeature(KINDS.neighbours, before, hash), at - 1, at);
    before = hash;
    visit(toFeature(KINDS.stem, shortStem, 0), at, at);
    if (longStem !== shortStem) visit(toFeature(KINDS.stem, longStem, 0), at, at);
    for (const concept of concepts) {
      if (conceptBefore !== -1) {
        visit(toFeature(KINDS.row, conceptBefore, concept), conceptPlace, at);
      }
      conceptBefore = concept;
      conceptPlace = at;
      if (places[concept] === -1) places[concept] = at;
    }
  }
  visitConcepts(places, visit);
}

/** Each concept that is met, and each two of them. */
function visitConcepts(places: readonly number[], visit: TopicFeatureVisitor): void {
  for (let concept = 0; concept < places.length; concept += 1) {
    const first = places[concept] ?? -1;
    if (first === -1) continue;
    visit(toFeature(KINDS.concept, concept, 0), first, first);
    for (let other = concept + 1; other < places.length; other += 1) {
      const last = places[other] ?? -1;
      if (last !== -1) visit(toFeature(KINDS.pair, concept, other), first, last);
    }
  }
}

function know(word: string): KnownWord {
  const before = known.get(word);
  if (before !== undefined) return before;
  const fresh = {
    hash: hashText(FNV_OFFSET, word),
    shortStem: hashText(FNV_OFFSET, word.slice(0, SHORT_STEM)),
    longStem: hashText(FNV_OFFSET, word.slice(0, LONG_STEM)),
    concepts: conceptsOf(word),
  };
  if (known.size >= MAX_KNOWN) known.clear();
  known.set(word, fresh);
  return fresh;
}

function conceptsOf(word: string): readonly number[] {
  const concepts = new Set(conceptsByWord.get(word));
  for (let length = MIN_PREFIX; length <= word.length; length += 1) {
    const beginning = word.slice(0, length);
    if (!beginningsOfPrefixes.has(beginning)) break;
    for (const concept of conceptsByPrefix.get(beginning) ?? []) concepts.add(concept);
  }
  return [...concepts];
}

function toFeature(
  { seed, part }: (typeof KINDS)[keyof typeof KINDS],
  left: number,
  right: number,
): number {
  const hash = mix(mix(mix(seed, left), left >>> 16), right);
  return part * TOPIC_BUCKETS + (spread(hash) & (TOPIC_BUCKETS - 1));
}
