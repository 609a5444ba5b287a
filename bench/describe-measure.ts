import { STEPS, type Quantiles } from './measure-answers.ts';
import type { ServiceMeasure } from './measure-service.ts';
import type { ProcessPeaks } from './watch-processes.ts';

const MEMORY_TARGET_MB = 900;
const LATER_START_TARGET_MS = 8_000;

/** A measure as a table for a terminal. */
export function describeMeasure(measure: ServiceMeasure): string {
  const { ingest, answers, memory } = measure;
  const [loadBefore, loadAfter] = measure.machineLoad;
  return [
    `${measure.database} database (machine load ${loadBefore.toFixed(1)} before, ${loadAfter.toFixed(1)} after)`,
    '',
    line('first start', `${seconds(measure.firstStartMs)} s`),
    line(
      'later start',
      `${seconds(measure.laterStartMs)} s`,
      verdict(measure.laterStartMs, LATER_START_TARGET_MS, '8 s'),
    ),
    line(
      'ingest',
      `${ingest.chunksPerSecond.toFixed(0)} chunks/s`,
      `${ingest.documents} documents, ${ingest.chunks} chunks in ${ingest.seconds.toFixed(1)} s`,
    ),
    '',
    ...answers.flatMap((answer) => [
      `  ${answer.count} answers, ${answer.concurrency} at a time: ${answer.perSecond.toFixed(1)}/s, ` +
        `${(answer.answeredShare * 100).toFixed(0)} % answered`,
      line('  step', 'p50 ms', 'p95 ms'),
      ...STEPS.map((step) => quantileLine(step, answer.steps[step])),
      quantileLine('over HTTP', answer.http),
      '',
    ]),
    ...memoryLines('memory in ingest', memory.ingest),
    ...memoryLines('memory in answers', memory.answers),
    '',
  ].join('\n');
}

function line(label: string, value: string, remark = ''): string {
  return `  ${label.padEnd(20)}${value.padStart(14)}${remark === '' ? '' : `  ${remark.padStart(12)}`}`;
}

/** Resident, each process at its worst, and all at their worst moment. */
function memoryLines(label: string, { processes, inAllMb }: ProcessPeaks): readonly string[] {
  return [
    line(label, 'peak MB'),
    ...processes.map(({ process, megabytes }) => line(`  ${process}`, megabytes.toFixed(0))),
    line(
      '  in all, at once',
      inAllMb.toFixed(0),
      verdict(inAllMb, MEMORY_TARGET_MB, `${MEMORY_TARGET_MB} MB`),
    ),
  ];
}

function quantileLine(label: string, { p50, p95 }: Quantiles): string {
  return line(`  ${label}`, p50.toFixed(1), p95.toFixed(1));
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1_000).toFixed(1);
}

function verdict(value: number, target: number, label: string): string {
  return value <= target ? `within ${label}` : `ABOVE ${label}`;
}
