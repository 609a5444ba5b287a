import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CLASSIFICATIONS, highestClassification } from '../../../../contract/classification.ts';
import { DEFAULT_FALLBACK_ORDER, type FallbackStep } from '../../../../contract/fallback-order.ts';
import type { RouteRule } from '../../../../contract/route-rule.ts';
import { MODEL_TIERS, RoutingReceipt, TASKS } from '../../../../contract/routing.ts';
import {
  chooseModel,
  type ModelRefusal,
  type RoutePolicy,
  type RouteRequest,
} from '../../../../server/routing/choose-model.ts';
import {
  builtinExtractiveModel,
  type ConfiguredModel,
} from '../../../../server/routing/configured-model.ts';
import { readSignals } from '../../../../server/routing/read-signals.ts';
import { NO_TOPIC } from '../../../../server/routing/match-topic.ts';

function modelOf(name: string, facts: Partial<ConfiguredModel> = {}): ConfiguredModel {
  return {
    name,
    provider: 'openai_compatible',
    tier: 'medium',
    hosting: 'hosted',
    dataClasses: ['public', 'internal'],
    contextWindow: 8_000,
    maxOutputTokens: 500,
    price: { input: 1, output: 2 },
    ...facts,
  };
}

function ruleOf(facts: Partial<RouteRule>): RouteRule {
  return { name: 'rule', when: {}, require: {}, prefer: [], ...facts };
}

function choose(
  models: readonly ConfiguredModel[],
  {
    rules = [],
    refusals = {},
    order = DEFAULT_FALLBACK_ORDER,
    ruleAnswerBelow = null,
    ...request
  }: Partial<RouteRequest> & {
    readonly rules?: readonly RouteRule[];
    readonly order?: readonly FallbackStep[];
    readonly ruleAnswerBelow?: number | null;
    readonly refusals?: Readonly<Record<string, ModelRefusal>>;
  } = {},
) {
  const policy: RoutePolicy = {
    models: [builtinExtractiveModel, ...models],
    rules,
    fallback: { order, ruleAnswerBelow },
    refusalOf: (name) => refusals[name] ?? null,
    matchTopic: () => NO_TOPIC,
    ownDetectors: [],
    configHash: 'hash',
    now: () => 0,
  };
  return chooseModel(
    {
      signals: readSignals('Where is the printer?', []),
      chunkClassifications: ['internal'],
      requestedModel: 'auto',
      retrievalConfidence: null,
      allowedModels: '*',
      promptTokens: 1_000,
      ...request,
    },
    policy,
  );
}

function namesOf(outcome: ReturnType<typeof chooseModel>): readonly string[] {
  return outcome.order.map((model) => model.name);
}

const SMALL = modelOf('small', { tier: 'small' });
const LARGE = modelOf('large', { tier: 'large', price: { input: 10, output: 30 } });

describe('a model that cannot be called now', () => {
  const refusals = { small: { refusedBy: 'breaker', detail: 'Its circuit is open.' } } as const;

  it('is refused by its breaker, and the next is chosen', () => {
    const outcome = choose([SMALL, LARGE], { refusals });

    expect(namesOf(outcome)).toEqual(['large', 'builtin-extractive']);
    expect(outcome.receipt.candidates).toContainEqual(
      expect.objectContaining({
        model: 'small',
        eligible: false,
        refused_by: 'breaker',
        detail: 'Its circuit is open.',
      }),
    );
    expect(outcome.reasons).toContain('small is passed over: Its circuit is open.');
    expect(outcome.passedOver).toEqual({ tier: 'small', reason: 'small: breaker' });
  });

  it('is not missed where another one would have been chosen anyway', () => {
    const rules = [ruleOf({ prefer: ['large'] })];

    expect(choose([SMALL, LARGE], { refusals, rules }).passedOver).toBeNull();
    expect(choose([SMALL, LARGE]).passedOver).toBeNull();
  });

  it('is refused by policy first, which an open circuit never hides', () => {
    const outcome = choose([SMALL], { refusals, chunkClassifications: ['restricted'] });

    expect(outcome.receipt.candidates).toContainEqual(
      expect.objectContaining({ model: 'small', refused_by: 'policy' }),
    );
  });

  it('leaves the documents to be quoted when it is asked for by name', () => {
    const outcome = choose([SMALL, LARGE], { refusals, requestedModel: 'small' });

    expect(outcome.noModelReason).toBe(
      'small cannot answer this: Its circuit is open. Quoting the documents instead.',
    );
  });
});

describe('the order', () => {
  it('begins with the small model for an easy question, the large one for a hard one', () => {
    const hard = readSignals(
      'Compare 3 plans and explain why the total of 12, 14, 16 differs, and then? Why?',
      [],
    );

    expect(namesOf(choose([LARGE, SMALL]))).toEqual(['small', 'large', 'builtin-extractive']);
    expect(namesOf(choose([SMALL, LARGE], { signals: hard }))).toEqual([
      'large',
      'small',
      'builtin-extractive',
    ]);
  });

  it('begins with the smallest model in a cascade, however hard the question', () => {
    const signals = readSignals('Where is the printer?', []);
    const hard = { ...signals, complexity: { ...signals.complexity, value: 0.9 } };
    const rules = [ruleOf({ strategy: 'cascade', accept_at: 0.7, on_unsupported: 'drop' })];
    const outcome = choose([LARGE, SMALL], { signals: hard, rules });

    expect(namesOf(outcome)).toEqual(['small', 'large', 'builtin-extractive']);
    expect(outcome.verdictPolicy).toEqual({
      strategy: 'cascade',
      acceptAt: 0.7,
      reasoningAt: null,
      onUnsupported: 'drop',
    });
    expect(outcome.receipt).toMatchObject({ strategy: 'cascade', accept_at: 0.7 });
  });

  it("follows the rule's preference, then the price", () => {
    const cheap = modelOf('cheap', { price: { input: 1, output: 1 } });
    const dear = modelOf('dear', { price: { input: 1, output: 9 } });
    const rules = [ruleOf({ prefer: ['large', 'builtin-extractive'] })];

    expect(namesOf(choose([dear, cheap, LARGE], { rules }))).toEqual([
      'large',
      'builtin-extractive',
      'cheap',
      'dear',
    ]);
  });

  it.each([
    ['preference', [modelOf('a'), modelOf('b')], { rules: [ruleOf({ prefer: ['b'] })] }],
    ['tier', [modelOf('a', { tier: 'large' }), modelOf('b', { tier: 'small' })], {}],
    ['price', [modelOf('a'), modelOf('b', { price: { input: 1, output: 1 } })], {}],
    ['configured_order', [modelOf('a'), modelOf('b')], {}],
    ['builtin_last', [modelOf('a')], {}],
    [null, [], {}],
  ] as const)('says that the chosen model is ahead by %s', (criterion, models, request) => {
    expect(choose(models, request).receipt.ahead_by).toBe(criterion);
  });

  it('keeps to the builtin answer when nothing else is configured', () => {
    expect(choose([])).toMatchObject({
      order: [builtinExtractiveModel],
      noModelReason: null,
      receipt: { chosen: 'builtin-extractive', runner_up: null },
    });
  });
});

describe('a refusal', () => {
  const cases: readonly [string, ConfiguredModel, Parameters<typeof choose>[1], string, string][] =
    [
      [
        'the class of a chunk',
        modelOf('m'),
        { chunkClassifications: ['public', 'confidential'] },
        'policy',
        'May not see confidential data.',
      ],
      [
        'the hosting that a rule requires',
        modelOf('m'),
        { rules: [ruleOf({ require: { hosting: 'self_hosted' } })] },
        'policy',
        'Rule "rule" requires hosting self_hosted.',
      ],
      [
        'the tier that a rule requires',
        modelOf('m'),
        { rules: [ruleOf({ require: { tier: 'large' } })] },
        'policy',
        'Rule "rule" requires tier large.',
      ],
      [
        "the key's list",
        modelOf('m'),
        { allowedModels: ['n'] },
        'not_allowed',
        "Not among the key's models.",
      ],
      [
        'another model named by the request',
        modelOf('m'),
        { requestedModel: 'small' },
        'not_allowed',
        'The request names small.',
      ],
      [
        'a window that is too narrow',
        modelOf('m', { contextWindow: 1_499 }),
        {},
        'context',
        'Needs 1500 tokens; its window has 1499.',
      ],
    ];

  it.each(cases)('for %s is in the receipt', (_what, model, request, reason, detail) => {
    const outcome = choose([model], request);

    expect(namesOf(outcome)).not.toContain('m');
    expect(outcome.receipt.candidates.at(-1)).toMatchObject({
      model: 'm',
      eligible: false,
      refused_by: reason,
      detail,
    });
  });

  it('of every model leaves the builtin answer, and says why', () => {
    const named = choose([SMALL], {
      requestedModel: 'small',
      chunkClassifications: ['restricted'],
    });
    const required = choose([SMALL], { rules: [ruleOf({ require: { tier: 'large' } })] });

    expect(namesOf(named)).toEqual(['builtin-extractive']);
    expect(named.noModelReason).toBe(
      'small may not answer this: May not see restricted data. Quoting the documents instead.',
    );
    expect(named.reasons).toEqual([named.noModelReason]);
    expect(required.noModelReason).toContain('No model may answer this');
  });

  it('lets a window that just suffices pass', () => {
    expect(namesOf(choose([modelOf('m', { contextWindow: 1_500 })]))[0]).toBe('m');
  });
});

describe('the receipt', () => {
  it('estimates costs, also of the largest model', () => {
    const { receipt } = choose([SMALL, LARGE]);

    expect(receipt.candidates[1]?.estimated_cost_usd).toBeCloseTo((1_000 + 500 * 2) / 1e6, 12);
    expect(receipt.largest_model_cost_usd).toBeCloseTo((10_000 + 500 * 30) / 1e6, 12);
  });

  it('matches rules by the sensitivity of the data, not of the question alone', () => {
    const rules = [ruleOf({ name: 'guarded', when: { sensitivity: { gte: 'restricted' } } })];

    expect(choose([], { rules, chunkClassifications: ['restricted'] }).receipt.rule).toBe(
      'guarded',
    );
    expect(choose([], { rules }).receipt.rule).toBe('default');
  });
});

describe('whatever is configured', () => {
  const classification = fc.constantFrom(...CLASSIFICATIONS);
  const tier = fc.constantFrom(...MODEL_TIERS);
  const hosting = fc.constantFrom('self_hosted' as const, 'hosted' as const);
  const name = fc.constantFrom('a', 'b', 'c', 'd');
  const models = fc.uniqueArray(
    fc.record({
      name,
      provider: fc.constant('p'),
      tier,
      hosting,
      dataClasses: fc.uniqueArray(classification, { minLength: 1 }),
      contextWindow: fc.integer({ min: 512, max: 4_000 }),
      maxOutputTokens: fc.integer({ min: 16, max: 1_000 }),
      price: fc.record({ input: fc.nat(50), output: fc.nat(50) }),
    }),
    { selector: (model) => model.name, maxLength: 4 },
  );
  const rule = fc.record({
    name: fc.constant('r'),
    when: fc.record(
      {
        task: fc.uniqueArray(fc.constantFrom(...TASKS), { minLength: 1 }),
        complexity: fc.record({ gte: fc.double({ min: 0, max: 1, noNaN: true }) }),
        sensitivity: fc.record({ gte: classification }),
      },
      { requiredKeys: [] },
    ),
    require: fc.record({ hosting, tier }, { requiredKeys: [] }),
    prefer: fc.array(fc.oneof(name, fc.constant('builtin-extractive'))),
  });
  const request = fc.record({
    rules: fc.array(rule, { maxLength: 3 }),
    signals: fc
      .constantFrom('Where is it?', 'Card 4111 1111 1111 1111?', 'Compare a@b.example and c?')
      .map((question) => readSignals(question, [])),
    chunkClassifications: fc.array(classification, { maxLength: 4 }),
    requestedModel: fc.oneof(name, fc.constant('auto')),
    allowedModels: fc.oneof(fc.constant('*' as const), fc.array(name)),
    promptTokens: fc.integer({ min: 0, max: 4_000 }),
  });

  it('no model is in the order that policy, key or request would refuse', () => {
    fc.assert(
      fc.property(models, request, (configured, asked) => {
        const outcome = choose(configured, asked);
        const ceiling = highestClassification([
          asked.signals.sensitivity.value,
          ...asked.chunkClassifications,
        ]);
        expect(outcome.receipt.data_ceiling).toBe(ceiling);
        for (const model of outcome.order.filter((one) => one !== builtinExtractiveModel)) {
          expect(model.dataClasses).toContain(ceiling);
          expect([model.name, 'auto']).toContain(asked.requestedModel);
          expect(['*', asked.allowedModels].flat()).toContain(
            asked.allowedModels === '*' ? '*' : model.name,
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  it('the order holds the eligible candidates, each once, or the builtin answer alone', () => {
    fc.assert(
      fc.property(models, request, (configured, asked) => {
        const outcome = choose(configured, asked);
        const eligible = outcome.receipt.candidates.filter((candidate) => candidate.eligible);
        const expected =
          eligible.length === 0 ? ['builtin-extractive'] : eligible.map((one) => one.model);
        expect(namesOf(outcome).toSorted()).toEqual(expected.toSorted());
        expect(outcome.receipt.chosen).toBe(namesOf(outcome)[0]);
        expect(outcome.noModelReason === null).toBe(eligible.length > 0);
        expect(RoutingReceipt.safeParse(outcome.receipt).success).toBe(true);
      }),
    );
  });

  it('open circuits and full bulkheads take models out of the order and change nothing else', () => {
    fc.assert(
      fc.property(models, request, fc.uniqueArray(name), (configured, asked, unavailable) => {
        const refusals = Object.fromEntries(
          unavailable.map((one) => [one, { refusedBy: 'breaker', detail: 'Open.' } as const]),
        );
        const before = choose(configured, asked);
        const outcome = choose(configured, { ...asked, refusals });
        const left = namesOf(before).filter((one) => !(one in refusals));
        expect(namesOf(outcome)).toEqual(left.length === 0 ? ['builtin-extractive'] : left);
        expect(outcome.passedOver === null).toBe(namesOf(before)[0] === namesOf(outcome)[0]);
      }),
    );
  });
});

describe('the order of fallbacks', () => {
  const small = modelOf('small', { tier: 'small' });
  const other = modelOf('other', { tier: 'small', price: { input: 9, output: 9 } });
  const large = modelOf('large', { tier: 'large' });
  const open = { refusedBy: 'breaker', detail: 'Open.' } as const;
  const preferSmall = [ruleOf({ prefer: ['small', 'large'] })];

  it('lets the preferred models stand in first unless it says otherwise', () => {
    const outcome = choose([small, other, large], { rules: preferSmall });
    expect(namesOf(outcome)).toEqual(['small', 'large', 'other', 'builtin-extractive']);
  });

  it('puts models of the same tier before or after others as it is written', () => {
    const rules = preferSmall;
    const sameFirst = ['same_tier', 'next_tier', 'rule_answer'] as const;
    const nextFirst = ['next_tier', 'same_tier', 'rule_answer'] as const;
    expect(namesOf(choose([small, other, large], { rules, order: sameFirst }))).toEqual([
      'small',
      'other',
      'large',
      'builtin-extractive',
    ]);
    expect(namesOf(choose([small, other, large], { rules, order: nextFirst }))).toEqual([
      'small',
      'large',
      'other',
      'builtin-extractive',
    ]);
  });

  it("is the rule's own where it has one", () => {
    const rules = [ruleOf({ prefer: ['small'], fallback: ['same_tier', 'human_review'] })];
    const outcome = choose([small, other, large], { rules });
    expect(namesOf(outcome)).toEqual(['small', 'other', 'builtin-extractive']);
    expect(outcome.receipt.fallback_order).toEqual(['same_tier', 'human_review']);
    expect(outcome.holdsQuote).toBe('always');
    expect(outcome.eligible.map(({ name }) => name)).toEqual([
      'small',
      'other',
      'large',
      'builtin-extractive',
    ]);
  });

  it('holds also for a wanted model whose circuit is open', () => {
    const outcome = choose([small, other, large], {
      rules: preferSmall,
      refusals: { small: open },
      order: ['same_tier', 'rule_answer'],
    });
    expect(namesOf(outcome)).toEqual(['other', 'builtin-extractive']);
    expect(outcome.passedOver).toEqual({ tier: 'small', reason: 'small: breaker' });
    expect(outcome.receipt.ahead_by).toBe('fallback_order');
  });

  it('lets those be asked beside a slow model that come before `latency`', () => {
    const outcome = choose([small, other, large], {
      rules: [ruleOf({ prefer: ['small'] })],
      order: ['same_tier', 'latency', 'next_tier', 'rule_answer'],
    });
    expect(outcome.hedges.map(({ name }) => name)).toEqual(['other']);
    expect(namesOf(outcome)).toEqual(['small', 'other', 'large', 'builtin-extractive']);
  });

  it('holds no quote that was asked for or is all that there is', () => {
    const order = ['same_tier', 'human_review'] as const;
    expect(choose([], { order }).holdsQuote).toBe('never');
    expect(choose([small], { order, requestedModel: 'builtin-extractive' }).holdsQuote).toBe(
      'never',
    );
    expect(choose([small], { order }).holdsQuote).toBe('always');
    const both = ['same_tier', 'rule_answer', 'human_review'] as const;
    expect(choose([small], { order: both }).holdsQuote).toBe('empty');
  });
});

describe('a low retrieval confidence', () => {
  const model = modelOf('m');

  it('keeps every model out, and says so', () => {
    const outcome = choose([model], { retrievalConfidence: 0.19, ruleAnswerBelow: 0.2 });
    expect(namesOf(outcome)).toEqual(['builtin-extractive']);
    expect(outcome.noModelReason).toBe(
      'Retrieval confidence 0.19 is below 0.2. Quoting the documents instead.',
    );
    expect(outcome.receipt.candidates[1]).toMatchObject({ model: 'm', refused_by: 'policy' });
  });

  it('changes nothing where it is high enough, unknown or not asked about', () => {
    expect(namesOf(choose([model], { retrievalConfidence: 0.2, ruleAnswerBelow: 0.2 }))[0]).toBe(
      'm',
    );
    expect(namesOf(choose([model], { retrievalConfidence: null, ruleAnswerBelow: 0.2 }))[0]).toBe(
      'm',
    );
    expect(namesOf(choose([model], { retrievalConfidence: 0 }))[0]).toBe('m');
  });
});

describe('a reader', () => {
  const reader = modelOf('reader', { provider: 'local_reader', tier: 'small' });

  it('is chosen like any other where chunks were searched for', () => {
    expect(namesOf(choose([reader, LARGE], { retrievalConfidence: 0.5 }))[0]).toBe('reader');
  });

  it('can do nothing where none were', () => {
    const outcome = choose([reader, LARGE]);
    expect(namesOf(outcome)).toEqual(['large', 'builtin-extractive']);
    expect(outcome.receipt.candidates).toContainEqual(
      expect.objectContaining({ model: 'reader', eligible: false, refused_by: 'capability' }),
    );
  });
});
