import type { CanaryVerdict } from '../../contract/canary.ts';
import type { StoredCanaryAnswer } from '../../db/queries/canaries.ts';
import { ALPHA, compareAnswers, distanceOf, type AnswerComparison } from './compare-answers.ts';

export interface JudgedRound {
  readonly verdict: Extract<
    CanaryVerdict,
    'same' | 'version_changed' | 'answers_changed' | 'inconclusive'
  >;
  readonly detail: string;
  /** Null where too few answers came. */
  readonly comparison: AnswerComparison | null;
  /** Whether the answers differ, whatever the model says that it is. */
  readonly haveAnswersChanged: boolean;
  /** When the first answer came that the baseline never gave. */
  readonly firstChangedAt: string | null;
}

/** Of the questions, so many have to be comparable. */
const ENOUGH = 0.5;

/** What a round says beside its baseline. Pure. */
export function judgeRound(
  baseline: readonly StoredCanaryAnswer[],
  round: readonly StoredCanaryAnswer[],
): JudgedRound {
  const known = answersOf(baseline);
  const pairs = round.flatMap((given) => {
    const answers = known.get(given.question) ?? [];
    const { answer } = given;
    return answer === null || answers.length < 2 ? [] : [{ baseline: answers, answer, given }];
  });
  if (pairs.length < ENOUGH * round.length || pairs.length === 0) {
    const detail = `Only ${pairs.length} of ${round.length} questions have an answer to compare.`;
    return {
      verdict: 'inconclusive',
      detail,
      comparison: null,
      haveAnswersChanged: false,
      firstChangedAt: null,
    };
  }
  const comparison = compareAnswers(pairs);
  const haveAnswersChanged = comparison.pValue <= ALPHA;
  const version = describeVersionChange(baseline, round);
  const share = `${comparison.changed} of ${pairs.length} answers are none that the baseline has`;
  const firstNew = pairs.find((pair) => pair.baseline.every((said) => isNew(said, pair.answer)));
  return {
    verdict: version !== null ? 'version_changed' : haveAnswersChanged ? 'answers_changed' : 'same',
    detail: `${version === null ? '' : `${version} `}${share} (p = ${comparison.pValue.toPrecision(2)}).`,
    comparison,
    haveAnswersChanged,
    firstChangedAt: haveAnswersChanged ? (firstNew?.given.answered_at ?? null) : null,
  };
}

function isNew(said: string, answer: string): boolean {
  return distanceOf(said, answer) > 0;
}

function answersOf(baseline: readonly StoredCanaryAnswer[]): ReadonlyMap<number, string[]> {
  const answers = new Map<number, string[]>();
  for (const { question, answer } of baseline) {
    if (answer === null) continue;
    answers.set(question, [...(answers.get(question) ?? []), answer]);
  }
  return answers;
}

/** What the model says of itself that it did not say before; null for nothing new. */
function describeVersionChange(
  baseline: readonly StoredCanaryAnswer[],
  round: readonly StoredCanaryAnswer[],
): string | null {
  const models = newValues(baseline, round, ({ served_model: model }) => model);
  const fingerprints = newValues(baseline, round, ({ fingerprint }) => fingerprint);
  if (models.length > 0) return `It says that it is ${models.join(', ')} now.`;
  if (fingerprints.length > 0) return `Its fingerprint is ${fingerprints.join(', ')} now.`;
  return null;
}

/** Where the baseline has none, nothing is new: the provider has begun to tell. */
function newValues(
  baseline: readonly StoredCanaryAnswer[],
  round: readonly StoredCanaryAnswer[],
  valueOf: (answer: StoredCanaryAnswer) => string | null,
): readonly string[] {
  const known = new Set(baseline.flatMap((answer) => valueOf(answer) ?? []));
  if (known.size === 0) return [];
  const seen = new Set(round.flatMap((answer) => valueOf(answer) ?? []));
  return [...seen].filter((value) => !known.has(value));
}
