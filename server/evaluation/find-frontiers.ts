import { FRONTIER_EFFORTS, type Frontier, type FrontierPoint } from '../../contract/frontier.ts';
import { markDominated, type MeasuredPoint } from '../../contract/mark-dominated.ts';
import { measure } from './measure.ts';
import { METRICS, type Sample } from './metrics.ts';

interface NamedSamples {
  readonly variant: string;
  readonly samples: readonly Sample[];
}

/**
 * Quality against cost and against latency, with every variant and every model on it. Variants were asked the same
 * items; a model is measured on the answers that it gave, whichever variant chose it.
 */
export function findFrontiers(variants: readonly NamedSamples[]): Frontier[] {
  return FRONTIER_EFFORTS.map((effort) => ({
    effort,
    points: markDominated([
      ...variants.flatMap(({ variant, samples }) =>
        placePoint({ kind: 'variant', name: variant }, samples, effort),
      ),
      ...groupByModel(variants).flatMap(([name, samples]) =>
        placePoint({ kind: 'model', name }, samples, effort),
      ),
    ]),
  }));
}

/** Nothing where either of the two has no data. */
function placePoint(
  point: Pick<FrontierPoint, 'kind' | 'name'>,
  samples: readonly Sample[],
  effort: Frontier['effort'],
): readonly MeasuredPoint[] {
  const quality = valueOf('success', samples);
  const taken = valueOf(effort, samples);
  if (quality.value === null || taken.value === null) return [];
  return [{ ...point, n: quality.n, quality: quality.value, effort: taken.value }];
}

function valueOf(name: string, samples: readonly Sample[]): { n: number; value: number | null } {
  const metric = METRICS.find(({ metric: own }) => own === name);
  return metric === undefined ? { n: 0, value: null } : measure(metric, samples);
}

function groupByModel(
  variants: readonly NamedSamples[],
): readonly (readonly [string, readonly Sample[]])[] {
  const groups = new Map<string, Sample[]>();
  for (const sample of variants.flatMap(({ samples }) => samples)) {
    if (sample.seen.kind !== 'answer') continue;
    const { model } = sample.seen;
    groups.set(model, [...(groups.get(model) ?? []), sample]);
  }
  return [...groups];
}
