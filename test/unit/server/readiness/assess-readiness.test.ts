import { describe, expect, it } from 'vitest';
import {
  Evaluation,
  type EvaluationDetail,
  type Figure,
  type MetricName,
} from '../../../../contract/evaluation.ts';
import { EvaluationVariant } from '../../../../contract/evaluation-variant.ts';
import { AssessReadiness } from '../../../../contract/readiness.ts';
import type { PricedAnswer } from '../../../../db/queries/priced-answers.ts';
import { renderHtml } from '../../../../server/evaluation/report/render-html.ts';
import {
  assessReadiness,
  summarizeVerdicts,
  type ReadinessFacts,
} from '../../../../server/readiness/assess-readiness.ts';
import { composeReadiness } from '../../../../server/readiness/compose-readiness.ts';
import { placeCalls } from '../../../../server/readiness/place-calls.ts';
import { builtinExtractiveModel } from '../../../../server/routing/configured-model.ts';

const ID = '0198c0de-0000-7000-8000-000000000001';
interface Sketch {
  readonly items: number;
  readonly success: number;
  /** Answers of the small model; the large one gave the others. */
  readonly bySmall: number;
  /** The lower end of the interval of the success against the baseline. */
  readonly worst: number;
  readonly baseline: 'large' | 'small';
}

function figure(metric: MetricName, value: number, n: number): Figure {
  const shape = { title: metric, group: 'outcome', unit: 'share', better: 'higher' } as const;
  return { ...shape, metric, n, value, low: value, high: value, interval: 'wilson' };
}

function runOf({ items, success, bySmall, worst, baseline }: Sketch): EvaluationDetail {
  const variants = [
    EvaluationVariant.parse({ name: 'alone', route: { tier: baseline } }),
    EvaluationVariant.parse({ name: 'routed' }),
  ];
  const counts = { lost_at: [], verdicts: [], citations: [], classes: [], fields: [] };
  const evaluation = Evaluation.parse({
    id: ID,
    status: 'succeeded',
    gold_set: { name: 'ours', version: 3 },
    part: null,
    variants,
    concurrency: 2,
    progress: { total: 2 * items, done: 2 * items, failed: 0, skipped: 0 },
    failure: null,
    simulated: false,
    config_hashes: ['abc'],
    code_version: '1',
    created_by: 'admin',
    created_at: '2026-11-23T15:00:00.000Z',
    started_at: null,
    finished_at: null,
  });
  const models = [
    { code: 'little', count: bySmall },
    { code: 'big', count: items - bySmall },
  ];
  const figures = [figure('success', success, items), figure('evidence_traced', 1, items)];
  const { interval: _interval, value: _value, ...shape } = figure('success', 0, items);
  const change = { difference: worst, p: 1, improved: 0, regressed: 0 };
  return {
    ...evaluation,
    parts: [
      {
        part: null,
        items,
        variants: [
          { variant: 'alone', figures, ...counts, models },
          { variant: 'routed', figures, ...counts, models },
        ],
        comparisons: [
          {
            baseline: 'alone',
            variant: 'routed',
            saving: null,
            differences: [{ ...shape, ...change, low: worst, high: 0.01 }],
          },
        ],
        frontiers: [],
      },
    ],
  };
}

const load = {
  rate_per_s: 5,
  concurrency: 64,
  requests: 100,
  failed: 0,
  p95_ms: 300,
  simulated: false,
};

function verdicts(
  sketch: Partial<Sketch> = {},
  changes: Partial<ReadinessFacts> = {},
): Record<string, string> {
  const facts: ReadinessFacts = {
    asked: AssessReadiness.parse({ evaluation: ID, load }),
    run: runOf({
      items: 120,
      success: 0.9,
      bySmall: 100,
      worst: -0.02,
      baseline: 'large',
      ...sketch,
    }),
    variant: 'routed',
    models: [
      { name: 'little', tier: 'small' },
      { name: 'big', tier: 'large' },
    ],
    isDemoSet: false,
    calls: { answers: 120, toHosted: 20, violations: 0, unknown: 0, complaint: null },
    audited: { checked: 120, explained: 120, complaint: null },
    ...changes,
  };
  const answers = assessReadiness(facts);
  return {
    all: summarizeVerdicts(answers),
    ...Object.fromEntries(answers.map(({ question, verdict }) => [question, verdict])),
  };
}

describe('readiness', () => {
  it('is there when all six questions are answered with yes', () => {
    expect(verdicts()).toEqual({
      all: 'yes',
      accuracy: 'yes',
      latency: 'yes',
      hosting: 'yes',
      own_test_set: 'yes',
      cheaper_model: 'yes',
      audit: 'yes',
    });
  });

  it('is not there when accuracy is measured on few items, or is low', () => {
    expect(verdicts({ items: 40, bySmall: 40 })).toMatchObject({ all: 'no', accuracy: 'no' });
    expect(verdicts({ success: 0.5 })).toMatchObject({ accuracy: 'no' });
  });

  it('has no data of latency without a load, or with one below the peak', () => {
    const asked = (given: object) => ({
      asked: AssessReadiness.parse({ evaluation: ID, ...given }),
    });
    expect(verdicts({}, asked({}))).toMatchObject({ all: 'no_data', latency: 'no_data' });
    expect(verdicts({}, asked({ load, targets: { peak_per_s: 20 } }))).toMatchObject({
      latency: 'no_data',
    });
    expect(verdicts({}, asked({ load: { ...load, p95_ms: 5_000 } }))).toMatchObject({
      latency: 'no',
    });
    expect(verdicts({}, asked({ load: { ...load, failed: 9 } }))).toMatchObject({
      latency: 'no',
    });
  });

  it('is not there when a call broke the data policy, and unknown when nobody can tell', () => {
    const calls = { answers: 9, toHosted: 1, violations: 0, unknown: 0, complaint: null };
    expect(verdicts({}, { calls: { ...calls, violations: 1 } })).toMatchObject({
      hosting: 'no',
    });
    expect(verdicts({}, { calls: { ...calls, unknown: 1 } })).toMatchObject({
      hosting: 'no_data',
    });
    expect(verdicts({}, { calls: { ...calls, answers: 0 } })).toMatchObject({
      hosting: 'no_data',
    });
  });

  it('asks for a test set of your own', () => {
    expect(verdicts({}, { isDemoSet: true })).toMatchObject({ own_test_set: 'no' });
  });

  it('asks for cheap calls at a quality that holds to the end of its interval', () => {
    expect(verdicts({ bySmall: 50 })).toMatchObject({ cheaper_model: 'no' });
    expect(verdicts({ worst: -0.1 })).toMatchObject({ cheaper_model: 'no' });
    expect(verdicts({ baseline: 'small' })).toMatchObject({ cheaper_model: 'no_data' });
    const models = [{ name: 'big', tier: 'large' as const }];
    expect(verdicts({}, { models })).toMatchObject({ cheaper_model: 'no_data' });
  });

  it('is not there when a record is not whole', () => {
    const audited = { checked: 120, explained: 119, complaint: 'Trace x is not whole.' };
    expect(verdicts({}, { audited })).toMatchObject({ all: 'no', audit: 'no' });
    const none = { checked: 0, explained: 0, complaint: null };
    expect(verdicts({}, { audited: none })).toMatchObject({ audit: 'no_data' });
  });

  it('says in its title that models were simulated, and shows text as text', () => {
    const answer = {
      question: 'audit' as const,
      title: 'Is it?',
      verdict: 'no_data' as const,
      because: '<script>',
      figures: [],
      evidence: [],
    };
    const html = renderHtml(
      composeReadiness({
        verdict: 'no_data',
        simulated: true,
        gold_set: { name: 'ours', version: 1 },
        variant: 'routed',
        assessed_at: '2026-11-23T15:00:00.000Z',
        answers: [answer],
      }),
    );
    expect(html).toContain('Simulated: Readiness of routed on ours, version 1');
    expect(html).toContain('&lt;script&gt;');
    expect(html).toContain('Ready for production: no data');
  });
});

describe('the calls of a model', () => {
  const hosted = {
    ...builtinExtractiveModel,
    name: 'hosted',
    provider: 'openai_compatible',
    hosting: 'hosted' as const,
    dataClasses: ['public', 'internal'] as const,
  };

  function answerOf(model: string, ceiling: PricedAnswer['ceiling']): PricedAnswer {
    const call = {
      model,
      input_tokens: 1,
      output_tokens: 1,
      cached_input_tokens: 0,
      duration_ms: 1,
      cost_usd: 0,
    };
    return {
      app: null,
      key: 'desk',
      created_at: new Date(0),
      route: 'rest',
      model,
      ceiling,
      escalations: 0,
      calls: [call],
      chunk_tokens: 0,
      answer_length: 0,
      simulated: false,
    };
  }

  it('are held against what the model may see, and against what the rule requires', () => {
    const answers = [answerOf('hosted', 'internal'), answerOf('hosted', 'restricted')];
    expect(placeCalls(answers, { models: [hosted], rules: [] })).toMatchObject({
      answers: 2,
      toHosted: 2,
      violations: 1,
      complaint: 'hosted was sent restricted data, which it may not see.',
    });
    expect(placeCalls([answerOf('gone', 'public')], { models: [hosted], rules: [] })).toMatchObject(
      {
        unknown: 1,
        violations: 0,
      },
    );
  });
});
