import type { IngestMeasure } from './measure-ingest.ts';

const HEADINGS = [
  'database',
  'workers',
  'chunks',
  'words',
  's',
  'chunks/s',
  'MB/s',
  'worker MB',
  'with readers',
  'twice',
  'found',
  'load',
];
const WIDTH = 13;

/** The measures of one scenario as a table for a terminal, with what their stages took. */
export function describeScenario(measures: readonly IngestMeasure[]): string {
  const [first] = measures;
  if (first === undefined) return '';
  return [
    `${first.title} (${first.documents} documents, ${first.megabytes.toFixed(1)} MB)`,
    row(HEADINGS),
    ...measures.map((measure) => row(cellsOf(measure))),
    '',
    ...measures.flatMap(describeStages),
    ...measures.flatMap(describeTrouble),
    '',
  ].join('\n');
}

/** How the measures of one scenario relate to each other, which holds on a slower machine too. */
export function describeRatios(measures: readonly IngestMeasure[]): string {
  const base = measures.find(({ database, workers }) => database === 'native' && workers === 1);
  if (base === undefined) return '';
  const others = measures.filter((measure) => measure !== base);
  return others
    .map((measure) => {
      const ratio = base.seconds / measure.seconds;
      return `  ${nameOf(measure)}: ${ratio.toFixed(2)} × the speed of ${nameOf(base)}\n`;
    })
    .join('');
}

function cellsOf(measure: IngestMeasure): readonly string[] {
  return [
    measure.database,
    String(measure.workers),
    measure.chunksAdded === measure.chunks
      ? String(measure.chunks)
      : `${measure.chunksAdded} of ${measure.chunks}`,
    measure.wordsPerChunk.toFixed(0),
    measure.seconds.toFixed(1),
    (measure.chunks / measure.seconds).toFixed(0),
    (measure.megabytes / measure.seconds).toFixed(2),
    measure.workerMb.toFixed(0),
    measure.withReadersMb.toFixed(0),
    String(measure.repeated),
    measure.searchable ? 'by both legs' : 'NO',
    `${measure.machineLoad[0].toFixed(1)} → ${measure.machineLoad[1].toFixed(1)}`,
  ];
}

function describeStages(measure: IngestMeasure): readonly string[] {
  const stages = measure.stages.map(({ stage, totalMs, p50Ms, p95Ms }) => {
    const rate = measure.chunks / (totalMs / 1_000);
    return `${stage} ${(totalMs / 1_000).toFixed(1)} s (${rate.toFixed(0)} chunks/s; p50 ${p50Ms.toFixed(0)} ms, p95 ${p95Ms.toFixed(0)} ms)`;
  });
  const upload = `upload ${measure.uploadSeconds.toFixed(1)} s`;
  return [`  ${nameOf(measure)}: ${[upload, ...stages].join(' · ')}`];
}

function describeTrouble(measure: IngestMeasure): readonly string[] {
  const isClean = measure.statuses.every((status) => status === 'succeeded');
  if (isClean) return [];
  return [`  ${nameOf(measure)}: ${[...measure.statuses, ...measure.failed].join('; ')}`];
}

function nameOf({ database, workers }: IngestMeasure): string {
  return `${database}, ${workers} ${workers === 1 ? 'worker' : 'workers'}`;
}

function row(cells: readonly string[]): string {
  return `  ${cells.map((cell) => cell.padStart(WIDTH)).join('')}`;
}
