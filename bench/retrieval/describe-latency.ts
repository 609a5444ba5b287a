import type { Latency, LatencyMeasure } from './measure-latency.ts';

/** Of the lexical leg at p95, by kind of database and number of chunks. */
const LEXICAL_MS = { native: { 10_000: 5, 100_000: 40 }, embedded: { 10_000: 10 } } as const;
const RETRIEVE_RATIO = 2.5;
const RERANK_MS = 8;

/** A measure as a table for a terminal, with what it is to reach. */
export function describeLatency(measure: LatencyMeasure): string {
  const { kind, chunks, legs, commit, raw, retrieve, rerank, store } = measure;
  const size = Math.round(chunks / 10_000) * 10_000;
  const targets: Readonly<Record<number, number>> = LEXICAL_MS[kind];
  const withoutReranking = retrieve.p95Ms - rerank.p95Ms;
  return [
    `Latency, ${kind} database, ${chunks} chunks in the workspace, one question at a time`,
    `  ${''.padEnd(38)}${'p50 ms'.padStart(10)}${'p95 ms'.padStart(10)}`,
    line('lexical leg', legs.lexical, below(legs.lexical.p95Ms, targets[size], 'ms')),
    line('  raw prepared SQL over postings', legs.rawLexical),
    line('dense leg, top 100', legs.dense),
    line('  raw prepared SQL', legs.rawDense),
    line('commit of a row as large as a ledger', commit),
    line('slower raw leg + commit', raw),
    line(
      'retrieve, with the ledger stored',
      retrieve,
      `without reranking ${below(withoutReranking / raw.p95Ms, RETRIEVE_RATIO, '×')} the raw leg + commit`,
    ),
    line('  of that, storing', store),
    line('  of that, reranking', rerank, below(rerank.p95Ms, RERANK_MS, 'ms')),
    '',
  ].join('\n');
}

function line(name: string, { p50Ms, p95Ms }: Latency, remark = ''): string {
  const figures = [p50Ms, p95Ms].map((figure) => figure.toFixed(2).padStart(10)).join('');
  return `  ${name.padEnd(38)}${figures}  ${remark}`.trimEnd();
}

function below(value: number, target: number | undefined, unit: string): string {
  const shown = `${value.toFixed(2)} ${unit}`;
  if (target === undefined) return shown;
  return value <= target ? `${shown} (target ${target})` : `${shown} ABOVE ${target}`;
}
