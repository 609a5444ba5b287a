import type {
  Difference,
  EvaluationDetail,
  Figure,
  MetricName,
} from '../../contract/evaluation.ts';
import { formatDifference, formatFigure } from '../../contract/format-figure.ts';
import type {
  AssessReadiness,
  ReadinessAnswer,
  ReadinessVerdict,
} from '../../contract/readiness.ts';
import { tierRank, type ModelTier } from '../../contract/routing.ts';
import { tenthPercent } from '../../core/text/percent.ts';

/** What of the answers' records is known. */
export interface AuditedAnswers {
  readonly checked: number;
  /** Whole, unaltered, and with a reason for every choice and every verdict. */
  readonly explained: number;
  /** Why the first one is not. */
  readonly complaint: string | null;
}

/** What of the models' calls is known. */
export interface PlacedCalls {
  readonly answers: number;
  readonly toHosted: number;
  readonly violations: number;
  /** Of models that are not configured any more, of which nobody can tell. */
  readonly unknown: number;
  readonly complaint: string | null;
}

export interface ReadinessFacts {
  readonly asked: AssessReadiness;
  readonly run: EvaluationDetail;
  readonly variant: string;
  readonly models: readonly { readonly name: string; readonly tier: ModelTier }[];
  readonly isDemoSet: boolean;
  readonly calls: PlacedCalls;
  readonly audited: AuditedAnswers;
}

type Verdict = Pick<ReadinessAnswer, 'verdict' | 'because' | 'figures'>;

/** Pure: the six questions that decide on production use, each with what its answer rests on. */
export function assessReadiness(facts: ReadinessFacts): readonly ReadinessAnswer[] {
  const run = `/v1/evaluations/${facts.run.id}`;
  return [
    {
      question: 'accuracy',
      title: 'Is accuracy measured on your documents, and good enough?',
      ...assessAccuracy(facts),
      evidence: [run, `${run}/items`],
    },
    {
      question: 'latency',
      title: 'Is the latency target met at peak?',
      ...assessLatency(facts),
      evidence: ['/v1/metrics/summary?group_by=app'],
    },
    {
      question: 'hosting',
      title: 'Does data stay where policy requires it?',
      ...assessHosting(facts),
      evidence: ['/v1/routing/models', `${run}/items`],
    },
    {
      question: 'own_test_set',
      title: 'Was it evaluated on your own test set?',
      ...assessTestSet(facts),
      evidence: [`/v1/gold-sets/${facts.run.gold_set.name}`, run],
    },
    {
      question: 'cheaper_model',
      title: 'Do cheaper models answer most calls at acceptable quality?',
      ...assessCheaper(facts),
      evidence: [run],
    },
    {
      question: 'audit',
      title: 'Is every answer explained well enough for an audit?',
      ...assessAudit(facts),
      evidence: [`${run}/items`],
    },
  ];
}

/** No where one answer is; else no data where one has none. */
export function summarizeVerdicts(answers: readonly ReadinessAnswer[]): ReadinessVerdict {
  if (answers.some(({ verdict }) => verdict === 'no')) return 'no';
  return answers.every(({ verdict }) => verdict === 'yes') ? 'yes' : 'no_data';
}

function assessAccuracy({ run, variant, asked: { targets } }: ReadinessFacts): Verdict {
  const success = figureOf(run, variant, 'success');
  const figures = named(['success', 'answer_matches', 'abstains', 'hallucinated'], run, variant);
  if (success === undefined || success.value === null)
    return noData('No item was measured.', figures);
  if (success.n < targets.items) {
    return no(`It is measured on ${success.n} items; ${targets.items} are wanted.`, figures);
  }
  return success.value >= targets.success
    ? yes(`${tenthPercent(success.value)} of ${success.n} items succeed.`, figures)
    : no(`${tenthPercent(success.value)} succeed; ${tenthPercent(targets.success)} must.`, figures);
}

function assessLatency({ asked: { load, targets } }: ReadinessFacts): Verdict {
  if (load === null || load.p95_ms === null) return noData('No load was put on the server.', []);
  const failedShare = load.requests === 0 ? 0 : load.failed / load.requests;
  const figures = [
    { name: 'p95 from when a question was due', value: `${load.p95_ms.toFixed(0)} ms` },
    { name: 'questions a second', value: String(load.rate_per_s) },
    { name: 'failed', value: `${load.failed} of ${load.requests}` },
  ];
  if (load.rate_per_s < targets.peak_per_s) {
    const because = `It was measured at ${load.rate_per_s} questions a second; the peak is ${targets.peak_per_s}.`;
    return noData(because, figures);
  }
  if (failedShare > targets.failed_share) {
    return no(
      `${tenthPercent(failedShare)} failed; ${tenthPercent(targets.failed_share)} may.`,
      figures,
    );
  }
  const because = `p95 is ${load.p95_ms.toFixed(0)} ms; the target is ${targets.p95_ms} ms.`;
  return load.p95_ms <= targets.p95_ms ? yes(because, figures) : no(because, figures);
}

function assessHosting({ calls }: ReadinessFacts): Verdict {
  const figures = [
    { name: 'answers checked', value: String(calls.answers) },
    { name: 'calls to hosted models', value: String(calls.toHosted) },
    { name: 'calls against the policy', value: String(calls.violations) },
    { name: 'calls of unknown models', value: String(calls.unknown) },
  ];
  if (calls.violations > 0) return no(calls.complaint ?? 'A call broke the policy.', figures);
  if (calls.answers === 0) return noData('No answer is on record.', figures);
  if (calls.unknown > 0) {
    return noData('Some models are not configured any more, so that nobody can tell.', figures);
  }
  return yes('Every call went to a model that may see what was sent.', figures);
}

function assessTestSet({ run, isDemoSet }: ReadinessFacts): Verdict {
  const { name, version } = run.gold_set;
  const parts = (run.parts ?? []).flatMap(({ part, items }) =>
    part === null ? [] : [{ name: `items of the part ${part}`, value: String(items) }],
  );
  const { done, total, failed } = run.progress;
  const figures = [
    { name: 'gold set', value: `${name}, version ${version}` },
    { name: 'results', value: `${done} of ${total}, ${failed} failed` },
    ...parts,
  ];
  if (isDemoSet) return no('It is the set of the demo, which says nothing of yours.', figures);
  if (run.status !== 'succeeded') return no(`The run ${run.status}.`, figures);
  return yes('It was, from beginning to end.', figures);
}

function assessCheaper(facts: ReadinessFacts): Verdict {
  const { run, variant, models, asked } = facts;
  const largest = Math.max(...models.map(({ tier }) => tierRank(tier)));
  const large = models.filter(({ tier }) => tierRank(tier) === largest).map(({ name }) => name);
  if (models.every(({ tier }) => tierRank(tier) === largest)) {
    return noData('All models are of one tier: there is no larger one to save on.', []);
  }
  const counts = run.parts?.[0]?.variants.find((one) => one.variant === variant)?.models ?? [];
  const all = counts.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return noData('No answer is on record.', []);
  const cheaper = counts.reduce(
    (sum, { code, count }) => sum + (large.includes(code) ? 0 : count),
    0,
  );
  const figures = [
    { name: 'answered by a cheaper model', value: `${tenthPercent(cheaper / all)} of ${all}` },
  ];
  const difference = differenceTo(facts, large);
  if (difference === null || difference.low === null) {
    return noData('No variant asked the largest model alone: nothing to hold it against.', figures);
  }
  figures.push({ name: 'success against the largest model', value: formatDifference(difference) });
  const { cheaper_share: wanted, quality_margin: margin } = asked.targets;
  if (cheaper / all < wanted) {
    return no(
      `${tenthPercent(cheaper / all)} of the calls; ${tenthPercent(wanted)} are wanted.`,
      figures,
    );
  }
  return difference.low >= -margin
    ? yes(`And quality is at most ${tenthPercent(Math.max(0, -difference.low))} lower.`, figures)
    : no(
        `Quality may be ${tenthPercent(-difference.low)} lower; ${tenthPercent(margin)} may be.`,
        figures,
      );
}

/** Of the success, against the first variant, where that asks the largest model alone. */
function differenceTo(
  { run, variant, models }: ReadinessFacts,
  large: readonly string[],
): Difference | null {
  const [baseline] = run.variants;
  if (baseline === undefined || baseline.name === variant) return null;
  const tier = models.find(({ name }) => large.includes(name))?.tier;
  const isLargest = baseline.route.tier === tier || large.includes(baseline.model);
  if (!isLargest) return null;
  const comparison = run.parts?.[0]?.comparisons.find((one) => one.variant === variant);
  return comparison?.differences.find(({ metric }) => metric === 'success') ?? null;
}

function assessAudit({ audited, run, variant, asked: { targets } }: ReadinessFacts): Verdict {
  const traced = figureOf(run, variant, 'evidence_traced');
  const figures = [
    { name: 'records checked', value: String(audited.checked) },
    { name: 'whole and explained', value: String(audited.explained) },
    ...named(['evidence_traced'], run, variant),
  ];
  if (audited.checked === 0) return noData('No answer is on record.', figures);
  if (audited.explained < audited.checked) {
    return no(audited.complaint ?? 'A record is not whole.', figures);
  }
  if (traced === undefined || traced.value === null) {
    return noData('No answer was given that has evidence.', figures);
  }
  return traced.value >= targets.traced_share
    ? yes(
        'Every record is whole and unaltered, with a reason for each choice and verdict.',
        figures,
      )
    : no(
        `${tenthPercent(traced.value)} can be traced; ${tenthPercent(targets.traced_share)} must.`,
        figures,
      );
}

function figureOf(run: EvaluationDetail, variant: string, metric: MetricName): Figure | undefined {
  const found = run.parts?.[0]?.variants.find((one) => one.variant === variant);
  return found?.figures.find((figure) => figure.metric === metric);
}

function named(
  metrics: readonly MetricName[],
  run: EvaluationDetail,
  variant: string,
): ReadinessAnswer['figures'] {
  return metrics.flatMap((metric) => {
    const figure = figureOf(run, variant, metric);
    return figure === undefined ? [] : [{ name: figure.title, value: formatFigure(figure) }];
  });
}

function yes(because: string, figures: ReadinessAnswer['figures']): Verdict {
  return { verdict: 'yes', because, figures };
}

function no(because: string, figures: ReadinessAnswer['figures']): Verdict {
  return { verdict: 'no', because, figures };
}

function noData(because: string, figures: ReadinessAnswer['figures']): Verdict {
  return { verdict: 'no_data', because, figures };
}
