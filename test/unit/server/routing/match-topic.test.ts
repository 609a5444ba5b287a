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
    expect(near('They refused my leave.')).toEqual({ topic: 't', confidence: 0.7 });
    expect(near(`They refused. ${'Then much happened. '.repeat(12)} I take leave.`).topic).toBe(
      null,
    );
    expect(near('I take sleaves, they are unrefused.').topic).toBe(null);
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
});
