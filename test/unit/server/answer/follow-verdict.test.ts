import { describe, expect, it } from 'vitest';
import type { Consequence } from '../../../../contract/consequence.ts';
import { AnswerTraceRecord } from '../../../../contract/trace.ts';
import { buildAnswerTrace } from '../../../../server/answer/build-trace.ts';
import { HELD_ANSWER } from '../../../../server/answer/hold-for-review.ts';
import { ABSTENTION } from '../../../../server/generation/extract-answer.ts';
import { failure } from '../generation/scripted-model.ts';
import { askScripted } from './scripted-question.ts';

const TRUE = 'Every employee has 27 days of annual leave [1].';
const FALSE = 'Every employee has 34 days of annual leave [1].';
const MIXED = `${TRUE} ${FALSE}`;
const QUOTE = 'Every employee has 27 days of annual leave. [1]';

function askWith(onUnsupported: Consequence | undefined, says: readonly string[]) {
  return askScripted({
    models: { m: { says } },
    rule: onUnsupported === undefined ? {} : { on_unsupported: onUnsupported },
  });
}

describe('a draft of which a part is not supported', () => {
  it.each([undefined, 'mark', 'accept'] as const)(
    'stays with its verdicts when the rule says %s',
    async (consequence) => {
      const { outcome, calls } = await askWith(consequence, [MIXED]);

      expect(calls).toHaveLength(1);
      expect(outcome).toMatchObject({
        status: 'answered',
        generation: { text: MIXED, model: { name: 'm' } },
        verified: { verification: { verdict: 'partly_verified', unsupported_claims: 1 } },
        drafts: [],
        decisions: [
          {
            decision: consequence ?? 'mark',
            model: 'm',
            supported_claims: 1,
            unsupported_claims: 1,
          },
        ],
      });
    },
  );

  it('loses the sentences that do not hold; the whole stays on record', async () => {
    const { outcome } = await askWith('drop', [MIXED]);

    expect(outcome).toMatchObject({
      status: 'answered',
      generation: { text: TRUE, model: { name: 'm' } },
      verified: { verification: { verdict: 'verified' } },
      drafts: [
        {
          text: MIXED,
          model: 'm',
          decision: 'drop',
          withheldBecause: expect.stringContaining('1 of 2 claims'),
          verified: { verification: { unsupported_claims: 1 } },
        },
      ],
    });
  });

  it('is asked for once more, with the failures named in the fence and on record', async () => {
    const { outcome, calls } = await askWith('repair', [MIXED, TRUE]);

    expect(calls.map(({ model }) => model)).toEqual(['m', 'm']);
    const { prompt } = outcome.generation;
    expect(calls[0]?.request.messages).toEqual(prompt.messages);
    expect(calls[1]?.request.messages).toEqual([...prompt.messages, ...(prompt.repair ?? [])]);
    expect(prompt.repair?.[0]).toEqual({ role: 'assistant', content: MIXED });
    expect(prompt.repair?.[1]?.content).toMatch(
      /<<fence\n- Every employee has 34 days[^\n]*\nfence>>/u,
    );
    expect(outcome).toMatchObject({
      generation: { text: TRUE, escalations: [], attempts: [{ n: 1 }, { n: 2, kind: 'repair' }] },
      drafts: [{ text: MIXED, decision: 'repair' }],
      decisions: [{ decision: 'repair' }, { decision: 'accept', unsupported_claims: 0 }],
    });
  });

  it('stays when its repair is worse, which is on record', async () => {
    const { outcome, calls } = await askWith('repair', [MIXED, FALSE]);

    expect(calls).toHaveLength(2);
    expect(outcome).toMatchObject({
      generation: { text: MIXED },
      drafts: [{ text: FALSE, decision: 'repair' }],
      decisions: [{ decision: 'repair' }, { decision: 'mark' }],
    });
    expect(outcome.generation.prompt.repair).toBeDefined();
  });

  it('is not repaired when its prompt leaves no room for that', async () => {
    const { outcome: roomy } = await askWith('mark', [MIXED]);
    const contextWindow = roomy.generation.prompt.token_count + 50;
    const { outcome, calls } = await askScripted({
      models: { m: { says: [MIXED, TRUE], contextWindow } },
      rule: { on_unsupported: 'repair' },
    });

    expect(calls).toHaveLength(1);
    expect(outcome.generation.prompt.repair).toBeUndefined();
    expect(outcome.decisions[0]?.reason).toContain('the window of m has');
  });

  it('is no answer when the rule abstains', async () => {
    const { outcome } = await askWith('abstain', [MIXED]);

    expect(outcome).toMatchObject({
      status: 'abstained',
      generation: { text: ABSTENTION, model: { name: 'm' } },
      drafts: [{ text: MIXED, decision: 'abstain' }],
    });
    expect(outcome.generation.reason).toContain('1 of 2 claims');
  });

  it('goes to a person when the rule says so, and only then', async () => {
    const { outcome } = await askWith('review', [MIXED]);

    expect(outcome).toMatchObject({
      status: 'needs_review',
      generation: { text: HELD_ANSWER, fallback: { kind: 'review' } },
      verified: { claims: [] },
      drafts: [{ text: MIXED, decision: 'review' }],
      decisions: [{ decision: 'review', supported_claims: 1, unsupported_claims: 1 }],
    });
    const { outcome: good } = await askWith('review', [TRUE]);
    expect(good).toMatchObject({ status: 'answered', generation: { text: TRUE } });
  });
});

describe('a draft of which nothing is supported', () => {
  it.each([undefined, 'mark', 'drop', 'repair', 'escalate'] as const)(
    'gives way to quotes when the rule says %s',
    async (consequence) => {
      const { outcome } = await askWith(consequence, [FALSE]);

      expect(outcome).toMatchObject({
        status: 'answered',
        generation: {
          text: QUOTE,
          model: { name: 'builtin-extractive' },
          fallback: { kind: 'rule_based' },
        },
      });
      expect(outcome.drafts.at(-1)).toMatchObject({ text: FALSE, decision: 'quote' });
      expect(outcome.decisions.at(-1)).toMatchObject({ decision: 'quote', model: 'm' });
    },
  );

  it('stands when the rule accepts whatever there is', async () => {
    const { outcome } = await askWith('accept', [FALSE]);

    expect(outcome).toMatchObject({
      status: 'answered',
      generation: { text: FALSE },
      verified: { verification: { verdict: 'unverified' } },
    });
  });
});

describe('the draft of a reader', () => {
  it('is not asked for again, because it would be the same', async () => {
    const { outcome, calls } = await askScripted({
      models: { r: { provider: 'local_reader', says: [MIXED] } },
      rule: { on_unsupported: 'repair' },
    });

    expect(calls).toHaveLength(1);
    expect(outcome.decisions[0]?.reason).toContain('r reads chunks, and would find the same again');
    expect(outcome.generation).toMatchObject({ text: MIXED, prompt: { messages: [] } });
  });

  it('gives way to a larger model, which is sent the prompt that the reader was not', async () => {
    const { outcome, calls } = await askScripted({
      models: {
        large: { tier: 'large', says: [TRUE] },
        r: { tier: 'small', provider: 'local_reader', says: [FALSE] },
      },
      rule: { strategy: 'cascade' },
    });

    expect(calls.map(({ model }) => model)).toEqual(['r', 'large']);
    const { prompt } = outcome.generation;
    expect(prompt.messages.length).toBeGreaterThan(0);
    expect(calls[1]?.request.messages).toEqual(prompt.messages);
  });

  it('has no prompt on record, either, when the larger model is a reader', async () => {
    const provider = 'local_reader';
    const { outcome, calls } = await askScripted({
      models: {
        large: { tier: 'large', provider, says: [TRUE] },
        r: { tier: 'small', provider, says: [FALSE] },
      },
      rule: { strategy: 'cascade' },
    });

    expect(calls[1]?.request.reading?.texts).not.toEqual([]);
    expect(outcome.generation).toMatchObject({ text: TRUE, prompt: { messages: [] } });
  });
});

describe('a cascade', () => {
  const cascade = { strategy: 'cascade' } as const;

  it('asks the next larger model, whose draft stands; both are on record', async () => {
    const { outcome, calls } = await askScripted({
      models: {
        large: { tier: 'large', says: [TRUE] },
        medium: { tier: 'medium', says: [TRUE] },
        small: { tier: 'small', says: [FALSE] },
      },
      rule: cascade,
    });

    expect(calls.map(({ model }) => model)).toEqual(['small', 'medium']);
    expect(calls[1]?.request.messages).toEqual(calls[0]?.request.messages);
    const { record } = buildAnswerTrace(outcome, { configHash: 'c', codeVersion: '1' });
    expect(AnswerTraceRecord.parse(record)).toEqual(record);
    const reason = "No claim of small's draft is supported by what it cites.";
    expect(record).toMatchObject({
      routing: { chosen: 'small', strategy: 'cascade', accept_at: 1, on_unsupported: 'mark' },
      route: { model: 'medium', tier: 'medium', escalations: [{ model: 'medium', reason }] },
      attempts: [
        { n: 1, kind: 'primary', requested_model: 'small' },
        { n: 2, kind: 'escalation', requested_model: 'medium' },
      ],
      answer: {
        text: TRUE,
        drafts: [
          {
            text: FALSE,
            model: 'small',
            withheld_because: `${reason} medium was asked.`,
            checked: { verification: { verdict: 'unverified' } },
          },
        ],
      },
      outcome: { decisions: [{ decision: 'escalate' }, { decision: 'accept', model: 'medium' }] },
    });
    expect(record.measures.usage).toMatchObject({ input_tokens: 200, output_tokens: 20 });
    expect(record.measures.usage.cost_usd).toBeCloseTo(0.22, 12);
  });

  it('asks the next larger model where a supported draft calculates wrongly, and says so', async () => {
    const wrong = `${TRUE} Half a year has 27 / 2 = 15 [1].`;
    const { outcome } = await askScripted({
      models: {
        large: { tier: 'large', says: [TRUE] },
        small: { tier: 'small', says: [wrong] },
      },
      rule: { ...cascade, accept_at: 0 },
    });

    const { record } = buildAnswerTrace(outcome, { configHash: 'c', codeVersion: '1' });
    expect(AnswerTraceRecord.parse(record)).toEqual(record);
    expect(record).toMatchObject({
      route: {
        model: 'large',
        escalations: [{ model: 'large', reason: "small's draft calculates wrongly: 27 / 2 = 15." }],
      },
      answer: { text: TRUE, drafts: [{ text: wrong }] },
      outcome: {
        decisions: [
          { decision: 'escalate', reasoning: { calculations: 1, wrong: ['27 / 2 = 15'] } },
          { decision: 'accept', model: 'large' },
        ],
      },
    });
  });

  it('keeps a draft of which less is supported where the later one calculates wrongly', async () => {
    const { outcome } = await askScripted({
      models: {
        large: { tier: 'large', says: [`${TRUE} ${TRUE} Half of it: 27 / 2 = 15 [1].`] },
        small: { tier: 'small', says: [MIXED] },
      },
      rule: { ...cascade, accept_at: 1 },
    });

    expect(outcome).toMatchObject({
      generation: { text: MIXED, model: { name: 'small' } },
      drafts: [{ model: 'large', withheldBecause: expect.stringContaining('calculates wrongly') }],
    });
  });

  it('asks the next larger model where the draft is not trusted to be worked out rightly', async () => {
    const models = {
      large: { tier: 'large', says: [TRUE] },
      small: { tier: 'small', says: [TRUE] },
    } as const;
    const sure = await askScripted({ models, rule: { ...cascade, reasoning_at: 0.999 } });
    const unasked = await askScripted({ models, rule: cascade });

    expect(sure.calls.map(({ model }) => model)).toEqual(['small', 'large']);
    expect(sure.outcome.generation.escalations).toEqual([
      {
        model: 'large',
        reason: expect.stringMatching(
          /^The chance that small's draft is worked out rightly is \d+ %, below 100 %\.$/,
        ),
      },
    ]);
    expect(unasked.calls.map(({ model }) => model)).toEqual(['small']);
    expect(unasked.outcome.decisions[0]).not.toHaveProperty('reasoning');
  });

  it('tells each circuit what its own draft was like', async () => {
    const { quality } = await askScripted({
      models: {
        small: { tier: 'small', says: [FALSE] },
        large: { tier: 'large', says: [TRUE] },
      },
      rule: cascade,
    });

    expect(quality).toEqual([
      { model: 'small', isGood: false },
      { model: 'large', isGood: true },
    ]);
  });

  it('ends with the first model when enough of its draft is supported', async () => {
    const models = {
      small: { tier: 'small', says: [MIXED] },
      large: { tier: 'large', says: [TRUE] },
    } as const;
    const half = await askScripted({ models, rule: { ...cascade, accept_at: 0.5 } });
    const more = await askScripted({ models, rule: { ...cascade, accept_at: 0.6 } });

    expect(half.calls.map(({ model }) => model)).toEqual(['small']);
    expect(half.outcome.decisions).toMatchObject([{ decision: 'mark' }]);
    expect(more.calls.map(({ model }) => model)).toEqual(['small', 'large']);
  });

  it('keeps the earlier draft when a larger model has a worse one, and goes on', async () => {
    const { outcome, calls } = await askScripted({
      models: {
        small: { tier: 'small', says: [MIXED] },
        medium: { tier: 'medium', says: [FALSE] },
        large: { tier: 'large', says: [FALSE] },
      },
      rule: { ...cascade, on_unsupported: 'drop' },
    });

    expect(calls.map(({ model }) => model)).toEqual(['small', 'medium', 'large']);
    expect(outcome).toMatchObject({
      generation: {
        text: TRUE,
        model: { name: 'small' },
        escalations: [{ model: 'medium' }, { model: 'large' }],
      },
      drafts: [
        { text: FALSE, model: 'medium' },
        { text: FALSE, model: 'large' },
        { text: MIXED, model: 'small', decision: 'drop' },
      ],
    });
  });

  it('lets another larger model stand in for one that fails', async () => {
    const { outcome } = await askScripted({
      models: {
        small: { tier: 'small', says: [FALSE] },
        medium: { tier: 'medium', says: [failure('server_error')] },
        large: { tier: 'large', says: [TRUE] },
      },
      rule: cascade,
    });

    expect(outcome.generation).toMatchObject({
      text: TRUE,
      attempts: [{ kind: 'primary' }, { kind: 'escalation' }, { kind: 'fallback' }],
      fallback: { kind: 'next_tier', reason: 'medium: server_error' },
      escalations: [{ model: 'medium' }, { model: 'large' }],
    });
  });

  it('keeps what there is when no larger model answers, within all the attempts', async () => {
    const { outcome, calls } = await askScripted({
      models: {
        small: { tier: 'small', says: [MIXED] },
        medium: { tier: 'medium', says: [failure('timeout')] },
        large: { tier: 'large', says: [TRUE] },
      },
      rule: cascade,
      limits: { maxAttempts: 2 },
    });

    expect(calls).toHaveLength(2);
    expect(outcome.generation).toMatchObject({ text: MIXED, model: { name: 'small' } });
    expect(outcome.decisions[0]).toMatchObject({
      decision: 'escalate',
      reason: expect.stringContaining('medium: timeout; all 2 calls have been made'),
    });
  });

  it('has no more time than one model has', async () => {
    let nowMs = 0;
    const { calls, outcome } = await askScripted({
      models: {
        small: { tier: 'small', says: [FALSE] },
        large: { tier: 'large', says: [TRUE] },
      },
      rule: cascade,
      limits: { deadlineMs: 50, now: () => nowMs },
      deps: { onSent: () => (nowMs += 60) },
    });

    expect(calls.map(({ model }) => model)).toEqual(['small']);
    expect(outcome.decisions[0]?.reason).toContain('all 50 ms are over');
  });

  it('asks no larger model that may not see the data, whatever the rule prefers', async () => {
    const { calls } = await askScripted({
      models: {
        small: { tier: 'small', says: [FALSE] },
        large: { tier: 'large', dataClasses: ['public'], says: [TRUE] },
      },
      rule: { ...cascade, prefer: ['large', 'small'] },
    });

    expect(calls.map(({ model }) => model)).toEqual(['small']);
  });
});

describe('the stream of a draft that may yet be withheld', () => {
  it('has nothing of it but what is accepted, sentence by sentence', async () => {
    const { events } = await askWith('drop', [`${MIXED} ${TRUE}`]);
    const deltas = events.filter(({ event }) => event === 'delta');

    expect(deltas.map(({ payload }) => payload)).toEqual([
      { text: TRUE, provisional: false },
      { text: ` ${TRUE}`, provisional: false },
    ]);
    expect(events.map(({ event }) => event).at(-1)).toBe('verification');
  });

  it('has nothing at all when a person decides', async () => {
    const { events } = await askWith('review', [MIXED]);

    expect(events.map(({ event }) => event)).toEqual(['route', 'retrieval', 'verification']);
  });

  it('is as it comes, provisionally, where only its verdicts are shown', async () => {
    const { events } = await askWith('mark', [MIXED]);

    const deltas = events
      .filter(({ event }) => event === 'delta')
      .map(({ payload }) => payload as { text: string; provisional: boolean });
    expect(deltas.map(({ text }) => text).join('')).toBe(MIXED);
    expect(deltas.every(({ provisional }) => provisional)).toBe(true);
  });
});
