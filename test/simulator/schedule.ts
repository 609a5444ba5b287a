import { createHash } from 'node:crypto';
import { z } from 'zod';

/** From the start of the schedule on, in milliseconds; the first phase that holds decides. */
const Phase = z.object({
  from_ms: z.number().min(0),
  to_ms: z.number().min(0),
  /** The share of calls that it strikes. */
  share: z.number().min(0).max(1).default(1),
  /** How they go wrong: the name of a behaviour, as `sim-500` or `sim-429:2`. */
  behaviour: z.string(),
});

/** What a scheduled model does over time: good answers, but for its phases. */
export const Schedule = z.object({
  /** Of the time until the first piece of a reply: log-normal. */
  latency: z
    .object({ median_ms: z.number().min(0), sigma: z.number().min(0).max(3) })
    .default({ median_ms: 0, sigma: 0 }),
  phases: z.array(Phase).default([]),
  /** What its replies say they were served by, whatever stands behind them: a provider that changes a model in silence. */
  served_as: z.string().optional(),
});
export type Schedule = z.infer<typeof Schedule>;

export interface PlannedCall {
  readonly behaviour: string;
  readonly delayMs: number;
}

const GOOD = 'sim-good';

/** What becomes of a call; the same for the same seed, model, number of the call and time. */
export function planCall(
  schedule: Schedule,
  call: { readonly key: string; readonly elapsedMs: number },
): PlannedCall {
  const phase = schedule.phases.find(
    ({ from_ms: from, to_ms: to }) => call.elapsedMs >= from && call.elapsedMs < to,
  );
  const isStruck = phase !== undefined && drawShare(`${call.key}:struck`) < phase.share;
  return {
    behaviour: isStruck ? phase.behaviour : GOOD,
    delayMs: drawLatency(schedule.latency, call.key),
  };
}

/** Log-normal, from two even draws (Box and Muller, 1958). */
function drawLatency({ median_ms: median, sigma }: Schedule['latency'], key: string): number {
  const radius = Math.sqrt(-2 * Math.log(1 - drawShare(`${key}:radius`)));
  const normal = radius * Math.cos(2 * Math.PI * drawShare(`${key}:angle`));
  return median * Math.exp(sigma * normal);
}

/** A number in [0, 1) that depends on the text alone, so that the order of calls does not matter. */
function drawShare(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}
