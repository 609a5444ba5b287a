import { describe, expect, it } from 'vitest';
import { FootnoteConfig } from '../../../../contract/config.ts';
import type { DriftEvent } from '../../../../contract/drift.ts';
import { planFactors, type PlanInput } from '../../../../server/drift/plan-factors.ts';
import { rowOf } from './drift-row.ts';

const NOW_CONFIG = FootnoteConfig.parse({ retrieval: { leg_depth: 50 } });

function inputOf(changes: {
  readonly reference?: Parameters<typeof rowOf>[0];
  readonly current?: Parameters<typeof rowOf>[0];
  readonly events?: readonly DriftEvent['kind'][];
  readonly configs?: PlanInput['configs'];
}): PlanInput {
  return {
    window: {
      reference: [rowOf(changes.reference), rowOf(changes.reference)],
      current: [rowOf(changes.current)],
      vocabulary: [],
    },
    events: (changes.events ?? []).map((kind) => ({
      at: '2026-11-01T00:00:00.000Z',
      kind,
      subject: null,
      before: null,
      after: null,
      count: 1,
      document_id: null,
      run_id: null,
    })),
    configs: changes.configs ?? new Map(),
    now: {
      configHash: 'now',
      config: NOW_CONFIG,
      promptVersion: 'grounded-answer@1',
      models: ['small', 'large'],
    },
  };
}

const factorsOf = (input: PlanInput) => planFactors(input).factors.map(({ factor }) => factor);
const lostOf = (input: PlanInput) => planFactors(input).notReplayed.map(({ what }) => what);

describe('what a replay can have as it was', () => {
  it('is nothing where nothing changed', () => {
    expect(planFactors(inputOf({}))).toEqual({ factors: [], notReplayed: [] });
  });

  it('is the documents as of the middle of the reference', () => {
    const { factors } = planFactors(inputOf({ events: ['documents_retired'] }));

    expect(factors[0]?.override).toEqual({ kind: 'documents', asOf: rowOf({}).asked_at });
  });

  it('is the documents, too, where their collection is read in another language', () => {
    expect(factorsOf(inputOf({ events: ['language', 'documents_reread'] }))).toEqual(['documents']);
  });

  it('is the prompt that most of the reference had', () => {
    const input = inputOf({ reference: { prompt_version: 'grounded-answer@0' } });

    expect(planFactors(input).factors[0]).toMatchObject({
      factor: 'prompt',
      before: 'grounded-answer@0',
      after: 'grounded-answer@1',
    });
  });

  it('is a configured model, and no other', () => {
    expect(factorsOf(inputOf({ reference: { model: 'large' } }))).toEqual(['model']);
    expect(lostOf(inputOf({ reference: { model: 'gone' } }))).toEqual(['model: gone']);
  });

  it('is the retrieval of a known configuration, and not who may see what', () => {
    const old = FootnoteConfig.parse({
      retrieval: { leg_depth: 200 },
      reviews: { due_in_hours: 1 },
    });
    const input = inputOf({
      reference: { config_hash: 'old' },
      configs: new Map([['old', old]]),
    });

    expect(factorsOf(input)).toEqual(['settings']);
    expect(lostOf(input)).toEqual(['settings: reviews']);
    expect(lostOf(inputOf({ reference: { config_hash: 'forgotten' } }))).toEqual(['settings']);
  });

  it('is none of what cannot be had back', () => {
    const input = inputOf({
      events: ['model_version', 'embedding', 'access'],
      reference: { code_version: '0' },
    });

    expect(lostOf(input)).toEqual(['model_version', 'embedding', 'access', 'code']);
  });
});
