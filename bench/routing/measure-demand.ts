import { openDemandModel } from '../../server/routing/predict-small-fails.ts';
import { createRandom } from '../random.ts';
import type { ModelOutcome } from './read-routing-data.ts';
import { trainDemand } from './train-demand.ts';

export interface DemandMeasure {
  readonly router: string;
  /** Share of the gap between the models that routing recovers, averaged over all shares of questions routed up. */
  readonly apgrSeen: number;
  readonly apgrSubjectsLeftOut: number;
}

const FOLDS = 5;
/** Subjects are dealt out anew each time: one deal says little with forty of them. */
const DEALS = 3;

interface Scored {
  readonly outcome: ModelOutcome;
  readonly score: number;
}

/** Cross-validated: by random questions, and by whole subjects. */
export function measureDemand(outcomes: readonly ModelOutcome[]): readonly DemandMeasure[] {
  const seen = crossValidate(outcomes, dealQuestions(outcomes));
  const leftOut = Array.from({ length: DEALS }, (_, deal) =>
    crossValidate(outcomes, dealSubjects(outcomes, deal)),
  );
  const random = createRandom(5);
  const rows: readonly (readonly [string, (outcome: ModelOutcome) => number])[] = [
    ['random', () => random()],
    ['prompt length', ({ prompt }) => prompt.length],
    ['oracle', (outcome) => gainOf(outcome)],
  ];
  const own = {
    router: 'complexity',
    apgrSeen: apgr(seen),
    apgrSubjectsLeftOut: meanOf(leftOut.map(apgr)),
  };
  const others = rows.map(([router, score]) => {
    const value = apgr(outcomes.map((outcome) => ({ outcome, score: score(outcome) })));
    return { router, apgrSeen: value, apgrSubjectsLeftOut: value };
  });
  return [
    { router: 'always small', apgrSeen: 0, apgrSubjectsLeftOut: 0 },
    { router: 'always large', apgrSeen: 1, apgrSubjectsLeftOut: 1 },
    ...others,
    own,
  ];
}

function crossValidate(
  outcomes: readonly ModelOutcome[],
  folds: readonly number[],
): readonly Scored[] {
  return Array.from({ length: FOLDS }, (_, fold) => fold).flatMap((fold) => {
    const predict = openDemandModel(trainDemand(outcomes.filter((_, at) => folds[at] !== fold)));
    return outcomes
      .filter((_, at) => folds[at] === fold)
      .map((outcome) => ({ outcome, score: predict(outcome.prompt).score }));
  });
}

function dealQuestions(outcomes: readonly ModelOutcome[]): readonly number[] {
  const random = createRandom(11);
  return outcomes.map(() => Math.floor(random() * FOLDS));
}

function dealSubjects(outcomes: readonly ModelOutcome[], deal: number): readonly number[] {
  const random = createRandom(11 + deal);
  const order = [...new Set(outcomes.map(({ subject }) => subject))]
    .map((subject) => ({ subject, place: random() }))
    .toSorted((left, right) => left.place - right.place);
  const folds = new Map(order.map(({ subject }, at) => [subject, at % FOLDS]));
  return outcomes.map(({ subject }) => folds.get(subject) ?? 0);
}

/** I. Ong et al. 2024 (RouteLLM): the average performance gap recovered. */
function apgr(scored: readonly Scored[]): number {
  const small = scored.filter(({ outcome }) => outcome.weak_correct).length;
  const large = scored.filter(({ outcome }) => outcome.strong_correct).length;
  let right = small;
  let area = 0;
  for (const { outcome } of scored.toSorted((one, other) => other.score - one.score)) {
    const before = right;
    right += gainOf(outcome);
    area += ((before + right) / 2 - small) / (large - small) / scored.length;
  }
  return area;
}

function gainOf({ weak_correct, strong_correct }: ModelOutcome): number {
  return Number(strong_correct) - Number(weak_correct);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
