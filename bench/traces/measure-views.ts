import { quantile } from '../quantile.ts';
import type { ServiceClient, TraceFilters } from '../service-client.ts';
import { COMMON_WORD, RARE } from './fill-traces.ts';

export interface ViewMeasure {
  readonly view: string;
  /** Rows of the page, or traces that were counted. */
  readonly rows: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

const ROUNDS = 20;
/** Rows and bars that the page asks for. */
const LIMIT = '100';
const BARS = '80';
const DAY_MS = 86_400_000;

/** Every way to look for traces, asked for again and again over HTTP. */
export async function measureViews(client: ServiceClient): Promise<readonly ViewMeasure[]> {
  const list = (view: string, filters: TraceFilters) =>
    measure(view, async () => (await client.listTraces({ ...filters, limit: LIMIT })).data.length);
  const overview = (view: string, filters: TraceFilters) =>
    measure(view, async () => (await client.getTraceOverview({ ...filters, bars: BARS })).count);
  return [
    await list('the newest', {}),
    await measureDeepPages(client),
    await list('of a rare app', { app: RARE.app }),
    await list('of a common app', { app: 'intranet' }),
    await list('blocked', { status: 'blocked' }),
    await list('unverified', { verdict: 'unverified' }),
    await list('of one app, and blocked', { app: 'intranet', status: 'blocked' }),
    await list('searches alone', { kind: 'retrieval' }),
    await list('a common word', { q: COMMON_WORD }),
    await list('a rare word', { q: RARE.words }),
    await list('a phrase', { q: '"in branch 4242"' }),
    await list('a common word of a rare app', { q: 'branch', app: RARE.app }),
    await list('a day, two months ago', daysAgo(60)),
    await list('dear ones', { min_cost: String(RARE.cost) }),
    await list('stale ones', { stale: 'true' }),
    await overview('overview of all', {}),
    await overview('overview of a common word', { q: COMMON_WORD }),
    await overview('overview of a day', daysAgo(60)),
  ];
}

/** One page after the other, each from the cursor of the one before. */
async function measureDeepPages(client: ServiceClient): Promise<ViewMeasure> {
  let cursor: string | null = null;
  return measure('page after page', async () => {
    const { data, next_cursor: next } = await client.listTraces({
      limit: LIMIT,
      ...(cursor === null ? {} : { cursor }),
    });
    cursor = next;
    return data.length;
  });
}

async function measure(view: string, ask: () => Promise<number>): Promise<ViewMeasure> {
  const times: number[] = [];
  let rows = await ask();
  for (let round = 0; round < ROUNDS; round += 1) {
    const startedAt = performance.now();
    rows = await ask();
    times.push(performance.now() - startedAt);
  }
  return { view, rows, p50Ms: quantile(times, 0.5), p95Ms: quantile(times, 0.95) };
}

function daysAgo(days: number) {
  const to = Date.now() - days * DAY_MS;
  return { from: new Date(to - DAY_MS).toISOString(), to: new Date(to).toISOString() };
}
