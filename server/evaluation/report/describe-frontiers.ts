import type { PartFigures } from '../../../contract/evaluation.ts';
import {
  formatEffort,
  formatQualityPerEffort,
  FRONTIER_TITLES,
} from '../../../contract/format-frontier.ts';
import { isCompared } from '../../../contract/mark-dominated.ts';
import { tenthPercent } from '../../../core/text/percent.ts';
import type { ReportBlock } from './report-block.ts';

/** Each frontier as a plot and as a table; what another point dominates is marked. */
export function describeFrontiers({ frontiers }: PartFigures): readonly ReportBlock[] {
  const text =
    'Variants were asked the same items; a model is measured on the answers that it gave. Dominated: another of its kind is as good for as little, and better in one of the two. Points alone are compared, not their intervals.';
  return [
    { kind: 'text', text },
    ...frontiers.flatMap(({ effort, points }): ReportBlock[] => [
      { kind: 'text', text: `${FRONTIER_TITLES[effort]}:` },
      { kind: 'frontier', frontier: { effort, points } },
      {
        kind: 'table',
        table: {
          header: ['', 'name', 'answers', 'success', 'takes', 'success for it', 'dominated by'],
          rows: points.map((point) => [
            point.kind,
            point.name,
            String(point.n),
            tenthPercent(point.quality),
            formatEffort(effort, point.effort),
            formatQualityPerEffort(effort, point.quality_per_effort),
            point.dominated_by ?? (isCompared(point) ? 'none: on the frontier' : 'too few answers'),
          ]),
        },
      },
    ]),
  ];
}
