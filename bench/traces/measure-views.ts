import type { z } from 'zod';
import { TraceOverview } from '../../contract/trace-overview.ts';
import { TracePage } from '../../contract/trace-summary.ts';
import { quantile } from '../quantile.ts';
import { COMMON_WORD, RARE } from './fill-traces.ts';

export interface ViewMeasure {
  readonly view: string;
  /** Rows of the page, or traces that were counted. */
  readonly rows: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
}

const ROUNDS = 20;
const PAGE_ROWS = 100;
const DAY_MS = 86_400_000;

/** Every way to look for traces, asked for again and again over HTTP. */
export async function measureViews(url: string, key: string): Promise<readonly ViewMeasure[]> {
  const get = createGetter(url, key);
  const list = (view: string, filters: Readonly<Record<string, string>>) =>
    measure(view, async () => (await readPage(get, filters)).data.length);
  const overview = (view: string, filters: Readonly<Record<string, string>>) =>
    measure(view, async () => {
      const query = new URLSearchParams({ ...filters, bars: '80' });
      return (await get(`/v1/traces/overview?${query.toString()}`, TraceOverview)).count;
    });
  return [
    await list('the newest', {}),
    await measureDeepPages(get),
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

type Getter = <Schema extends z.ZodType>(path: string, schema: Schema) => Promise<z.output<Schema>>;

function createGetter(url: string, key: string): Getter {
  return async (path, schema) => {
    const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${key}` } });
    if (!response.ok) throw new Error(`${path} gave ${response.status}: ${await response.text()}`);
    return schema.parse(await response.json());
  };
}

function readPage(get: Getter, filters: Readonly<Record<string, string>>) {
  const query = new URLSearchParams({ ...filters, limit: String(PAGE_ROWS) });
  return get(`/v1/traces?${query.toString()}`, TracePage);
}

/** One page after the other, each from the cursor of the one before. */
async function measureDeepPages(get: Getter): Promise<ViewMeasure> {
  let cursor: string | null = null;
  return measure('page after page', async () => {
    const page: z.output<typeof TracePage> = await readPage(get, cursor === null ? {} : { cursor });
    cursor = page.next_cursor;
    return page.data.length;
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
