import { describe, expect, it } from 'vitest';
import { gramsOf, readGrams } from '../../../../../server/retrieval/rerank/character-grams.ts';
import { readChunkFeatures } from '../../../../../server/retrieval/rerank/chunk-features.ts';
import { createTallyBooks } from '../../../../../server/retrieval/rerank/chunk-tallies.ts';
import { scoreCharacters } from '../../../../../server/retrieval/rerank/score-characters.ts';
import { scoreFeedback } from '../../../../../server/retrieval/rerank/score-feedback.ts';
import { readQuestionFeatures } from '../../../../../server/retrieval/rerank/question-features.ts';

const TEXTS = [
  'Leave is granted in writing; leave in writing is kept.',
  'Straße, Ödön and 東京 write to ΟΔΟΣ.',
  'A card that is lost is blocked. 😀 b2b',
];

function chunkOf(text: string) {
  const features = readChunkFeatures({ title: '', headingPath: [], text, language: 'en' });
  return { features, text };
}

/** One pass over the text, as the runs are defined. */
function countRuns(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [word] of text.toLowerCase().matchAll(/[\p{L}\p{N}]+/gu)) {
    for (const gram of gramsOf(word)) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  }
  return counts;
}

describe('the tallies of a chunk', () => {
  it('count each of its terms, and the runs of its words, as often as they stand in it', () => {
    const book = createTallyBooks()();
    for (const text of TEXTS) {
      const chunk = chunkOf(text);
      const { terms, sequence, gramCount } = book.read(chunk);
      const expected = new Map<string, number>();
      for (const term of chunk.features.terms) expected.set(term, (expected.get(term) ?? 0) + 1);
      const counted = [...expected.keys()].map((term) => {
        const at = terms.numbers.indexOf(book.terms.find(term) ?? -1);
        return [term, terms.counts[at]] as const;
      });
      expect(new Map(counted)).toEqual(expected);
      expect(terms.numbers.length).toBe(expected.size);
      expect(sequence.length).toBe(chunk.features.terms.length);
      expect(gramCount).toBe([...countRuns(text).values()].reduce((sum, each) => sum + each, 0));
      expect(readGrams(text)).toEqual(countRuns(text));
    }
  });

  it('are made once for the same features', () => {
    const book = createTallyBooks()();
    const chunk = chunkOf(TEXTS[0] ?? '');
    expect(book.read(chunk)).toBe(book.read({ ...chunk }));
  });
});

describe('the books that tallies are in', () => {
  it('are followed by an empty one when they are full', () => {
    const current = createTallyBooks(20);
    const first = current();
    expect(current()).toBe(first);
    for (const text of TEXTS) first.read(chunkOf(text));
    const second = current();
    expect(second).not.toBe(first);
    expect([second.terms.size, second.grams.size, second.gramsByWord.size]).toEqual([0, 0, 0]);
  });

  it('change no score, whatever else is in them', () => {
    const question = readQuestionFeatures(
      { text: 'lost cards in writing to odos', sequence: [] },
      { weights: new Map(), formsOf: (term) => [term] },
    );
    const chunks = TEXTS.map(chunkOf);
    const score = (before: readonly string[]) => {
      const book = createTallyBooks()();
      for (const text of before) book.read(chunkOf(text));
      const tallies = chunks.map((chunk) => book.read(chunk));
      return [
        scoreCharacters(question, tallies, book),
        scoreFeedback(tallies, [1, 0.5, 0.2], book),
      ];
    };
    expect(score(['Writing cards, lost streets.', ...TEXTS.toReversed()])).toEqual(score([]));
  });
});
