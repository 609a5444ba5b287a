import type { AlertMetric, AlertRule, BurnRateRule, ThresholdRule } from '../../contract/alert.ts';
import type { AlertFigures } from '../../db/queries/alert-figures.ts';
import type { AlertStateRow } from '../../db/queries/alerts.ts';
import { lookAtDrift, type DriftSource } from './look-at-drift.ts';
import type { Look } from './look.ts';

export interface FigureSource {
  /** Of the answers of the last so many minutes. */
  readonly count: (minutes: number, slowMs: number) => Promise<AlertFigures>;
  readonly openIncidents: () => Promise<number>;
  readonly drift: DriftSource;
}

/** Beyond any time that an answer takes. */
const NEVER_SLOW_MS = 1e12;
/** A burn rate is well again only when it is a little below its factor, so that it does not flap. */
const WELL_AT = 0.9;

/** Whether a rule is broken, well, or between the two, and what was seen. */
export function lookAtRule(
  rule: AlertRule,
  source: FigureSource,
  before: AlertStateRow | null,
): Promise<Look> {
  switch (rule.kind) {
    case 'threshold':
      return lookAtThreshold(rule, source);
    case 'burn_rate':
      return lookAtBurnRate(rule, source);
    case 'drift':
      return lookAtDrift(rule, source.drift, before);
  }
}

async function lookAtThreshold(rule: ThresholdRule, source: FigureSource): Promise<Look> {
  const { metric, at, clears_at: clearsAt = at, opens, window_minutes: minutes } = rule;
  const value =
    metric === 'open_incidents'
      ? await source.openIncidents()
      : await readMetric(metric, rule, source);
  if (value === null) {
    const detail = `Fewer than ${rule.min_answers} answers in ${minutes} minutes.`;
    return { sight: 'none', value: null, detail };
  }
  const isBeyond = (limit: number) => (opens === 'above' ? value > limit : value < limit);
  const sight = isBeyond(at) ? 'bad' : isBeyond(clearsAt) ? 'between' : 'well';
  return { sight, value, detail: `${metric} is ${show(value)} (opens ${opens} ${show(at)}).` };
}

async function readMetric(
  metric: Exclude<AlertMetric, 'open_incidents'>,
  rule: ThresholdRule,
  source: FigureSource,
): Promise<number | null> {
  const figures = await source.count(rule.window_minutes, NEVER_SLOW_MS);
  const { answers } = figures;
  if (metric === 'cost_usd') return figures.cost_usd;
  if (answers < rule.min_answers) return null;
  switch (metric) {
    case 'success_rate':
      return figures.successes / answers;
    case 'answered_rate':
      return figures.answered / answers;
    case 'abstained_rate':
      return figures.abstained / answers;
    case 'review_rate':
      return figures.held / answers;
    case 'unsupported_answer_rate':
      return figures.answered === 0 ? null : figures.faulty / figures.answered;
    case 'fallback_rate':
      return figures.fell_back / answers;
    case 'latency_p95_ms':
      return figures.p95_ms;
    case 'cost_per_success_usd':
      return figures.successes === 0 ? null : figures.cost_usd / figures.successes;
  }
}

/** The value is the burn rate of the long window that has burnt the most beyond its factor. */
async function lookAtBurnRate(rule: BurnRateRule, source: FigureSource): Promise<Look> {
  const burns: { readonly long: number; readonly short: number; readonly factor: number }[] = [];
  for (const { long_minutes: longMinutes, short_minutes: shortMinutes, factor } of rule.windows) {
    const long = await readBurn(rule, longMinutes, source);
    const short = await readBurn(rule, shortMinutes, source);
    // A short window without answers burns nothing now; a long one without has nothing to say.
    if (long !== null) burns.push({ long, short: short ?? 0, factor });
  }
  const worst = burns.toSorted((left, right) => excess(right) - excess(left))[0];
  if (worst === undefined) {
    return { sight: 'none', value: null, detail: `Fewer than ${rule.min_answers} answers.` };
  }
  const isBad = burns.some(({ long, short, factor }) => long > factor && short > factor);
  const isWell = burns.every(
    ({ long, short, factor }) => Math.min(long, short) <= WELL_AT * factor,
  );
  const detail = `The error budget of ${show(1 - rule.objective)} burns ${show(worst.long)} and, of late, ${show(worst.short)} times too fast (opens above ${worst.factor}).`;
  return { sight: isBad ? 'bad' : isWell ? 'well' : 'between', value: worst.long, detail };
}

function excess({ long, short, factor }: { long: number; short: number; factor: number }): number {
  return Math.min(long, short) / factor;
}

/** How many times as fast as the objective allows; null with too few answers. */
async function readBurn(
  { good, objective, min_answers: least }: BurnRateRule,
  minutes: number,
  source: FigureSource,
): Promise<number | null> {
  const slowMs = good.what === 'fast' ? good.within_ms : NEVER_SLOW_MS;
  const figures = await source.count(minutes, slowMs);
  if (figures.answers < least) return null;
  const bad =
    good.what === 'fast'
      ? figures.slow
      : good.what === 'complete'
        ? figures.interrupted
        : figures.answers - figures.successes;
  return bad / figures.answers / (1 - objective);
}

function show(value: number): string {
  return String(Number(value.toPrecision(3)));
}
