import { chooseFrom } from '../../server/verification/choose-sentences.ts';
import type { Candidate } from '../../server/verification/measure-sentences.ts';
import {
  chooseBeside,
  measureSentences,
  selectCandidates,
} from '../../server/verification/measure-sentences.ts';
import { SENTENCE_SIGNALS } from '../../server/verification/place-signals.ts';
import type { PlaceModel } from '../../server/verification/place-signals.ts';
import { fitLogistic } from '../fit-logistic.ts';
import { fitTrees } from '../fit-trees.ts';
import type { TreeSize, WeighedRow } from '../fit-trees.ts';
import type { EvidenceExample } from './read-places.ts';
import { nameEach } from './train-model.ts';

const SIZE: TreeSize = { trees: 100, levels: 3 };
/** By cross-validation on the claims, of six bounds. */
const ADD_FROM = -0.5;
const MOST_SETS = 2;
const MOST_GIVEN = 3;

type Model = Pick<PlaceModel, 'sentences' | 'addFrom'>;

/**
 * Learns which sentence comes next: beside none, beside a part of what people gave, and then also beside what the
 * first model chose, right or wrong (Ross et al. 2011).
 */
export function trainSentences(examples: readonly EvidenceExample[]): Model {
  const given = examples.flatMap((example) =>
    givenStates(example).flatMap(({ chosen, weight }) => rowsOf(example, chosen, weight)),
  );
  const first = fit(given);
  const own = examples.flatMap((example) => {
    const chosen = chooseFrom(example.candidates, example, first);
    return chosen.flatMap((_, at) => rowsOf(example, chosen.slice(0, at + 1), 1));
  });
  return fit([...given, ...own]);
}

interface State {
  readonly chosen: readonly Candidate[];
  readonly weight: number;
}

/** Beside none, and beside the first sentences of the smallest sets, which hold most of the claim. */
function givenStates({ candidates, linesOf, supportingSets }: EvidenceExample): readonly State[] {
  const sets = supportingSets.toSorted((left, right) => left.size - right.size).slice(0, MOST_SETS);
  const states = sets.flatMap((set) => {
    const right = candidates
      .filter((candidate) => isOneOf(linesOf.get(candidate), [set]))
      .toSorted((left, other) => other.held.length - left.held.length);
    return right
      .slice(0, MOST_GIVEN)
      .map((_, at) => ({ chosen: right.slice(0, at + 1), weight: 1 / sets.length }));
  });
  return [{ chosen: [], weight: 1 }, ...states];
}

/** What may come next, and whether it is in a set of which most is chosen. */
function rowsOf(
  { forms, support, candidates, linesOf, supportingSets }: EvidenceExample,
  chosen: readonly Candidate[],
  weight: number,
): readonly WeighedRow[] {
  const choice = chooseBeside({ forms, support }, chosen);
  const lines = new Set(chosen.flatMap((one) => linesOf.get(one) ?? []));
  const shared = supportingSets.map((set) => [...lines].filter((id) => set.has(id)).length);
  const most = Math.max(...shared);
  const sets = supportingSets.filter((_, at) => shared[at] === most);
  const looked = selectCandidates(candidates, choice);
  return measureSentences(looked, choice).map((signals, at) => {
    const candidate = looked[at];
    const own = candidate === undefined ? [] : linesOf.get(candidate);
    return {
      values: SENTENCE_SIGNALS.map((name) => signals[name]),
      isPositive: isOneOf(own, sets),
      weight,
    };
  });
}

function isOneOf(lines: readonly string[] = [], sets: readonly ReadonlySet<string>[]): boolean {
  return lines.some((id) => sets.some((set) => set.has(id)));
}

function fit(rows: readonly WeighedRow[]): Model {
  const { intercept, coefficients } = fitLogistic(rows);
  return {
    sentences: {
      linear: { intercept, coefficients: nameEach(SENTENCE_SIGNALS, coefficients) },
      trees: fitTrees(rows, SIZE),
    },
    addFrom: ADD_FROM,
  };
}
