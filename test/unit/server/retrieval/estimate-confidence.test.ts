import { describe, expect, it } from 'vitest';
import { extractTerms } from '../../../../core/text/terms.ts';
import { estimateConfidence } from '../../../../server/retrieval/estimate-confidence.ts';
import { readChunkFeatures } from '../../../../server/retrieval/rerank/chunk-features.ts';
import { readQuestionFeatures } from '../../../../server/retrieval/rerank/question-features.ts';

const QUESTION = 'How long is the notice period of a bank loan?';

function confidenceOf(texts: readonly string[], finalScores: readonly number[]) {
  const sequence = extractTerms(QUESTION);
  return estimateConfidence({
    question: readQuestionFeatures(
      { text: QUESTION, sequence },
      new Map(sequence.map((term) => [term, 2])),
    ),
    selected: texts.map((text) => readChunkFeatures({ title: '', headingPath: [], text })),
    lexicalScores: finalScores.map((score) => score * 10),
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

  it('is higher the more of the question stands together in one chunk', () => {
    const filler = 'Doors, windows, chairs, lamps and cups follow one another. '.repeat(3);
    const scattered = `A notice. ${filler}A period. ${filler}A bank. ${filler}A loan.`;
    expect(confidenceOf([RIGHT], LEVEL)).toBeGreaterThan(confidenceOf([scattered], LEVEL));
    expect(confidenceOf([scattered], LEVEL)).toBeGreaterThan(confidenceOf(['A notice.'], LEVEL));
  });

  it('is higher the further the best stands out', () => {
    const ahead = [0.9, ...LEVEL];
    expect(confidenceOf([RIGHT], ahead)).toBeGreaterThan(confidenceOf([RIGHT], LEVEL));
  });

  it('is high for the one chunk of a small collection that answers', () => {
    expect(confidenceOf([RIGHT], [0.9])).toBeGreaterThan(0.8);
  });
});
