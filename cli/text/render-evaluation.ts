import {
  SUMMARY_METRICS,
  type Evaluation,
  type EvaluationDetail,
  type FoundFigures,
  type PartFigures,
} from '../../contract/evaluation.ts';
import {
  formatDifference,
  formatFigure,
  formatInterval,
  formatP,
  formatSaving,
} from '../../contract/format-figure.ts';
import type { Terminal } from '../terminal.ts';
import { formatTime, renderFacts } from './facts.ts';
import { printableLine } from './printable.ts';
import { renderTable } from './render-table.ts';

/** The figures of a run as tables: of all parts together and of each apart, then what differs. */
export function renderEvaluation(run: EvaluationDetail, terminal: Terminal): string {
  const { colors } = terminal;
  const title = titleOf(run);
  const facts = renderFacts(
    [
      ['run', run.id],
      ['status', run.failure === null ? run.status : `${run.status}: ${run.failure}`],
      ['results', `${run.progress.done} of ${run.progress.total}`],
      ['failed', run.progress.failed === 0 ? null : String(run.progress.failed)],
      ['skipped', run.progress.skipped === 0 ? null : String(run.progress.skipped)],
      ['started', run.started_at === null ? null : `${formatTime(run.started_at)} UTC`],
    ],
    colors,
  );
  const parts = (run.parts ?? []).flatMap((part) => renderPart(part, terminal));
  return [colors.bold(title), facts, ...parts].join('\n\n');
}

export function titleOf({ simulated, gold_set: set }: Evaluation): string {
  return `${simulated ? 'Simulated: ' : ''}${printableLine(set.name)}, version ${set.version}`;
}

function renderPart(part: PartFigures, terminal: Terminal): readonly string[] {
  const heading = `${part.part ?? 'all parts'} (${part.items} items)`;
  const [first] = part.variants;
  const rows = (first?.figures ?? []).filter(({ metric }) => SUMMARY_METRICS.includes(metric));
  const figures = renderTable(
    rows,
    [
      { title: heading, cell: ({ title }) => title },
      ...part.variants.map(({ variant, figures }) => ({
        title: variant,
        cell: ({ metric }: (typeof rows)[number]) => {
          const figure = figures.find((own) => own.metric === metric);
          return figure === undefined ? 'no data' : formatFigure(figure);
        },
      })),
    ],
    terminal,
  );
  return [
    figures,
    ...(part.part === null ? part.variants : []).flatMap(({ variant, classes, fields }) => [
      ...renderFound(`classes, ${variant}`, classes, terminal),
      ...renderFound(`fields, ${variant}`, fields, terminal),
    ]),
    ...part.comparisons.map((one) => renderComparison(one, terminal)),
  ];
}

/** Those of a part alone would be of a handful of items each. */
function renderFound(
  title: string,
  found: readonly FoundFigures[],
  terminal: Terminal,
): readonly string[] {
  if (found.length === 0) return [];
  const table = renderTable(
    found,
    [
      { title, cell: ({ name }) => printableLine(name) },
      { title: 'right', align: 'right', cell: ({ right }) => String(right) },
      { title: 'found', align: 'right', cell: ({ found: count }) => String(count) },
      { title: 'expected', align: 'right', cell: ({ expected }) => String(expected) },
      { title: 'precision', cell: ({ precision }) => formatInterval(precision) },
      { title: 'recall', cell: ({ recall }) => formatInterval(recall) },
      { title: 'F1', cell: ({ f1 }) => formatInterval(f1) },
    ],
    terminal,
  );
  return [table];
}

function renderComparison(
  { baseline, variant, differences, saving }: PartFigures['comparisons'][number],
  terminal: Terminal,
): string {
  const told = differences.filter(({ metric }) => SUMMARY_METRICS.includes(metric));
  const table = renderTable(
    told,
    [
      { title: `${variant} minus ${baseline}`, cell: ({ title }) => title },
      { title: 'difference', cell: formatDifference },
      { title: 'p', align: 'right', cell: ({ p }) => formatP(p) },
      { title: 'improved', align: 'right', cell: ({ improved }) => String(improved) },
      { title: 'regressed', align: 'right', cell: ({ regressed }) => String(regressed) },
    ],
    terminal,
  );
  return saving === null ? table : `${table}\n${variant} ${formatSaving(saving)}.`;
}
