import type { DrillSchedule } from './drill-schedules.ts';
import type { DrillMeasure } from './measure-drill.ts';

/** In a total outage of one model. */
const TARGETS = { failedCalls: 20, detectMs: 1_000, visibleFailures: 0.001, probes: 3 } as const;

/** Each target of a total outage, and whether it was met. */
export function judgeDrill(measure: DrillMeasure): readonly (readonly [string, boolean])[] {
  const { failedCallsToOpen: calls, detectMs, visibleFailures, mostProbesInFlight } = measure;
  return [
    [
      `opens within ${TARGETS.failedCalls} failed calls or ${TARGETS.detectMs} ms`,
      (calls !== null && calls <= TARGETS.failedCalls) ||
        (detectMs !== null && detectMs <= TARGETS.detectMs),
    ],
    [
      `at most ${TARGETS.visibleFailures * 100} % of the failures are seen`,
      visibleFailures <= TARGETS.visibleFailures,
    ],
    [`at most ${TARGETS.probes} probes in flight`, mostProbesInFlight <= TARGETS.probes],
    ['recovers', measure.recoverMs !== null],
  ];
}

/** A measure as lines for a terminal. */
export function describeDrill(schedule: DrillSchedule, measure: DrillMeasure): string {
  return [
    `simulated ${schedule.name}: ${describeCause(schedule)}`,
    line('requests', `${measure.requests}, ${measure.perSecond.toFixed(0)}/s`),
    line('availability', percent(measure.availability)),
    line(
      'visible failures',
      `${percent(measure.visibleFailures)} (quoted instead: ${percent(measure.ruleBased)})`,
    ),
    line(
      'detect',
      measure.detectMs === null
        ? 'the circuit stayed closed'
        : `${ms(measure.detectMs)}, ${measure.failedCallsToOpen} failed calls`,
    ),
    line('divert', ms(measure.divertMs)),
    line('recover', ms(measure.recoverMs)),
    line(
      'probes in flight',
      `${measure.mostProbesInFlight} at most; opened ${measure.openings} times`,
    ),
    line('calls', `${measure.callsPerRequest.toFixed(3)} per request, ${measure.retries} retries`),
    line(
      'p95',
      `${ms(measure.p95Ms.before)} before, ${ms(measure.p95Ms.struck)} struck, ${ms(measure.p95Ms.after)} after`,
    ),
    line('longest pause', `${ms(measure.longestPauseMs)} of the measuring process itself`),
    ...(schedule.isTotalOutage
      ? judgeDrill(measure).map(([target, isMet]) => line(isMet ? 'met' : 'MISSED', target))
      : []),
    '',
  ].join('\n');
}

function describeCause({ behaviour, share, ownPauseMs }: DrillSchedule): string {
  if (ownPauseMs !== undefined) return `the calling process stands still for ${ownPauseMs} ms`;
  return `${behaviour}, ${share * 100} % of the calls`;
}

function line(name: string, value: string): string {
  return `  ${name.padEnd(18)}${value}`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

function ms(milliseconds: number | null): string {
  return milliseconds === null ? '–' : `${milliseconds.toFixed(0)} ms`;
}
