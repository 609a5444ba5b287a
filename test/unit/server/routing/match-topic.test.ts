import { describe, expect, it } from 'vitest';
import { FootnoteConfig } from '../../../../contract/config.ts';
import { createTopicMatcher, type TopicMatches } from '../../../../server/routing/match-topic.ts';

const match = createTopicMatcher(FootnoteConfig.parse({}).regulated_topics);

function surest({ met }: TopicMatches): string | undefined {
  return met[0]?.topic;
}

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
    expect(surest(match(question))).toBe(topic);
  });

  it.each([
    'When is salary paid?',
    'How do I get access to the wiki?',
    'What is the error code VPN-4031?',
    'The printer is wrong.',
    '',
  ])('are not met by "%s"', (question) => {
    expect(match(question).met).toEqual([]);
  });
});

describe('createTopicMatcher', () => {
  it('wants both kinds of terms close to one another', () => {
    const near = createTopicMatcher([{ name: 't', about: ['leave'], signs: ['refus*'] }]);
    expect(near('They refused my leave.')).toEqual({
      met: [{ topic: 't', confidence: 0.7, why: ['leave', 'refused'] }],
      confidence: 0.7,
    });
    expect(near(`They refused. ${'Then much happened. '.repeat(12)} I take leave.`).met).toEqual(
      [],
    );
    expect(near('I take sleaves, they are unrefused.').met).toEqual([]);
  });

  it('names the words that the model went by', () => {
    const { met } = match('My salary was wrong last month, who can fix it?');
    expect(met[0]?.why).toContain('salary');
    expect(met[0]?.why.length).toBeLessThanOrEqual(6);
  });

  it('finds a case that stands in a long text of other things', () => {
    const rest = 'The meeting room on the second floor has a new screen. '.repeat(30);
    expect(surest(match(`${rest} My overtime of May was never paid. ${rest}`))).toBe(
      'payroll_dispute',
    );
    expect(match(rest).met).toEqual([]);
  });

  it('holds what is as probable as the configuration says', () => {
    const text = 'My salary was wrong last month, who can fix it?';
    const model = { name: 'pay', model: 'payroll_dispute' } as const;
    const { confidence } = createTopicMatcher([model])(text);
    const stricter = createTopicMatcher([{ ...model, min_probability: confidence + 0.001 }]);
    expect(stricter(text)).toEqual({ met: [], confidence: 1 - confidence });
    const laxer = createTopicMatcher([{ ...model, min_probability: confidence }]);
    expect(surest(laxer(text))).toBe('pay');
  });

  it('meets a topic by its own words where its model says no', () => {
    const text = 'The Zephyr is broken.';
    const model = { name: 'pay', model: 'payroll_dispute' } as const;
    expect(createTopicMatcher([model])(text).met).toEqual([]);
    const both = createTopicMatcher([{ ...model, about: ['zephyr'], signs: ['broken'] }]);
    expect(both(text).met).toMatchObject([{ topic: 'pay', confidence: 0.7 }]);
  });

  it('puts the topic with more signs first, and the earlier of two alike', () => {
    const two = createTopicMatcher([
      { name: 'first', about: ['pay'], signs: ['late'] },
      { name: 'second', about: ['pay'], signs: ['late', 'wrong'] },
    ]);
    expect(surest(two('My pay is late'))).toBe('first');
    expect(surest(two('My pay is late and wrong'))).toBe('second');
  });

  it('names every topic of a text that is about several', () => {
    const { met } = match(
      'My overtime of May was never paid. Please also give me temporary admin rights on the database.',
    );
    expect(met.map(({ topic }) => topic).toSorted()).toEqual([
      'access_exception',
      'payroll_dispute',
    ]);
    expect(met[0]?.confidence).toBeGreaterThanOrEqual(met[1]?.confidence ?? 1);
    expect(met.every(({ why }) => why.length > 0)).toBe(true);
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
