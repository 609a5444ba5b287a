import { describeFrontiers } from './describe-frontiers.ts';
import {
  SUMMARY_METRICS,
  type Difference,
  type EvaluatedItem,
  type Evaluation,
  type Figure,
  type FoundFigures,
  type PartFigures,
} from '../../../contract/evaluation.ts';
import type { Observation } from '../../../contract/evaluation-result.ts';
import {
  describeCounts,
  formatDifference,
  formatFigure,
  formatInterval,
  formatP,
  formatSaving,
} from '../../../contract/format-figure.ts';
import type { PlottedFigure, Report, ReportBlock, ReportTable } from './report-block.ts';

/** All that a report is made of. */
export interface ReportContent {
  readonly evaluation: Evaluation;
  readonly parts: readonly PartFigures[];
  readonly items: readonly EvaluatedItem[];
}

const MAX_LISTED_ITEMS = 200;

/** Pure: what a report says of a run. Everything that a simulator answered is called so in the title. */
export function composeReport(content: ReportContent): Report {
  const { evaluation, parts, items } = content;
  const { name, version } = evaluation.gold_set;
  const [all, ...others] = parts;
  return {
    title: `${evaluation.simulated ? 'Simulated: ' : ''}Evaluation of ${name}, version ${version}`,
    sections: [
      { heading: 'The run', blocks: describeRun(evaluation) },
      ...(all === undefined ? [] : [{ heading: 'Summary', blocks: summarize(all) }]),
      ...(all === undefined ? [] : [{ heading: 'Frontiers', blocks: describeFrontiers(all) }]),
      ...(all === undefined ? [] : [{ heading: headingOf(all), blocks: describePart(all) }]),
      ...others.map((part) => ({ heading: headingOf(part), blocks: describePart(part) })),
      { heading: 'Items that changed', blocks: listChanges(items) },
      { heading: 'Items that did not succeed', blocks: listFailures(items) },
    ],
  };
}

function headingOf({ part, items }: PartFigures): string {
  return `${part === null ? 'All parts' : `Part ${part}`} (${items} items)`;
}

function describeRun(run: Evaluation): readonly ReportBlock[] {
  const { total, done, failed, skipped } = run.progress;
  const simulated =
    'The models are a provider simulator on this machine: no model was called, and nothing here tells how good one is.';
  const rows = [
    ['run', run.id],
    ['status', run.failure === null ? run.status : `${run.status}: ${run.failure}`],
    ['results', `${done} of ${total}, ${failed} failed, ${skipped} skipped`],
    ['variants', run.variants.map(({ name: variant }) => variant).join(', ')],
    ['at once', String(run.concurrency)],
    ['configuration', run.config_hashes.join(', ')],
    ['code', run.code_version],
    ['by', run.created_by],
    ['from', run.started_at ?? '–'],
    ['to', run.finished_at ?? '–'],
  ];
  return [
    ...(run.simulated ? [{ kind: 'text', text: simulated } as const] : []),
    { kind: 'table', table: { header: ['', ''], rows } },
    {
      kind: 'text',
      text: 'Each figure is followed by its 95 % interval and by the number of items it is measured on. Latencies were measured with so many questions at once as stands above.',
    },
  ];
}

function summarize(part: PartFigures): readonly ReportBlock[] {
  const picked = part.variants.map(({ variant, figures }) => ({
    variant,
    figures: figures.filter(({ metric }) => SUMMARY_METRICS.includes(metric)),
  }));
  const savings = part.comparisons.map(({ variant, baseline, saving }) => ({
    kind: 'text' as const,
    text:
      saving === null
        ? `${baseline} cost nothing, so that ${variant} can save nothing.`
        : `Against ${baseline}, ${variant} ${formatSaving(saving)}.`,
  }));
  return [tableOfFigures(picked), ...savings];
}

type VariantFigures = readonly {
  readonly variant: string;
  readonly figures: readonly Figure[];
}[];

function describePart(part: PartFigures): readonly ReportBlock[] {
  const counted = part.variants.flatMap(
    ({ variant, lost_at: lost, verdicts, models, citations }) => [
      [variant, 'required documents lost at', describeCounts(lost)],
      [variant, 'claims', describeCounts(verdicts)],
      [variant, 'citations', describeCounts(citations)],
      [variant, 'answers by', describeCounts(models)],
    ],
  );
  return [
    tableOfFigures(part.variants),
    ...part.variants.flatMap(({ variant, classes, fields }) => [
      ...tableOfFound(`Classes, ${variant}`, classes),
      ...tableOfFound(`Fields, ${variant}`, fields),
    ]),
    { kind: 'plot', title: 'Shares with their 95 % intervals', figures: plotted(part.variants) },
    ...part.comparisons.flatMap(({ baseline, variant, differences }): ReportBlock[] => [
      { kind: 'text', text: `${variant} minus ${baseline}, over the items that both have:` },
      { kind: 'table', table: tableOfDifferences(differences) },
    ]),
    { kind: 'table', table: { header: ['variant', 'what', 'how many'], rows: counted } },
  ];
}

function tableOfFigures(variants: VariantFigures): ReportBlock {
  const [first] = variants;
  const rows = (first?.figures ?? []).map((figure) => [
    figure.title,
    ...variants.map(({ figures }) => {
      const own = figures.find(({ metric }) => metric === figure.metric);
      return own === undefined ? 'no data' : formatFigure(own);
    }),
  ]);
  return {
    kind: 'table',
    table: { header: ['figure', ...variants.map(({ variant }) => variant)], rows },
  };
}

function tableOfFound(title: string, found: readonly FoundFigures[]): readonly ReportBlock[] {
  if (found.length === 0) return [];
  const rows = found.map((one) => [
    one.name,
    `${one.right} / ${one.found} / ${one.expected}`,
    formatInterval(one.precision),
    formatInterval(one.recall),
    formatInterval(one.f1),
  ]);
  const header = [title, 'right / found / expected', 'precision', 'recall', 'F1'];
  return [{ kind: 'table', table: { header, rows } }];
}

function tableOfDifferences(differences: readonly Difference[]): ReportTable {
  return {
    header: ['figure', 'difference', 'p', 'improved', 'regressed', 'items'],
    rows: differences.map((difference) => [
      difference.title,
      formatDifference(difference),
      formatP(difference.p),
      String(difference.improved),
      String(difference.regressed),
      String(difference.n),
    ]),
  };
}

function plotted(variants: VariantFigures): readonly PlottedFigure[] {
  const [first] = variants;
  return (first?.figures ?? []).flatMap(({ metric }) =>
    variants.flatMap(({ variant, figures }) => {
      const figure = figures.find((own) => own.metric === metric);
      if (figure?.unit !== 'share' || figure.value === null) return [];
      const { title: label, value, low, high } = figure;
      return [{ label, variant, value, low: low ?? value, high: high ?? value }];
    }),
  );
}

function listChanges(items: readonly EvaluatedItem[]): readonly ReportBlock[] {
  const rows = items.flatMap(({ item, results }) =>
    results
      .filter(({ change }) => change === 'improved' || change === 'regressed')
      .map(({ variant, change, trace_id: trace }) => [
        item.id,
        item.input,
        variant,
        change,
        trace ?? '–',
      ]),
  );
  return listed(rows, ['item', 'question', 'variant', 'change', 'trace'], 'No item changed.');
}

function listFailures(items: readonly EvaluatedItem[]): readonly ReportBlock[] {
  const rows = items.flatMap(({ item, results }) =>
    results
      .filter(({ scores, observation: { kind } }) => kind === 'failed' || scores['success'] === 0)
      .map(({ variant, observation, trace_id: trace }) => [
        item.id,
        item.input,
        variant,
        describeEnding(observation),
        trace ?? '–',
      ]),
  );
  return listed(
    rows,
    ['item', 'question', 'variant', 'ended as', 'trace'],
    'Every item succeeded.',
  );
}

function describeEnding(observation: Observation): string {
  switch (observation.kind) {
    case 'answer':
      return observation.status;
    case 'label':
      return `${observation.label ?? 'no class'}${observation.held ? ', held' : ''}`;
    case 'fields':
      return `${JSON.stringify(observation.value)}${observation.held ? ', held' : ''}`;
    case 'failed':
    case 'skipped':
      return `${observation.kind}: ${observation.detail}`;
    default:
      return observation satisfies never;
  }
}

function listed(
  rows: readonly (readonly string[])[],
  header: readonly string[],
  empty: string,
): readonly ReportBlock[] {
  if (rows.length === 0) return [{ kind: 'text', text: empty }];
  const more = rows.length - MAX_LISTED_ITEMS;
  const text = `${more} more are not listed here.`;
  return [
    { kind: 'table', table: { header, rows: rows.slice(0, MAX_LISTED_ITEMS) } },
    ...(more > 0 ? [{ kind: 'text', text } as const] : []),
  ];
}
