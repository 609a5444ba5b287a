import { describe, expect, it } from 'vitest';
import { readFileName } from '../../../../../server/retrieval/understand/read-filters.ts';

describe('the file that a question names', () => {
  it.each([
    'What does a night cost according to rates.md?',
    'What does a night cost, according to “finance/Rates.md”?',
    'What does rates.md say of breakfast?',
    'Look in rates.md for the limit.',
    'In rates.md, what does a night cost?',
    'Search only in rates.md: what does a night cost?',
    'Which limits are stated in rates.md?',
    'What is the limit in the file rates.md?',
  ])('is where to look: %s', (question) => {
    expect(readFileName(question)).toMatch(/rates\.md$/);
  });

  it.each([
    'How is rates.md compared with limits.md?',
    'What is the limit in rates.md and in limits.md?',
    'What do rates.md and limits.md say of nights?',
    'Not in rates.md, but what does a night cost elsewhere?',
    'What does a night cost, not according to rates.md?',
    'How does the policy differ from what rates.md says?',
    'How do I recover from settings.py errors?',
    'Who approves changes in rates.md?',
    'Who wrote rates.md?',
    'What does example.com say?',
  ])('is a word like others where that is not sure: %s', (question) => {
    expect(readFileName(question)).toBeNull();
  });
});
