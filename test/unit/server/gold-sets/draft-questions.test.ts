import { describe, expect, it } from 'vitest';
import { draftQuestions } from '../../../../server/gold-sets/draft-questions.ts';

function draft(text: string) {
  return draftQuestions(text, 'Pay').map(({ template, question, acceptedAnswers, quote }) => ({
    template,
    question,
    acceptedAnswers,
    quote: text.slice(quote.start, quote.end),
  }));
}

describe('draftQuestions', () => {
  it('asks a heading that is a question', () => {
    const text =
      '# Leave\n\n## Who may carry leave over?\n\nStaff with a grade may. Others ask first.';
    expect(draft(text)).toEqual([
      {
        template: 'question_heading',
        question: 'Who may carry leave over?',
        acceptedAnswers: ['Staff with a grade may.'],
        quote: 'Staff with a grade may.',
      },
    ]);
  });

  it('asks for a labelled value under its heading', () => {
    expect(draft('# Contacts\n\nTelephone of payroll: 4711\n')).toEqual([
      {
        template: 'labelled_value',
        question: 'Pay, Contacts: what is the telephone of payroll?',
        acceptedAnswers: ['4711'],
        quote: 'Telephone of payroll: 4711',
      },
    ]);
  });

  it('asks for the second cell of each row of a table, and for no ruler', () => {
    const text = '| Grade | Days |\n| --- | --- |\n| A | 25 |\n| B | 27 |\n';
    expect(draft(text).map(({ question, acceptedAnswers }) => [question, acceptedAnswers])).toEqual(
      [
        ['Pay: what is the days for A?', ['25']],
        ['Pay: what is the days for B?', ['27']],
      ],
    );
  });

  it('asks what a defined term is', () => {
    expect(draft('Stand-by is the time in which somebody can be called to work.')).toEqual([
      {
        template: 'definition',
        question: 'What is Stand-by?',
        acceptedAnswers: ['the time in which somebody can be called to work'],
        quote: 'Stand-by is the time in which somebody can be called to work.',
      },
    ]);
  });

  it.each([
    ['An amount of £185 per night may be claimed for hotels.', '£185'],
    ['Claims must be handed in within thirty days of the trip.', 'thirty days'],
    ['A lost receipt is replaced by the form FIN-09 of finance.', 'FIN-09'],
    ['The new agreement with the union ends on 31 March 2027.', '31 March 2027'],
  ])('leaves a gap for the value of "%s"', (sentence, value) => {
    expect(draft(sentence)).toEqual([
      {
        template: 'value_in_sentence',
        question: `Pay: what stands for the gap in “${sentence.replace(value, '…')}”?`,
        acceptedAnswers: [value],
        quote: sentence,
      },
    ]);
  });

  it.each([
    [
      'of two values, which could be confused',
      'Up to £10 for lunch and up to £30 for dinner is paid.',
    ],
    ['that points back to another one', 'This is paid within 30 days of the claim, at the latest.'],
    ['without a value', 'Everybody is asked to be friendly to our guests.'],
    ['in code', '```\nThe limit is 30 days for claims of staff.\n```'],
  ])('asks nothing of a sentence %s', (_, sentence) => {
    expect(draft(sentence)).toEqual([]);
  });
});
