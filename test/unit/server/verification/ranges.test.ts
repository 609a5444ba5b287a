import { expect, it } from 'vitest';
import { verifyAnswer } from '../../../../server/verification/verify-answer.ts';
import { chunkOf } from './evidence.ts';

it('takes a range of values for no citation of chunks that are not there', () => {
  const evidence = [chunkOf(1, 'The scale runs from 10 to 20 for all tests.')];
  const { citations } = verifyAnswer({
    answer: 'The scale is [10-20] for all tests [1].',
    evidence,
  });
  expect(citations.map(({ marker }) => marker)).toEqual([1]);
  const beyond = verifyAnswer({ answer: 'The scale runs from 10 to 20 [2-3].', evidence });
  expect(beyond.citations.map(({ status }) => status)).toEqual(['dangling', 'dangling']);
  const partly = verifyAnswer({ answer: 'The scale runs from 10 to 20 [1-3].', evidence });
  expect(partly.citations.map(({ status }) => status)).toEqual([
    'sufficient',
    'dangling',
    'dangling',
  ]);
});
