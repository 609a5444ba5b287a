import { FRONTIER_TITLES } from '../../../contract/format-frontier.ts';
import type { Frontier } from '../../../contract/frontier.ts';
import { markDominated } from '../../../contract/mark-dominated.ts';
import type { MetricsSummary } from '../../../contract/metrics.ts';
import { valuesOf } from '../ui/terms/term.ts';

type Group = MetricsSummary['groups'][number];

/** Of the answers that people asked for: each model by the success of its answers, their cost and their latency. */
export function frontiersOfModels({ groups }: MetricsSummary): readonly Frontier[] {
  return valuesOf(FRONTIER_TITLES).map((effort) => ({
    effort,
    points: markDominated(
      groups.flatMap((group) => {
        const taken = effortOf(group, effort);
        if (group.key === null || group.success === null || taken === null) return [];
        const { key: name, requests: n, success } = group;
        return [{ kind: 'model' as const, name, n, quality: success.rate, effort: taken }];
      }),
    ),
  }));
}

function effortOf(group: Group, effort: Frontier['effort']): number | null {
  if (effort === 'latency_p95') return group.latency_ms?.p95 ?? null;
  return group.requests === 0 ? null : group.cost_usd.total / group.requests;
}
