import type { Figure, MetricName } from '../../contract/evaluation.ts';
import type { AnswerObservation, Observation } from '../../contract/evaluation-result.ts';
import type { GoldItem } from '../../contract/gold-set.ts';
import { containsAny, scoreAnswer } from './score-answer.ts';
import { countFound, isAllRight, pairFields } from './score-fields.ts';
import { scoreRetrieval } from './score-retrieval.ts';

/** An item with what became of it under one variant. */
export interface Sample {
  readonly item: GoldItem;
  readonly seen: Observation;
}

/** What came of an item that neither failed nor was skipped. */
type Done = Exclude<Observation, { readonly kind: 'failed' | 'skipped' }>;

/** Of one item; null where it has nothing to measure it by. */
type Score = (item: GoldItem, observation: Observation) => number | null;

/**
 * `share`: of items, each 0 or 1. `mean`: over items. `ratio`: the sum of the scores by the sum of what `per` says.
 * `quantile`: of the scores.
 */
export type Metric = Pick<Figure, 'title' | 'group' | 'unit' | 'better'> & {
  readonly metric: MetricName;
  readonly score: Score;
} & (
    | { readonly kind: 'share' | 'mean' }
    | { readonly kind: 'ratio'; readonly per: Score }
    | { readonly kind: 'quantile'; readonly share: number }
  );

/** Every metric, in the order of a report. */
export const METRICS: readonly Metric[] = [
  share('success', 'Item succeeds', 'outcome', readSuccess),
  share('required_selected', 'All required documents selected', 'retrieval', (item, seen) =>
    ofRetrieval(item, seen, ({ required }) => Number(required.every(({ selected }) => selected))),
  ),
  share('quote_selected', 'All quoted words selected', 'retrieval', (item, seen) =>
    ofRetrieval(item, seen, ({ required }) =>
      required.every(({ quote }) => quote === null)
        ? null
        : Number(required.every(({ quote }) => quote === null || quote.selected)),
    ),
  ),
  ...([1, 3, 5, 10] as const).map((k) =>
    mean(`recall_at_${k}`, `Recall@${k} of required documents`, 'retrieval', (item, seen) =>
      ofRetrieval(item, seen, ({ required }) => scoreRetrieval(required).recallAt(k)),
    ),
  ),
  mean('ndcg_at_10', 'nDCG@10', 'retrieval', (item, seen) =>
    ofRetrieval(item, seen, ({ required }) => scoreRetrieval(required).ndcgAt(10)),
  ),
  mean('mrr_at_10', 'MRR@10', 'retrieval', (item, seen) =>
    ofRetrieval(item, seen, ({ required }) => scoreRetrieval(required).reciprocalRankAt(10)),
  ),
  mean('chunk_precision', 'Selected chunks of required documents', 'retrieval', (item, seen) =>
    ofRetrieval(item, seen, (answer) => divide(answer.selected_required, answer.selected_count)),
  ),
  share('answer_contains', 'Answer contains an accepted answer', 'answer', (item, seen) =>
    ofAnswer(item, seen, ({ contains }) => Number(contains)),
  ),
  share('answer_matches', 'Answer agrees with an accepted answer', 'answer', (item, seen) =>
    ofAnswer(item, seen, ({ matches }) => Number(matches)),
  ),
  share('answer_exact', 'Answer is an accepted answer', 'answer', (item, seen) =>
    ofAnswer(item, seen, ({ exact }) => Number(exact)),
  ),
  mean('answer_token_f1', 'Token F1', 'answer', (item, seen) =>
    ofAnswer(item, seen, ({ tokenF1 }) => tokenF1),
  ),
  mean('citation_precision', 'Citations of required documents', 'citations', (_item, seen) =>
    ofAnswered(seen, ({ citations, required }) =>
      required.length === 0
        ? null
        : divide(citations.filter((citation) => citation.required).length, citations.length),
    ),
  ),
  mean('citation_recall', 'Required documents cited', 'citations', (_item, seen) =>
    ofAnswered(seen, ({ required }) =>
      divide(required.filter(({ cited }) => cited).length, required.length),
    ),
  ),
  mean('supported_claims', 'Claims supported by what they cite', 'citations', (_item, seen) =>
    ofAnswered(seen, ({ verdicts }) => {
      const claims = verdicts.filter((verdict) => verdict !== 'not_a_claim');
      return divide(claims.filter((verdict) => verdict === 'supported').length, claims.length);
    }),
  ),
  share('evidence_traced', 'Answers whose evidence can be traced', 'citations', (_item, seen) =>
    ofAnswered(seen, ({ citations, verdicts }) =>
      Number(
        citations.length > 0 &&
          citations.every(({ path }) => path !== null) &&
          !verdicts.includes('uncited'),
      ),
    ),
  ),
  {
    ...share(
      'hallucinated',
      'Answers with an unsupported or contradicted claim',
      'citations',
      (_item, seen) =>
        ofAnswered(seen, ({ verdicts }) =>
          Number(verdicts.includes('unsupported') || verdicts.includes('contradicted')),
        ),
    ),
    better: 'lower',
  },
  share('abstains', 'Unanswerable items abstained', 'abstention', (item, seen) =>
    item.unanswerable && !item.must_review && isAnswerItem(item, seen)
      ? Number(statusOf(seen) === 'abstained')
      : null,
  ),
  share('answers', 'Answerable items answered', 'abstention', (item, seen) =>
    isAnswerable(item) && isAnswerItem(item, seen) ? Number(statusOf(seen) === 'answered') : null,
  ),
  share('review_recall', 'Items for a person held', 'review', (item, seen) =>
    item.must_review && seen.kind !== 'skipped' ? Number(isHeld(seen)) : null,
  ),
  share('review_precision', 'Held items that are for a person', 'review', (item, seen) =>
    isHeld(seen) ? Number(item.must_review) : null,
  ),
  share('label_right', 'Class is the right one', 'triage', (item, seen) =>
    ofLabel(item, seen, (label) => Number(label === item.expected.label)),
  ),
  {
    ...share('label_answered', 'Items given a class', 'triage', (item, seen) =>
      ofLabel(item, seen, (label) => Number(label !== null)),
    ),
    better: 'neither',
  },
  share('fields_right', 'All fields right', 'extraction', (item, seen) =>
    ofFields(item, seen, (pairs) => Number(isAllRight(pairs))),
  ),
  found('field_precision', 'Field precision', ({ found: count }) => count),
  found('field_recall', 'Field recall', ({ expected }) => expected),
  found('field_f1', 'Field F1', (counts) => (counts.found + counts.expected) / 2),
  {
    ...share('escalated', 'Answers that a larger model was asked for', 'effort', (_item, seen) =>
      ofAnyAnswer(seen, ({ escalations }) => Number(escalations > 0)),
    ),
    better: 'neither',
  },
  effort('input_tokens', 'Input tokens an item', 'tokens', ({ usage }) => usage.input_tokens),
  effort('output_tokens', 'Output tokens an item', 'tokens', ({ usage }) => usage.output_tokens),
  effort('cost_usd', 'Cost an item', 'usd', ({ usage }) => usage.cost_usd),
  {
    ...effort('cost_per_success', 'Cost a successful item', 'usd', ({ usage }) => usage.cost_usd),
    kind: 'ratio',
    score: (item, seen) =>
      readSuccess(item, seen) === null ? null : ofAny(seen, ({ usage }) => usage.cost_usd),
    per: readSuccess,
  },
  ...([50, 95, 99] as const).map((percent): Metric => ({
    ...effort(`latency_p${percent}`, `Latency, p${percent}`, 'ms', () => 0),
    score: (_item, seen) => ofAnyAnswer(seen, ({ duration_ms: ms }) => ms),
    kind: 'quantile',
    share: percent / 100,
  })),
];

function share(metric: MetricName, title: string, ...rest: [Figure['group'], Score]): Metric {
  const [group, score] = rest;
  return { metric, title, group, unit: 'share', better: 'higher', kind: 'share', score };
}

function mean(metric: MetricName, title: string, ...rest: [Figure['group'], Score]): Metric {
  const [group, score] = rest;
  return { metric, title, group, unit: 'score', better: 'higher', kind: 'mean', score };
}

function effort(
  metric: MetricName,
  title: string,
  ...rest: [Figure['unit'], (seen: Done) => number]
): Metric {
  const [unit, read] = rest;
  const score: Score = (_item, seen) => ofAny(seen, read);
  return { metric, title, group: 'effort', unit, better: 'lower', kind: 'mean', score };
}

/** Precision, recall or F1 over all fields of all items: what is right by what `per` says. */
function found(
  metric: MetricName,
  title: string,
  per: (counts: ReturnType<typeof countFound>) => number,
): Metric {
  return {
    ...mean(metric, title, 'extraction', (item, seen) =>
      ofFields(item, seen, (pairs) => countFound(pairs).right),
    ),
    kind: 'ratio',
    per: (item, seen) => ofFields(item, seen, (pairs) => per(countFound(pairs))),
  };
}

/**
 * Whether the item ended as it should have: held, abstained, answered with what is accepted, given the right class, or
 * read with every field right. What is for a person is held in any case.
 */
export function readSuccess(item: GoldItem, seen: Observation): number | null {
  if (seen.kind === 'skipped') return null;
  if (item.must_review && !isHeld(seen)) return 0;
  if (item.task === 'triage')
    return Number(seen.kind === 'label' && seen.label === item.expected.label);
  if (item.task === 'extraction') return ofFields(item, seen, (pairs) => Number(isAllRight(pairs)));
  if (item.must_review) return 1;
  if (item.unanswerable) return Number(statusOf(seen) === 'abstained');
  const { must_not_contain: forbidden = [] } = item.expected;
  if (seen.kind === 'answer' && containsAny(seen.answer, forbidden)) return 0;
  return ofAnswer(item, seen, ({ matches }) => Number(matches));
}

function isAnswerItem(item: GoldItem, seen: Observation): boolean {
  return item.task === 'answer' && seen.kind !== 'skipped';
}

/** A person decides on the others, or nobody can. */
function isAnswerable(item: GoldItem): boolean {
  return !item.unanswerable && !item.must_review;
}

function statusOf(seen: Observation): AnswerObservation['status'] | null {
  return seen.kind === 'answer' ? seen.status : null;
}

function isHeld(seen: Observation): boolean {
  if (seen.kind === 'label' || seen.kind === 'fields') return seen.held;
  return statusOf(seen) === 'needs_review';
}

function ofAny(seen: Observation, read: (done: Done) => number | null) {
  return seen.kind === 'failed' || seen.kind === 'skipped' ? null : read(seen);
}

function ofAnyAnswer(seen: Observation, read: (answer: AnswerObservation) => number | null) {
  return seen.kind === 'answer' ? read(seen) : null;
}

/** What failed has no class. */
function ofLabel(
  item: GoldItem,
  seen: Observation,
  read: (label: string | null) => number,
): number | null {
  if (item.task !== 'triage' || seen.kind === 'skipped') return null;
  return read(seen.kind === 'label' ? seen.label : null);
}

/** Of what failed, nothing was found. */
function ofFields(
  item: GoldItem,
  seen: Observation,
  read: (pairs: ReturnType<typeof pairFields>) => number,
): number | null {
  if (item.task !== 'extraction' || seen.kind === 'skipped') return null;
  const value = seen.kind === 'fields' ? seen.value : {};
  return read(pairFields(item, value));
}

function ofAnswered(seen: Observation, read: (answer: AnswerObservation) => number | null) {
  return seen.kind === 'answer' && seen.status === 'answered' ? read(seen) : null;
}

/** Also of an item that failed: what was not found, was not found. */
function ofRetrieval(
  item: GoldItem,
  seen: Observation,
  read: (answer: AnswerObservation) => number | null,
): number | null {
  if (item.sources.length === 0 || !isAnswerItem(item, seen)) return null;
  return seen.kind === 'answer' ? read(seen) : 0;
}

/** An item that should have been answered and was not counts as 0. */
function ofAnswer(
  item: GoldItem,
  seen: Observation,
  read: (scores: ReturnType<typeof scoreAnswer>) => number,
): number | null {
  const { accepted_answers: accepted = [] } = item.expected;
  if (accepted.length === 0 || !isAnswerable(item) || !isAnswerItem(item, seen)) return null;
  if (seen.kind !== 'answer' || seen.status !== 'answered') return 0;
  return read(scoreAnswer(seen.answer, accepted));
}

/** Of none there is no share. */
function divide(count: number, total: number): number | null {
  return total === 0 ? null : count / total;
}
