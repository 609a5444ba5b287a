import { z } from 'zod';
import { ListTraces } from './trace-summary.ts';

/** The columns by which the list of traces is counted; each is a filter of it, too. */
export const TRACE_FACETS = ['status', 'verdict', 'task', 'model', 'app', 'kind'] as const;
export const TraceFacet = z.enum(TRACE_FACETS).meta({ id: 'TraceFacet' });
export type TraceFacet = z.infer<typeof TraceFacet>;

/** So many of the newest traces are counted: older ones cannot make a list slow. */
export const OVERVIEW_LIMIT = 20_000;

export const OverviewQuery = ListTraces.omit({ limit: true, cursor: true }).extend({
  bars: z.coerce.number().int().min(1).max(200).default(60).describe('At most so many of them.'),
});
export type OverviewQuery = z.infer<typeof OverviewQuery>;

const FacetCount = z.object({
  facet: TraceFacet,
  value: z.string(),
  count: z.int().min(1),
});
export type FacetCount = z.infer<typeof FacetCount>;

/** The traces of `bar_ms` milliseconds from `from` on. Latencies are null where none was measured. */
const VolumeBar = z.object({
  from: z.iso.datetime(),
  count: z.int().min(0),
  p50_ms: z.number().min(0).nullable(),
  p95_ms: z.number().min(0).nullable(),
});
export type VolumeBar = z.infer<typeof VolumeBar>;

export const TraceOverview = z
  .object({
    count: z.int().min(0).describe('How many traces match, of the newest that are looked at.'),
    is_whole: z
      .boolean()
      .describe(`False where more than ${OVERVIEW_LIMIT} match: the newest count.`),
    facets: z
      .array(FacetCount)
      .describe('Each value of a facet among the traces that match all filters but that one.'),
    facets_are_whole: z.boolean().describe('False where only the newest were looked at.'),
    bar_ms: z.int().min(1_000).describe('Milliseconds of a bar.'),
    volume: z.array(VolumeBar).describe('Without gaps, the oldest first.'),
  })
  .meta({ id: 'TraceOverview' });
export type TraceOverview = z.infer<typeof TraceOverview>;
