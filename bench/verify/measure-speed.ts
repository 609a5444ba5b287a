import { verifyAnswer } from '../../server/verification/verify-answer.ts';
import { quantile } from '../quantile.ts';
import { toChunk } from './labelled-text.ts';
import type { LabelledText } from './labelled-text.ts';

const CHUNKS = 20;
/** About 400 tokens. */
const CHUNK_LENGTH = 1_700;
const RUNS = 110;
/** The first runs compile. */
const WARM_UP = 10;

export interface SpeedMeasure {
  readonly medianMs: number;
  readonly p99Ms: number;
}

/** Twenty sentences, each with a marker, against twenty chunks of about 400 tokens; every run has other texts. */
export function measureSpeed(sentences: readonly LabelledText[]): SpeedMeasure {
  const texts = [...new Set(sentences.flatMap(({ evidence }) => evidence.map(({ text }) => text)))];
  const pool = texts.join('\n\n');
  const times = Array.from({ length: RUNS }, (_, run) => {
    const from = (run * CHUNKS * CHUNK_LENGTH) % Math.max(1, pool.length - CHUNKS * CHUNK_LENGTH);
    const evidence = Array.from({ length: CHUNKS }, (_, at) =>
      toChunk(pool.slice(from + at * CHUNK_LENGTH, from + (at + 1) * CHUNK_LENGTH), at),
    );
    const answer = sentences
      .slice(run * CHUNKS, (run + 1) * CHUNKS)
      .map(({ text }, at) => `${text} [${at + 1}].`)
      .join('\n');
    const started = performance.now();
    verifyAnswer({ answer, evidence });
    return performance.now() - started;
  }).slice(WARM_UP);
  return { medianMs: quantile(times, 0.5), p99Ms: quantile(times, 0.99) };
}

export function describeSpeed({ medianMs, p99Ms }: SpeedMeasure): string {
  return `20 sentences against 20 chunks of 400 tokens: median ${medianMs.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms\n`;
}
