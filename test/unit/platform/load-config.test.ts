import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FootnoteConfig } from '../../../contract/config.ts';
import { AppError } from '../../../platform/errors.ts';
import { loadConfig, parseConfig } from '../../../platform/load-config.ts';

const MODEL = `  - name: small
    provider: openai_compatible
    base_url: http://127.0.0.1:9/v1
    model: m
    tier: small
    hosting: self_hosted
    data_classes: [public]
    context_window: 4096
    price: { input_per_m: 0, output_per_m: 0 }
`;

const READER = `  - name: reader
    provider: local_reader
    model: owner/reader
    tier: small
`;

const WORKFLOW = `  - name: desk
    steps: [{ kind: answer }, { kind: decide }]
`;

function messageFor(text: string): string {
  try {
    parseConfig(text, 'test.yaml');
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid_configuration') return error.message;
    throw error;
  }
  throw new Error('The configuration was accepted.');
}

describe('a broken configuration', () => {
  it.each([
    [
      'an unknown key',
      'version: 1\nmodles: []\n',
      'test.yaml, line 2: "modles" is not a known setting',
    ],
    [
      'an unknown key deep inside',
      `models:\n${MODEL}    tepm: 1\n`,
      'test.yaml, line 11: models.0: "tepm" is not a known setting',
    ],
    [
      'a wrong type',
      'version: 1\nretrieval:\n  leg_depth: many\n',
      'test.yaml, line 3: retrieval.leg_depth: must be a number, not text',
    ],
    [
      'a missing field',
      `models:\n${MODEL.replace('    tier: small\n', '')}`,
      'test.yaml, line 2: models.0.tier',
    ],
    [
      'a breaker whose longest wait is shorter than its first',
      'breaker:\n  wait:\n    base_ms: 5000\n    max_ms: 1000\n',
      'test.yaml, line 4: breaker.wait.max_ms: must not be less than base_ms',
    ],
    [
      'a retry budget of more than every call',
      'retry:\n  budget_ratio: 2\n',
      'test.yaml, line 2: retry.budget_ratio',
    ],
    [
      'a second model of one name',
      `models:\n${MODEL}${MODEL}`,
      'test.yaml, line 11: models.1.name: there is another model named "small"',
    ],
    [
      'a preference for a model that is not there',
      `models:\n${MODEL}routes:\n  - name: all\n    prefer:\n      - small\n      - huge\n`,
      'test.yaml, line 15: routes.0.prefer.1: no model is named "huge" (there are builtin-extractive, small)',
    ],
    [
      'a second rule of one name',
      'routes:\n  - name: all\n    when: { language: [en] }\n  - name: all\n',
      'test.yaml, line 4: routes.1.name: there is another rule named "all"',
    ],
    [
      'a rule that has the name of the one that holds without any',
      'routes:\n  - name: default\n',
      'test.yaml, line 2: routes.0.name: "default" is the rule that holds where no other applies',
    ],
    [
      'a rule behind one without conditions',
      'routes:\n  - name: all\n  - name: secrets\n    when: { sensitivity: { gte: confidential } }\n',
      'test.yaml, line 3: routes.1.name: never applies: "all" before it has no conditions',
    ],
    [
      'a rule that allows no model',
      `models:\n${MODEL}routes:\n  - name: all\n    require: { tier: medium }\n`,
      'test.yaml, line 13: routes.0.require: no model is medium',
    ],
    [
      'a rule that allows no model, by two of its conditions together',
      `models:\n${MODEL.replace('tier: small', 'tier: large')}routes:\n  - name: all\n    require: { hosting: hosted, tier: small }\n`,
      'test.yaml, line 13: routes.0.require: no model is hosted and small',
    ],
    [
      'a range in which nothing lies',
      'routes:\n  - name: all\n    when:\n      complexity: { gte: 0.8, lt: 0.2 }\n',
      'test.yaml, line 4: routes.0.when.complexity: holds for no value: nothing is at least 0.8 and below 0.2',
    ],
    [
      'a language that no question is told to be in',
      'routes:\n  - name: all\n    when:\n      language:\n        - de\n        - xx\n',
      'test.yaml, line 6: routes.0.when.language.1: no question is told to be in "xx" (they are in en, de, fr, es, it, pt, nl, ja, ko, zh, el, he, th)',
    ],
    [
      'a time after which nobody is asked beside a slow model',
      'fallback:\n  hedge:\n    after_ms: 800\n',
      'test.yaml, line 3: fallback.hedge.after_ms: has no effect: the step "latency" is in no order of fallbacks',
    ],
    [
      'a model to rewrite with that is not there',
      `retrieval:\n  rewrite:\n    model: huge\nmodels:\n${MODEL}`,
      'test.yaml, line 3: retrieval.rewrite.model: no model is named "huge"',
    ],
    [
      'a reader to rewrite with',
      `retrieval:\n  rewrite:\n    model: reader\nmodels:\n${READER}`,
      'test.yaml, line 3: retrieval.rewrite.model: "reader" is a reader: it finds answers in chunks and writes nothing',
    ],
    [
      'a reader to judge with',
      `verification:\n  judge:\n    model: reader\nmodels:\n${READER}`,
      'test.yaml, line 3: verification.judge.model: "reader" is a reader',
    ],
    [
      'a reader that classifies',
      `classifiers:\n  triage:\n    models:\n      - reader\nmodels:\n${READER}`,
      'test.yaml, line 4: classifiers.triage.models.0: "reader" is a reader',
    ],
    [
      'a reader that is surer than certain',
      `models:\n${READER}    min_probability: 1.5\n`,
      'test.yaml, line 6: models.0.min_probability',
    ],
    [
      'a reader with an address',
      `models:\n${READER}    base_url: http://127.0.0.1:9/v1\n`,
      'test.yaml, line 6: models.0: "base_url" is not a known setting',
    ],
    [
      'a second alert of one name',
      'alerts:\n  - { name: a, kind: burn_rate, good: { what: success }, objective: 0.9 }\n  - { name: a, kind: burn_rate, good: { what: success }, objective: 0.9 }\n',
      'test.yaml, line 3: alerts.1.name: there is another alert named "a"',
    ],
    [
      'an alert that clears on the bad side of its limit',
      'alerts:\n  - name: a\n    kind: threshold\n    metric: cost_usd\n    opens: above\n    at: 1\n    clears_at: 2\n',
      'test.yaml, line 7: alerts.0.clears_at: must not be on the bad side of at',
    ],
    [
      'an alert of drift in a measure that is not there',
      'alerts:\n  - name: a\n    kind: drift\n    measures:\n      - latency\n      - speed\n',
      'test.yaml, line 6: alerts.0.measures.1: must be one of task, novelty, familiar_words,',
    ],
    [
      'an alert of drift with what only other alerts have',
      'alerts:\n  - name: a\n    kind: drift\n    min_answers: 20\n',
      'test.yaml, line 4: alerts.0: "min_answers" is not a known setting',
    ],
    [
      'an alert of drift in windows of too few answers',
      'alerts:\n  - name: a\n    kind: drift\n    window: 10\n',
      'test.yaml, line 4: alerts.0.window: must be at least 20',
    ],
    [
      'canaries for a model that is not there',
      `canaries:\n  models:\n    - huge\n  questions:\n${'    - question: Why?\n'.repeat(10)}`,
      'test.yaml, line 3: canaries.models.0: no model is named "huge"',
    ],
    [
      'canaries of no questions at all',
      'canaries:\n  every_minutes: 5\n',
      'test.yaml, line 2: canaries.questions: is required without a gold_set',
    ],
    [
      'canaries of too few questions',
      'canaries:\n  questions:\n    - question: Why?\n',
      'test.yaml, line 3: canaries.questions: must be at least 10 items',
    ],
    [
      'a share to accept at without a cascade',
      'routes:\n  - name: all\n    accept_at: 0.5\n',
      'test.yaml, line 3: routes.0.accept_at: needs strategy: cascade',
    ],
    [
      'a chance of right reasoning without a cascade',
      'routes:\n  - name: all\n    reasoning_at: 0.7\n',
      'test.yaml, line 3: routes.0.reasoning_at: needs strategy: cascade',
    ],
    [
      'a model that takes the name of the builtin one',
      `models:\n${MODEL.replace('name: small', 'name: builtin-extractive')}`,
      'test.yaml, line 2: models.0.name: there is another model named "builtin-extractive"',
    ],
    [
      'credentials in an address',
      `models:\n${MODEL.replace('http://', 'http://user:pass@')}`,
      'test.yaml, line 4: models.0.base_url: must hold no credentials, query or fragment',
    ],
    [
      'a workflow whose step is of no known kind',
      'workflows:\n  - name: desk\n    steps:\n      - kind: guess\n',
      'test.yaml, line 4: workflows.0.steps.0.kind: must be one of classify, policy, retrieve, answer, verify, escalate, decide',
    ],
    [
      'a workflow of a classifier that is not there',
      'classifiers:\n  triage: {}\nworkflows:\n  - name: desk\n    steps:\n      - kind: classify\n        classifier: sorting\n      - kind: answer\n      - kind: decide\n',
      'test.yaml, line 7: workflows.0.steps.0.classifier: classifiers names no "sorting" (there are triage)',
    ],
    [
      'a workflow that asks a model that is not there',
      `models:\n${MODEL}workflows:\n  - name: desk\n    steps:\n      - kind: answer\n      - kind: escalate\n        model: huge\n      - kind: decide\n`,
      'test.yaml, line 16: workflows.0.steps.1.model: no model is named "huge" (there are small)',
    ],
    [
      'a workflow that holds a topic that is not there',
      'workflows:\n  - name: desk\n    steps:\n      - kind: policy\n        review_when: { regulated_topic: [tax] }\n      - kind: answer\n      - kind: decide\n',
      'test.yaml, line 5: workflows.0.steps.0.review_when.regulated_topic.0: no regulated topic is named "tax"',
    ],
    [
      'a workflow whose steps stand in another order',
      'workflows:\n  - name: desk\n    steps:\n      - kind: answer\n      - kind: retrieve\n      - kind: decide\n',
      'test.yaml, line 5: workflows.0.steps.1.kind: must stand before answer',
    ],
    [
      'a workflow that decides nothing',
      'workflows:\n  - name: desk\n    steps:\n      - kind: answer\n',
      'test.yaml, line 4: workflows.0.steps: has no step of kind decide',
    ],
    [
      'labels in a workflow that classifies nothing',
      'workflows:\n  - name: desk\n    steps:\n      - kind: policy\n        review_when: { labels: [pay] }\n      - kind: answer\n      - kind: decide\n',
      'test.yaml, line 5: workflows.0.steps.0.review_when: labels need a step of kind classify before it',
    ],
    [
      'documents of labels in a workflow that classifies nothing',
      'workflows:\n  - name: desk\n    steps:\n      - kind: retrieve\n        sources_by_label: { pay: [pay.md] }\n      - kind: answer\n      - kind: decide\n',
      'test.yaml, line 5: workflows.0.steps.0.sources_by_label: labels need a step of kind classify before it',
    ],
    [
      'a label without documents',
      'workflows:\n  - name: desk\n    steps:\n      - kind: retrieve\n        sources_by_label:\n          pay: []\n      - kind: answer\n      - kind: decide\n',
      'test.yaml, line 6: workflows.0.steps.0.sources_by_label.pay: ',
    ],
    [
      'a label that has to be surer where a search confirms it',
      'workflows:\n  - name: desk\n    steps:\n      - kind: answer\n      - kind: verify\n        min_label_probability:\n          alone: 0.5\n          confirmed: 0.8\n      - kind: decide\n',
      'test.yaml, line 8: workflows.0.steps.1.min_label_probability.confirmed: must not be more than alone',
    ],
    [
      'two workflows of one name',
      `workflows:\n${WORKFLOW}${WORKFLOW}`,
      'test.yaml, line 4: workflows.1.name: there is another workflow named "desk"',
    ],
    ['a list at the top', '- version\n', 'test.yaml, line 1: '],
    ['a syntax error', 'version: 1\nmodels: [\n', 'test.yaml, line 3: '],
    ['a key that stands twice', 'version: 1\nversion: 1\n', 'test.yaml, line 2: '],
    ['a second document', 'version: 1\n---\nversion: 1\n', 'test.yaml, line 2: '],
  ])('with %s is refused with its line', (_what, text, message) => {
    expect(messageFor(text)).toContain(message);
  });

  it('shows the first five problems and counts the others', () => {
    const keys = Array.from({ length: 8 }, (_, index) => `  - name: "Bad name ${index}"`);
    const lines = messageFor(`routes:\n${keys.join('\n')}\n`).split('\n');

    expect(lines).toHaveLength(6);
    expect(lines[0]).toMatch(/^test\.yaml, line 2: routes\.0\.name: /);
    expect(lines[5]).toBe('… and 3 more.');
  });

  it('is refused when aliases make it grow beyond measure', () => {
    const levels = Array.from(
      { length: 9 },
      (_, level) => `l${level + 1}: &l${level + 1} [${Array(9).fill(`*l${level}`).join(', ')}]`,
    );

    expect(() => parseConfig(`l0: &l0 [a, a]\n${levels.join('\n')}\n`, 'test.yaml')).toThrow(
      'Excessive alias count',
    );
  });

  it('is refused in words when an alias names nothing', () => {
    const refusal = expect.objectContaining({ code: 'invalid_configuration' });

    expect(() => parseConfig('version: *missing\n', 'test.yaml')).toThrow(refusal);
  });
});

describe('a good configuration', () => {
  it('may be empty, and has every default', () => {
    expect(parseConfig('', 'test.yaml')).toEqual(FootnoteConfig.parse({}));
    expect(parseConfig('# nothing\n', 'test.yaml').embedding).toEqual({ adapter: 'builtin' });
  });

  it('gives a model its defaults', () => {
    expect(parseConfig(`models:\n${MODEL}`, 'test.yaml').models[0]).toMatchObject({
      name: 'small',
      max_output_tokens: 800,
      timeouts: { first_token_ms: 20_000, idle_ms: 15_000, total_ms: 60_000 },
    });
  });

  it('may say something once and refer to it', () => {
    const text =
      'routes:\n  - { name: one, when: &when { task: [reasoning] } }\n  - { name: two, when: *when }\n';

    expect(parseConfig(text, 'test.yaml').routes[1]?.when).toEqual({ task: ['reasoning'] });
  });
});

describe('loadConfig', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'footnote-config-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function load(name: string, text: string) {
    const path = join(folder, name);
    writeFileSync(path, text);
    return loadConfig(path, { isRequired: true });
  }

  it('takes the default for a file that is absent, unless it was asked for', () => {
    const path = join(folder, 'absent.yaml');

    expect(loadConfig(path, { isRequired: false })).toMatchObject({ path: null });
    expect(() => loadConfig(path, { isRequired: true })).toThrow('does not exist');
  });

  it('refuses what is no file', () => {
    expect(() => loadConfig(folder, { isRequired: true })).toThrow(`Cannot read ${folder}`);
  });

  it('gives the same hash to the same meaning, and another to another', () => {
    const first = load('a.yaml', 'version: 1\nretrieval: { leg_depth: 50 }\n');
    const second = load('b.yaml', '# the same\nretrieval:\n  leg_depth: 50\n');
    const third = load('c.yaml', 'retrieval:\n  leg_depth: 51\n');

    expect(first.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(second.hash).toBe(first.hash);
    expect(third.hash).not.toBe(first.hash);
  });
});

describe('an order of fallbacks', () => {
  const orderOf = (...steps: readonly string[]) => `fallback:\n  order: [${steps.join(', ')}]\n`;

  it.each([
    ['same_tier', 'next_tier', 'rule_answer'],
    ['next_tier', 'latency', 'same_tier', 'human_review'],
    ['preferred', 'rule_answer', 'human_review'],
    ['rule_answer'],
  ])('may be %s, %s, %s, %s', (...steps) => {
    const given = steps.filter((step) => step !== undefined);
    expect(parseConfig(orderOf(...given), 'test.yaml').fallback.order).toEqual(given);
  });

  it.each([
    [['same_tier', 'same_tier', 'rule_answer'], 'must name no step twice'],
    [['same_tier', 'next_tier'], 'must end with rule_answer, human_review, or both in this order'],
    [['human_review', 'rule_answer'], 'must end with rule_answer, human_review, or both'],
    [['rule_answer', 'same_tier'], 'must end with rule_answer, human_review, or both'],
    [['latency', 'same_tier', 'rule_answer'], 'must name before latency whom it may ask'],
    [['sideways', 'rule_answer'], 'fallback.order.0'],
  ])('may not be %j', (steps, problem) => {
    expect(messageFor(orderOf(...steps))).toContain(problem);
  });
});

describe('a time after which another model is asked, too', () => {
  it.each([
    'fallback:\n  order: [same_tier, latency, rule_answer]\n  hedge: { after_ms: 800 }\n',
    'fallback:\n  hedge: { after_ms: 800 }\nroutes:\n  - name: all\n    fallback: [same_tier, latency, rule_answer]\n',
  ])('is taken where an order has the step latency: %j', (text) => {
    expect(parseConfig(text, 'test.yaml').fallback.hedge.after_ms).toBe(800);
  });
});
