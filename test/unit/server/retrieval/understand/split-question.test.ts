import { describe, expect, it } from 'vitest';
import { splitQuestion } from '../../../../../server/retrieval/understand/split-question.ts';

describe('a question that asks two things', () => {
  it.each([
    [
      'How many days of annual leave do I get, and who approves hotel bookings?',
      ['How many days of annual leave do I get', 'who approves hotel bookings?'],
    ],
    [
      'When are payslips published? Where is the bike storage room?',
      ['When are payslips published', 'Where is the bike storage room?'],
    ],
    [
      'Who repairs broken printers and by when must expense claims be filed?',
      ['Who repairs broken printers', 'by when must expense claims be filed?'],
    ],
  ])('is two questions: %s', (question, parts) => {
    expect(splitQuestion(question)).toEqual(parts);
  });

  it.each([
    'Does the bank pay for an office chair for my home desk, and how much?',
    'Is there a table tennis club and when does it meet?',
    'How many days of sick leave and annual leave do I get?',
    'Which form do I need and who signs it?',
    'I lost my badge. Who gives me a new one?',
    'What is the difference between grade C and grade D?',
    'Who is who and what is what in the finance team?',
  ])('stays whole where one clause needs the other: %s', (question) => {
    expect(splitQuestion(question)).toEqual([question]);
  });
});
