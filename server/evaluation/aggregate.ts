import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Difference, Figure, PartFigures } from '../../contract/evaluation.ts';
import type { EvaluationResult, Observation } from '../../contract/evaluation-result.ts';
import type { GoldItem } from '../../contract/gold-set.ts';
import { compareVariants } from './compare-variants.ts';
import { findFrontiers } from './find-frontiers.ts';
import { describeMetric, measure } from './measure.ts';
import { measureClasses, measureFields } from './measure-found.ts';
import { METRICS, type Sample } from './metrics.ts';

/**
 * The figures of a run from its stored results: of all parts together and, where there are several, of each apart.
 * Items without a result under a variant are not counted for it. Others have their turn between two figures.
 */
export async function aggregate(
  items: readonly GoldItem[],
  results: readonly EvaluationResult[],
  variants: readonly string[],
): Promise<readonly PartFigures[]> {
  const observations = new Map<string, ReadonlyMap<string, Observation>>(
    variants.map((variant) => [
      variant,
      new Map(
        results.flatMap(({ variant: of, item, observation }) =>
          of === variant ? [[item, observation] as const] : [],
        ),
      ),
    ]),
  );
  const parts = [...new Set(items.map(({ part }) => part))].toSorted();
  const figures: PartFigures[] = [];
  for (const part of parts.length > 1 ? [null, ...parts] : [null]) {
    const counted = items.filter((item) => part === null || item.part === part);
    figures.push({ part, items: counted.length, ...(await ofPart(counted, observations)) });
  }
  return figures;
}

async function ofPart(
  items: readonly GoldItem[],
  observations: ReadonlyMap<string, ReadonlyMap<string, Observation>>,
): Promise<Pick<PartFigures, 'variants' | 'comparisons' | 'frontiers'>> {
  const samples = [...observations].map(([variant, seen]) => ({
    variant,
    samples: items.flatMap((item): Sample[] => {
      const observation = seen.get(item.id);
      return observation === undefined ? [] : [{ item, seen: observation }];
    }),
  }));
  const variants: PartFigures['variants'] = [];
  for (const { variant, samples: own } of samples) {
    variants.push({
      variant,
      figures: await figuresOf(own),
      ...(await foundOf(own)),
      ...countCodes(own),
    });
  }
  const [baseline, ...others] = samples;
  const comparisons: PartFigures['comparisons'] = [];
  const frontiers = findFrontiers(samples);
  if (baseline === undefined) return { variants, comparisons, frontiers };
  for (const other of others) {
    const { differences, saving } = compareVariants(baseline.samples, other.samples);
    const told: Difference[] = [];
    for (const difference of differences) {
      told.push(difference());
      await yieldToOthers();
    }
    comparisons.push({
      baseline: baseline.variant,
      variant: other.variant,
      differences: told,
      saving: saving(),
    });
  }
  return { variants, comparisons, frontiers };
}

async function figuresOf(samples: readonly Sample[]): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const metric of METRICS) {
    figures.push({ ...describeMetric(metric), ...measure(metric, samples) });
    await yieldToOthers();
  }
  return figures;
}

async function foundOf(
  samples: readonly Sample[],
): Promise<Pick<PartFigures['variants'][number], 'classes' | 'fields'>> {
  const classes = measureClasses(samples);
  await yieldToOthers();
  return { classes, fields: measureFields(samples) };
}

type Codes = Pick<PartFigures['variants'][number], 'lost_at' | 'verdicts' | 'citations' | 'models'>;

function countCodes(samples: readonly Sample[]): Codes {
  const answers = samples.flatMap(({ seen }) => (seen.kind === 'answer' ? [seen] : []));
  return {
    lost_at: count(
      answers.flatMap(({ required }) =>
        required.flatMap(({ selected, lost }) =>
          selected ? [] : [lost === null ? 'unknown' : `${lost.stage}: ${lost.code}`],
        ),
      ),
    ),
    verdicts: count(answers.flatMap(({ verdicts }) => verdicts)),
    citations: count(answers.flatMap(({ citations }) => citations.map(({ status }) => status))),
    models: count(answers.map(({ model }) => model)),
  };
}

/** The most frequent first. */
function count(codes: readonly string[]): { code: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  return [...counts]
    .map(([code, number]) => ({ code, count: number }))
    .toSorted((left, right) => right.count - left.count || left.code.localeCompare(right.code));
}
