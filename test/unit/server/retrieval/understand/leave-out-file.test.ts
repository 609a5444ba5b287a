import { describe, expect, it } from 'vitest';
import { leaveOutFile } from '../../../../../server/retrieval/understand/leave-out-file.ts';

describe('what a question asks of the file that it names', () => {
  it.each([
    ['What does a night cost according to rates.md?', 'What does a night cost?'],
    ['What does a night cost, according to “finance/Rates.md”?', 'What does a night cost?'],
    ['According to rates.md, what does a night cost?', 'what does a night cost?'],
    ['In rates.md, what does a night cost?', 'what does a night cost?'],
    ['What does rates.md say about nights in towns?', 'nights in towns?'],
    ['What breakfast limit does the file rates.md state?', 'What breakfast limit?'],
    ['Search only in rates.md: what does a night cost?', 'what does a night cost?'],
    ['Which nights are listed as stated in rates.md?', 'Which nights are listed?'],
    ['What is the breakfast limit in the file rates.md?', 'What is the breakfast limit?'],
    ['Does rates.md say whether breakfast is paid?', 'whether breakfast is paid?'],
  ])('is the rest of it: %s', (question, rest) => {
    const name = /finance/u.test(question) ? 'finance/rates.md' : 'rates.md';
    expect(leaveOutFile(question, name)).toBe(rest);
  });

  it('is what the words of the name say where it asks nothing else', () => {
    expect(leaveOutFile('What does hr/sick-leave_2026.md say?', 'hr/sick-leave_2026.md')).toBe(
      'sick leave 2026?',
    );
  });

  it('is all of it where the name is not in it', () => {
    expect(leaveOutFile('What does a night cost?', 'rates.md')).toBe('What does a night cost?');
    expect(leaveOutFile('Is it in _.md?', '_.md')).not.toBe('');
  });
});
