import type { QualityMeasure } from './measure-quality.ts';

/** nDCG@10 that the whole builtin retrieval is to reach on the public collections by these names. */
const TARGETS: Readonly<Record<string, number>> = {
  cranfield: 0.532,
  cisi: 0.415,
  cacm: 0.53,
  covidqa: 0.7,
};

export function describeQuality(measures: readonly QualityMeasure[]): string {
  const rows = measures.map((measure) => [
    measure.collection,
    String(measure.questions),
    ...(['lexical', 'dense', 'fused', 'final', 'selected'] as const).map((stage) =>
      measure.ndcg[stage].toFixed(4),
    ),
    TARGETS[measure.collection]?.toFixed(3) ?? '–',
    measure.pAgainstLexical.toFixed(4),
    measure.recallAt100.toFixed(3),
  ]);
  const header = [
    'collection',
    'questions',
    'BM25',
    'dense',
    'fused',
    'reranked',
    'selected',
    'target',
    'p against BM25',
    'recall@100',
  ];
  return `nDCG@10, builtin models\n${toTable([header, ...rows])}`;
}

function toTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) => row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '))
    .join('\n');
}
