import { describe, expect, it } from 'vitest';
import { buildSearchQuery } from '../../../../../server/retrieval/search-query.ts';

const user = (content: string) => ({ role: 'user', content }) as const;
const PARENTAL = user('How many weeks of parental leave does a full-time employee get?');

describe('a question in a conversation', () => {
  it.each([
    'And for part-timers?',
    'What about in Rome?',
    'For part-timers?',
    'How much in Rome?',
    'How long?',
    'Are there exceptions?',
    'How long does it last?',
    'Who approves that?',
    'What happens in that case to bonuses?',
    'Do they need a form?',
    'How long does it take until a request is approved?',
  ])('takes along at half the weight what it leans on: %s', (question) => {
    const query = buildSearchQuery(question, [PARENTAL, { role: 'assistant', content: 'Twelve.' }]);
    expect(query.terms.get('parent')).toMatchObject({ weight: 0.5, isBeside: false });
    expect(query.text).toBe(`${PARENTAL.content}\n${question}`);
    expect(query.steps).toMatchObject([{ kind: 'history', from: question }]);
  });

  it.each([
    'Which form reports a stolen notebook to the security desk?',
    'What is the hotel limit in Rome?',
    'What is probation?',
    'Is there a canteen?',
    'Which one-time codes expire?',
    'Who runs the IT desk?',
    'How long does it take to get a laptop?',
    'Is it allowed to install software?',
    'Do contractors get paid leave when they are ill?',
    'Is there a form that employees sign?',
    'How many training days are there this year?',
    'And which form reports a stolen notebook to the security desk?',
  ])('stands alone when it says what it is about: %s', (question) => {
    const query = buildSearchQuery(question, [PARENTAL]);
    expect(query.terms.has('parent')).toBe(false);
    expect(query).toMatchObject({ text: question, steps: [] });
  });

  it.each([
    'Thanks!',
    'Thank you very much, that was helpful.',
    'OK, great, thanks',
    'Good morning',
    'Hello there!',
    'Merci',
  ])('asks nothing where it is a courtesy: %s', (text) => {
    expect(buildSearchQuery(text, [PARENTAL])).toMatchObject({ text, steps: [] });
    const history = [PARENTAL, user(text)];
    expect(buildSearchQuery('And for part-timers?', history).terms.get('parent')?.weight).toBe(0.5);
  });

  it.each(['Is that all?', 'Thanks, is that all?', 'OK, is it?'])(
    'still leans on what was asked where it asks something: %s',
    (question) => {
      expect(buildSearchQuery(question, [PARENTAL]).terms.has('parent')).toBe(true);
    },
  );

  it('is lent what the one before is about, and none of its filling words', () => {
    const query = buildSearchQuery('And for part-timers?', [PARENTAL]);
    expect(query.steps[0]?.to).toBe('weeks parental leave full-time full time employee');
  });

  it('reaches through a question that itself leans on one before', () => {
    const query = buildSearchQuery('And in Paris?', [PARENTAL, user('And in Rome?')]);
    expect(query.terms.get('rome')?.weight).toBe(0.5);
    expect(query.terms.get('parent')?.weight).toBe(0.25);
  });

  it('keeps its own weight for a word that it says itself', () => {
    const query = buildSearchQuery('And the leave of fathers?', [PARENTAL]);
    expect(query.terms.get('leav')?.weight).toBe(1);
  });

  it('leans on nothing when nothing was asked before', () => {
    expect(buildSearchQuery('And for part-timers?', []).steps).toEqual([]);
  });
});
