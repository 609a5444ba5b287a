import type { ChunkTallies, TallyBook } from './chunk-tallies.ts';
import type { NumberLists } from './number-lists.ts';
import type { QuestionFeatures } from './question-features.ts';

const K1 = 1.2;
const B = 0.75;

/**
 * BM25 over runs of four characters (McNamee and Mayfield 2004) with the statistics of the candidates alone:
 * it forgives spelling, inflection and compounds. One score for each chunk, in order.
 */
export function scoreCharacters(
  { grams }: QuestionFeatures,
  chunks: readonly ChunkTallies[],
  book: TallyBook,
): readonly number[] {
  const counted = countInEach([...grams.keys()], chunks, book);
  const holders = countHolders(counted, grams.size);
  const weights = Float64Array.from([...grams.values()].entries(), ([gram, inQuestion]) => {
    const holderCount = holders[gram] ?? 0;
    return inQuestion * Math.log(1 + (chunks.length - holderCount + 0.5) / (holderCount + 0.5));
  });
  const totalLength = chunks.reduce((sum, { gramCount }) => sum + gramCount, 0);
  const averageLength = Math.max(1, totalLength / Math.max(1, chunks.length));
  return chunks.map(({ gramCount }, index) =>
    addUp(counted[index] ?? NONE, weights, K1 * (1 - B + (B * gramCount) / averageLength)),
  );
}

const NONE = new Uint16Array();

/** In how many of the chunks each run stands. */
function countHolders(counted: readonly Uint16Array[], gramCount: number): Uint32Array {
  const holders = new Uint32Array(gramCount);
  for (const counts of counted) {
    for (let gram = 0; gram < gramCount; gram += 1) {
      if ((counts[gram] ?? 0) > 0) holders[gram] = (holders[gram] ?? 0) + 1;
    }
  }
  return holders;
}

function addUp(counts: Uint16Array, weights: Float64Array, length: number): number {
  let score = 0;
  for (let gram = 0; gram < weights.length; gram += 1) {
    const count = counts[gram] ?? 0;
    if (count > 0) score += ((weights[gram] ?? 0) * count * (K1 + 1)) / (count + length);
  }
  return score;
}

/** How often each of the question's runs stands in each chunk. A word is looked through once for all that hold it. */
function countInEach(
  grams: readonly string[],
  chunks: readonly ChunkTallies[],
  book: TallyBook,
): readonly Uint16Array[] {
  /** By a run's number, its place in the question and 1. */
  const placeOf = new Uint32Array(book.grams.size);
  for (const [place, gram] of grams.entries()) {
    const number = book.grams.find(gram);
    if (number !== undefined) placeOf[number] = place + 1;
  }
  const gramsByWord = book.gramsByWord.view();
  /** Most words have none of the runs: they share the first entry. */
  const placesByWord: (readonly number[])[] = [NO_PLACES];
  /** By a word's number, where its places stand in that list, and 1. */
  const known = new Uint32Array(book.gramsByWord.size);
  return chunks.map(({ words: { numbers, counts } }) => {
    const found = new Uint16Array(grams.length);
    for (let at = 0; at < numbers.length; at += 1) {
      const word = numbers[at] ?? 0;
      if (known[word] === 0) {
        const places = findPlaces(word, gramsByWord, placeOf);
        known[word] = places === NO_PLACES ? 1 : placesByWord.push(places);
      }
      if (known[word] === 1) continue;
      const places = placesByWord[(known[word] ?? 0) - 1] ?? NO_PLACES;
      for (let index = 0; index < places.length; index += 1) {
        const place = places[index] ?? 0;
        found[place] = (found[place] ?? 0) + (counts[at] ?? 0);
      }
    }
    return found;
  });
}

const NO_PLACES: readonly number[] = [];

function findPlaces(
  word: number,
  { starts, numbers }: ReturnType<NumberLists['view']>,
  placeOf: Uint32Array,
): readonly number[] {
  let places: number[] | null = null;
  const end = starts[word + 1] ?? 0;
  for (let at = starts[word] ?? 0; at < end; at += 1) {
    const place = placeOf[numbers[at] ?? 0] ?? 0;
    if (place === 0) continue;
    places ??= [];
    places.push(place - 1);
  }
  return places ?? NO_PLACES;
}
