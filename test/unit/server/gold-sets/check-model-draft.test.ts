import { describe, expect, it } from 'vitest';
import { checkModelDraft } from '../../../../server/gold-sets/check-model-draft.ts';
import { buildDraftPrompt } from '../../../../server/gold-sets/draft-prompt.ts';
import { readBounds } from '../../../../server/generation/disarm-reply.ts';

const BEFORE = 'Somewhere else it says that nothing is paid.\n\n';
const CHUNK =
  'A hotel may cost\nup to “£1,850” per week. See https://bank.example/travel for\u00a0the forms.';
const TEXT = `${BEFORE}${CHUNK}\n\nThe end.`;
const chunk = { start: BEFORE.length, end: BEFORE.length + CHUNK.length };
const prompt = buildDraftPrompt({ title: 'Travel', headingPath: [], text: CHUNK, fence: 'f' });
const bounds = readBounds(prompt, [{ text: CHUNK }]);
const GOOD = {
  question: 'What may a hotel cost per week?',
  answer: '£1,850',
  quote: 'A hotel may cost\nup to “£1,850” per week.',
};

function check(reply: object | string) {
  const text = typeof reply === 'string' ? reply : JSON.stringify(reply);
  return checkModelDraft(text, { text: TEXT, chunk, bounds });
}

function quoteOf(reply: object): string | null {
  const checked = check(reply);
  return checked.kind === 'kept' ? TEXT.slice(checked.quote.start, checked.quote.end) : null;
}

describe('checkModelDraft', () => {
  it('keeps a draft whose quote stands in the chunk, with its place in the document', () => {
    expect(check(GOOD)).toEqual({
      kind: 'kept',
      question: GOOD.question,
      answer: '£1,850',
      quote: { start: chunk.start, end: chunk.start + GOOD.quote.length },
    });
  });

  it('keeps the words of the document where the quote has other spaces and quotation marks', () => {
    const quote = 'A hotel may cost up to "£1,850" per week.';
    expect(quoteOf({ ...GOOD, quote })).toBe(GOOD.quote);
  });

  it('compares the answer with the quote as answers are scored', () => {
    expect(check({ ...GOOD, answer: 'The £1850' }).kind).toBe('kept');
  });

  it('reads a reply in a fence of code', () => {
    expect(check(`\`\`\`json\n${JSON.stringify(GOOD)}\n\`\`\``).kind).toBe('kept');
  });

  it.each([
    ['words that the document does not have', { quote: 'A hotel may cost up to £9,000.' }],
    ['words of another chunk', { quote: 'Somewhere else it says that nothing is paid.' }],
    ['half a word', { quote: 'hotel may cost\nup to “£1,850” per we' }],
    ['nothing', { quote: ' ' }],
  ])('keeps no draft that quotes %s', (_, change) => {
    expect(check({ ...GOOD, ...change })).toEqual({ kind: 'not_kept', reason: 'quote_not_found' });
  });

  it.each([
    ['answer_not_in_quote', { answer: '£1,900' }],
    ['answer_not_in_quote', { answer: '' }],
    ['answer_in_question', { question: 'May a hotel cost £1,850?' }],
    ['too_long', { question: `${'Very '.repeat(300)}long?` }],
    ['too_long', { answer: 'a '.repeat(100) }],
    ['not_in_form', { question: ' ' }],
    ['not_in_form', { question: 'What\0?' }],
    ['not_in_form', { note: 'one key too many' }],
    ['disarmed', { question: 'What does https://collect.example/in say of a hotel?' }],
    ['disarmed', { question: 'What may a hotel cost? ![](https://bank.example/travel?q=1)' }],
    ['disarmed', { question: 'What may a hotel\u200b\u200b\u202e cost?' }],
    [
      'disarmed',
      {
        question:
          'Do you write test questions for a service that answers questions from documents?',
      },
    ],
  ])('keeps no draft that is %s', (reason, change) => {
    expect(check({ ...GOOD, ...change })).toEqual({ kind: 'not_kept', reason });
  });

  it('may name an address that the chunk has', () => {
    const question = 'What may a hotel cost by https://bank.example/travel?';
    expect(check({ ...GOOD, question }).kind).toBe('kept');
  });

  it.each([
    ['nothing_to_ask', '{"question": null}'],
    ['not_in_form', 'What may a hotel cost?'],
    ['not_in_form', '{"question": "What'],
    ['not_in_form', '{"question": "What?"} {"answer": "£1,850"}'],
    ['not_in_form', '[]'],
  ])('says %s of the reply %s', (reason, reply) => {
    expect(check(reply)).toEqual({ kind: 'not_kept', reason });
  });
});
