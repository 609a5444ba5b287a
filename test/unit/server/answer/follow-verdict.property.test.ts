import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CONSEQUENCES } from '../../../../contract/consequence.ts';
import { MODEL_TIERS } from '../../../../contract/routing.ts';
import { AnswerTraceRecord } from '../../../../contract/trace.ts';
import { buildAnswerTrace } from '../../../../server/answer/build-trace.ts';
import { failure } from '../generation/scripted-model.ts';
import { askScripted } from './scripted-question.ts';

const TRUE = 'Every employee has 27 days of annual leave [1].';
const FALSE = 'Every employee has 34 days of annual leave [1].';
const SAYINGS = [
  TRUE,
  FALSE,
  `${TRUE} ${FALSE}`,
  `- ${FALSE}\n- ${TRUE}`,
  'I could not find an answer to this in the documents.',
  '',
  'Hello! [9]',
];
const Delta = z.object({ text: z.string(), provisional: z.literal(false) });
const NAMES = ['a', 'b', 'c', 'd'];

const model = fc.record({
  tier: fc.constantFrom(...MODEL_TIERS),
  dataClasses: fc.constantFrom(['public'] as const, ['public', 'internal'] as const),
  contextWindow: fc.constantFrom(100, 500, 8_000),
  says: fc.array(fc.oneof(fc.constantFrom(...SAYINGS), fc.constant(failure('server_error'))), {
    minLength: 1,
    maxLength: 3,
  }),
});
const script = fc.record({
  models: fc.dictionary(fc.constantFrom(...NAMES), model),
  rule: fc.record(
    {
      prefer: fc.subarray([...NAMES]),
      strategy: fc.constantFrom('single' as const, 'cascade' as const),
      accept_at: fc.double({ min: 0, max: 1, noNaN: true }),
      on_unsupported: fc.constantFrom(...CONSEQUENCES),
      action: fc.constantFrom('answer' as const, 'review' as const),
    },
    { requiredKeys: [] },
  ),
  limits: fc.record({ maxAttempts: fc.integer({ min: 1, max: 6 }) }),
});

describe('whatever the rule, the models and their answers', () => {
  it('no model is called that the router did not give, and none but for a repair twice', async () => {
    await fc.assert(
      fc.asyncProperty(script, async (asked) => {
        const { outcome, calls } = await askScripted(asked);
        const given = outcome.route.order.map(({ name }) => name);
        const { attempts } = outcome.generation;

        expect(given).toEqual(expect.arrayContaining(calls.map(({ model: name }) => name)));
        expect(attempts.map((attempt) => attempt.requested_model)).toEqual(
          calls.map(({ model: name }) => name),
        );
        expect(calls.length).toBeLessThanOrEqual(asked.limits.maxAttempts);
        const first = attempts.filter(({ kind }) => kind !== 'repair');
        expect(new Set(first.map((attempt) => attempt.requested_model)).size).toBe(first.length);
        expect(attempts.length - first.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 300 },
    );
  });

  it('all replies but the one that is answered are drafts on record, and the record is as the contract says', async () => {
    await fc.assert(
      fc.asyncProperty(script, async (asked) => {
        const { outcome } = await askScripted(asked);
        const { record } = buildAnswerTrace(outcome, { configHash: 'c', codeVersion: '1' });
        expect(AnswerTraceRecord.parse(record)).toEqual(record);

        const { attempts, answer, measures } = record;
        const replies = attempts.filter(({ error }) => error === null).length;
        const whole = answer.drafts.filter(({ decision }) => decision !== 'drop');
        const ofModels = whole.filter(({ model: name }) => name !== 'builtin-extractive');
        expect([0, 1]).toContain(replies - ofModels.length);
        expect(measures.usage.cost_usd).toBeCloseTo(
          attempts.reduce((sum, { cost_usd: cost }) => sum + cost, 0),
          9,
        );
      }),
      { numRuns: 200 },
    );
  });

  it('nothing that is withheld has been streamed where the rule may withhold it', async () => {
    await fc.assert(
      fc.asyncProperty(script, async (asked) => {
        const { outcome, events } = await askScripted(asked);
        const { strategy, onUnsupported } = outcome.route.verdictPolicy;
        const isHeld =
          outcome.route.reviewReason !== null ||
          strategy === 'cascade' ||
          !['accept', 'mark'].includes(onUnsupported);
        if (!isHeld) return;
        const deltas = events.filter(({ event }) => event === 'delta');
        const texts = deltas.map(({ payload }) => Delta.parse(payload).text);

        expect(texts.join('')).toBe(
          outcome.generation.kind === 'held' ? '' : outcome.generation.text,
        );
      }),
      { numRuns: 200 },
    );
  });
});
