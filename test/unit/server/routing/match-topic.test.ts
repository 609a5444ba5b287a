import { describe, expect, it } from 'vitest';
import { FootnoteConfig } from '../../../../contract/config.ts';
import { createTopicMatcher } from '../../../../server/routing/match-topic.ts';

const match = createTopicMatcher(FootnoteConfig.parse({}).regulated_topics);

describe('the topics that ship', () => {
  it.each([
    ['My salary was wrong last month, who can fix it?', 'payroll_dispute'],
    ["I haven't been paid for my overtime, it is still missing.", 'payroll_dispute'],
    ['I want to dispute the deduction on my payslip', 'payroll_dispute'],
    ['Please give me temporary admin rights on the database', 'access_exception'],
    ['Can you bypass MFA for my account today?', 'access_exception'],
    ['They docked my wages for a break that I never took', 'payroll_dispute'],
    [
      'Good morning.\nWhere do I find old payslips?\nAnd the bonus is missing again.',
      'payroll_dispute',
    ],
    ["I would like to use my colleague's login until mine is ready", 'access_exception'],
  ])('are met by "%s"', (question, topic) => {
    expect(match(question).topic).toBe(topic);
  });

  it.each([
    'When is salary paid?',
    'How do I get access to the wiki?',
    'What is the error code VPN-4031?',
    'The printer is wrong.',
    '',
  ])('are not met by "%s"', (question) => {
    expect(match(question).topic).toBe(null);
  });
});

describe('createTopicMatcher', () => {
  it('wants both kinds of terms close to one another', () => {
    const near = createTopicMatcher([{ name: 't', about: ['leave'], signs: ['refus*'] }]);
    expect(near('They refused my leave.')).toEqual({
      topic: 't',
      confidence: 0.7,
      why: ['leave', 'refused'],
    });
    expect(near(`They refused. ${'Then much happened. '.repeat(12)} I take leave.`).topic).toBe(
      null,
    );
    expect(near('I take sleaves, they are unrefused.').topic).toBe(null);
  });

  it('names the words that the model went by', () => {
    const { why } = match('My salary was wrong last month, who can fix it?');
    expect(why).toContain('salary');
    expect(why.length).toBeLessThanOrEqual(6);
    expect(match('When is salary paid?').why).toEqual([]);
  });

  it('finds a case that stands in a long text of other things', () => {
    const rest = 'The meeting room on the second floor has a new screen. '.repeat(30);
    expect(match(`${rest} My overtime of May was never paid. ${rest}`).topic).toBe(
      'payroll_dispute',
    );
    expect(match(rest).topic).toBe(null);
  });

  it('holds what is as probable as the configuration says', () => {
    const text = 'My salary was wrong last month, who can fix it?';
    const model = { name: 'pay', model: 'payroll_dispute' } as const;
    const { confidence } = createTopicMatcher([model])(text);
    const stricter = createTopicMatcher([{ ...model, min_probability: confidence + 0.001 }]);
    expect(stricter(text)).toEqual({ topic: null, confidence: 1 - confidence, why: [] });
    const laxer = createTopicMatcher([{ ...model, min_probability: confidence }]);
    expect(laxer(text).topic).toBe('pay');
  });

  it('meets a topic by its own words where its model says no', () => {
    const text = 'The Zephyr is broken.';
    const model = { name: 'pay', model: 'payroll_dispute' } as const;
    expect(createTopicMatcher([model])(text).topic).toBe(null);
    const both = createTopicMatcher([{ ...model, about: ['zephyr'], signs: ['broken'] }]);
    expect(both(text)).toMatchObject({ topic: 'pay', confidence: 0.7 });
  });

  it('takes the topic with more signs, the earlier of two alike', () => {
    const two = createTopicMatcher([
      { name: 'first', about: ['pay'], signs: ['late'] },
      { name: 'second', about: ['pay'], signs: ['late', 'wrong'] },
    ]);
    expect(two('My pay is late').topic).toBe('first');
    expect(two('My pay is late and wrong').topic).toBe('second');
  });

  it('refuses a rule that names a topic which is not there', () => {
    const routes = [{ name: 'r', when: { regulated_topic: ['nothing'] } }];
    expect(FootnoteConfig.safeParse({ routes }).success).toBe(false);
    const named = [{ name: 'r', when: { regulated_topic: ['payroll_dispute'] } }];
    expect(FootnoteConfig.safeParse({ routes: named }).success).toBe(true);
  });

  it.each([
    [{ name: 't' }, 'needs about and signs, a model, or both'],
    [{ name: 't', about: ['pay'] }, 'needs both about and signs, or neither'],
    [{ name: 't', about: ['pay'], signs: ['late'], min_probability: 0.5 }, 'needs a model'],
  ])('refuses the topic %j', (topic, message) => {
    const read = FootnoteConfig.safeParse({ regulated_topics: [topic] });
    expect(read.error?.issues[0]?.message).toBe(message);
  });
});
