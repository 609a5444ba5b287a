import { describe, expect, it } from 'vitest';
import { extractTerms } from '../../../../core/text/terms.ts';
import { estimateConfidence } from '../../../../server/retrieval/estimate-confidence.ts';
import { readChunkFeatures } from '../../../../server/retrieval/rerank/chunk-features.ts';
import { readQuestionFeatures } from '../../../../server/retrieval/rerank/question-features.ts';

const QUESTION = 'How long is the notice period of a bank loan?';

function confidenceOf(
  texts: readonly string[],
  finalScores: readonly number[],
  lexicalScores = finalScores.map((score) => score * 10),
) {
  const sequence = extractTerms(QUESTION);
  return estimateConfidence({
    question: readQuestionFeatures(
      { text: QUESTION, sequence },
      { weights: new Map(sequence.map((term) => [term, 2])), formsOf: (term) => [term] },
    ),
    selected: texts.map((text) =>
      readChunkFeatures({ title: '', headingPath: [], text, language: 'en' }),
    ),
    lexicalScores,
    finalScores,
  });
}

const RIGHT = 'The notice period of a bank loan is one month.';
const LEVEL = Array.from({ length: 20 }, () => 0.4);

describe('estimateConfidence', () => {
  it('is 0 where nothing was selected, or nothing holds a word of the question', () => {
    expect(confidenceOf([], [])).toBe(0);
    expect(confidenceOf(['Badges open doors.'], [0.3])).toBe(0);
  });

  it('is higher the more of the question the best match makes up', () => {
    const better = LEVEL.map(() => 12);
    const worse = LEVEL.map(() => 4);
    expect(confidenceOf([RIGHT], LEVEL, better)).toBeGreaterThan(
      confidenceOf([RIGHT], LEVEL, worse),
    );
  });

  it('is higher when the other matches are far behind', () => {
    const alone = [12, ...LEVEL.map(() => 3)];
    const crowded = [12, ...LEVEL.map(() => 11)];
    expect(confidenceOf([RIGHT], LEVEL, alone)).toBeGreaterThan(
      confidenceOf([RIGHT], LEVEL, crowded),
    );
  });

  it('is higher the further the best stands out', () => {
    const ahead = [0.9, ...LEVEL];
    expect(confidenceOf([RIGHT], ahead)).toBeGreaterThan(confidenceOf([RIGHT], LEVEL));
  });

  it('is high for the one chunk of a small collection that answers', () => {
    expect(confidenceOf([RIGHT], [0.9])).toBeGreaterThan(0.8);
  });
});
