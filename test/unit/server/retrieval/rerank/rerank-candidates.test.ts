import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extractTerms } from '../../../../../core/text/terms.ts';
import { readChunkFeatures } from '../../../../../server/retrieval/rerank/chunk-features.ts';
import { readQuestionFeatures } from '../../../../../server/retrieval/rerank/question-features.ts';
import {
  rerankCandidates,
  type RerankCandidate,
} from '../../../../../server/retrieval/rerank/rerank-candidates.ts';

function questionOf(text: string) {
  const sequence = extractTerms(text);
  const weights = new Map(sequence.map((term) => [term, 1]));
  return readQuestionFeatures({ text, sequence }, { weights, formsOf: (term) => [term] });
}

function candidateOf(text: string, { title = '', fused = 0.5 } = {}): RerankCandidate {
  return {
    features: readChunkFeatures({ title, headingPath: [], text, language: 'en' }),
    text: `${title}\n${text}`,
    fused,
  };
}

function order(question: string, candidates: readonly RerankCandidate[]): readonly number[] {
  return rerankCandidates(questionOf(question), candidates).map(({ index }) => index);
}

describe('of two candidates with the same fused score, the first is the one', () => {
  it.each([
    {
      what: 'whose words of the question stand close together',
      question: 'notice period of a loan',
      better: 'The notice period of the loan is a month. Cards, fees and branches have others.',
      worse: 'The notice is sent. Cards, fees and branches follow it in a period. Then a loan.',
    },
    {
      what: 'that says the phrase of the question',
      question: 'travel expense report',
      better: 'Fill in the travel expense report by Friday and send it to the desk.',
      worse: 'Fill in the report of expense for travel by Friday, send it to the desk.',
    },
    {
      what: 'that has a word in another form or spelling',
      question: 'reimbursment of accomodation',
      better: 'We pay for accommodation; reimbursement takes a week after the trip has ended.',
      worse: 'We pay for cameras; replacements take a week after the order has been ended.',
    },
    {
      what: 'that has the identifier to the letter',
      question: 'What does VPN-4031 mean?',
      better: 'Code VPN-4031 means that the certificate has run out.',
      worse: 'Code 4031 of the VPN means that the certificate has run.',
    },
    {
      what: 'that has a quoted phrase to the letter',
      question: 'Where does "left the building" stand?',
      better: 'Whoever has left the building signs out in the stand.',
      worse: 'Whoever is in the building and left early stands the sign.',
    },
  ])('$what', ({ question, better, worse }) => {
    expect(order(question, [candidateOf(worse), candidateOf(better)])).toEqual([1, 0]);
  });

  it('whose title names what is asked', () => {
    const text = 'It is paid within a month, on the form of the people team.';
    const named = candidateOf(text, { title: 'Parental leave' });
    const other = candidateOf(text, { title: 'Company bicycles' });
    expect(order('Who pays parental leave?', [other, named])).toEqual([1, 0]);
  });

  it('that is about what the best candidates are about', () => {
    const best = [
      candidateOf('A mortgage needs a valuation of the house by a surveyor.', { fused: 1 }),
      candidateOf('The surveyor sends the valuation for the mortgage.', { fused: 0.9 }),
    ];
    const near = candidateOf('A surveyor looks at the valuation again on request.', { fused: 0.1 });
    const far = candidateOf('A gardener looks at the flowers again on request.', { fused: 0.1 });
    const ranking = order('Who checks a house?', [...best, far, near]);
    expect(ranking.indexOf(3)).toBeLessThan(ranking.indexOf(2));
  });
});

describe('rerankCandidates', () => {
  it('keeps the order of candidates that are alike', () => {
    const same = () => candidateOf('The fee is 5 euro.');
    expect(order('What is the fee?', [same(), same(), same()])).toEqual([0, 1, 2]);
  });

  it('gives the only candidate the full score for what it holds', () => {
    const [only] = rerankCandidates(questionOf('fee'), [candidateOf('The fee is 5 euro.')]);
    expect(only?.features).toMatchObject({ fused: 1, characters: 1, coverage: 1 });
  });

  it('leaves what must stand word for word out where the question has no such thing', () => {
    const [only] = rerankCandidates(questionOf('fee'), [candidateOf('fee', { title: 'fee' })]);
    expect(only?.features.exact).toBe(0);
    expect(only?.score).toBeLessThanOrEqual(1);
  });

  it('gives every candidate once, with shares between 0 and 1, whatever the texts', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 });
    fc.assert(
      fc.property(text, fc.array(fc.tuple(text, text), { maxLength: 12 }), (question, texts) => {
        const candidates = texts.map(([title, body], index) =>
          candidateOf(body, { title, fused: 1 / (index + 1) }),
        );
        const reranked = rerankCandidates(questionOf(question), candidates);
        expect(reranked.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual([
          ...candidates.keys(),
        ]);
        for (const { score, features } of reranked) {
          for (const value of [score, ...Object.values(features)]) {
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThanOrEqual(1 + 1e-9);
          }
        }
        expect(rerankCandidates(questionOf(question), candidates)).toEqual(reranked);
      }),
    );
  });

  it('reads a question of 8,000 characters and a hundred candidates in bounded time', () => {
    const words = Array.from({ length: 1_300 }, (_, index) => `word${index % 700}`).join(' ');
    const candidates = Array.from({ length: 100 }, () => candidateOf(words));
    const startedAt = performance.now();
    order(words.slice(0, 8_000), candidates);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });
});
