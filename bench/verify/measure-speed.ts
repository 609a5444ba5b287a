import type { EvidenceChunk } from '../../server/verification/evidence-chunk.ts';
import { verifyAnswer } from '../../server/verification/verify-answer.ts';
import { quantile } from '../quantile.ts';
import { toChunk } from './labelled-text.ts';
import type { LabelledText } from './labelled-text.ts';

const CHUNKS = 20;
/** About 400 tokens. */
const CHUNK_LENGTH = 1_700;
const RUNS = 140;
/** The first runs compile, and their times are left out. */
const WARM_UP = 40;

export interface SpeedMeasure {
  readonly medianMs: number;
  readonly p99Ms: number;
  /** Of one sentence against the one chunk that it cites. */
  readonly sentenceMedianMs: number;
}

/**
 * Twenty sentences, each with a marker, against twenty chunks of about 400 tokens that were never read before; every run
 * has other texts. Then each sentence alone, against the chunk that it cites, which was read before.
 */
export function measureSpeed(sentences: readonly LabelledText[]): SpeedMeasure {
  const texts = [...new Set(sentences.flatMap(({ evidence }) => evidence.map(({ text }) => text)))];
  const pool = texts.join('\n\n');
  const together: number[] = [];
  const alone: number[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const from = (run * CHUNKS * CHUNK_LENGTH) % Math.max(1, pool.length - CHUNKS * CHUNK_LENGTH);
    const evidence = Array.from({ length: CHUNKS }, (_, at) =>
      toChunk(pool.slice(from + at * CHUNK_LENGTH, from + (at + 1) * CHUNK_LENGTH), at),
    );
    const cited = sentences
      .slice(run * CHUNKS, (run + 1) * CHUNKS)
      .map(({ text }, at) => `${text} [${at + 1}].`);
    const togetherMs = timeVerifying(cited.join('\n'), evidence);
    const aloneMs = cited.map((answer, at) => timeVerifying(answer, evidence.slice(at, at + 1)));
    if (run < WARM_UP) continue;
    together.push(togetherMs);
    alone.push(...aloneMs);
  }
  return {
    medianMs: quantile(together, 0.5),
    p99Ms: quantile(together, 0.99),
    sentenceMedianMs: quantile(alone, 0.5),
  };
}

function timeVerifying(answer: string, evidence: readonly EvidenceChunk[]): number {
  const started = performance.now();
  verifyAnswer({ answer, evidence });
  return performance.now() - started;
}

export function describeSpeed({ medianMs, p99Ms, sentenceMedianMs }: SpeedMeasure): string {
  return [
    `20 sentences against 20 chunks of 400 tokens, read anew: median ${medianMs.toFixed(1)} ms, p99 ${p99Ms.toFixed(1)} ms`,
    `One sentence against the chunk that it cites: median ${sentenceMedianMs.toFixed(2)} ms`,
    `Without the first ${String(WARM_UP)} of ${String(RUNS)} runs, which compile\n`,
  ].join('\n');
}
