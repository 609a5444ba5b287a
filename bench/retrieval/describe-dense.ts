import type { SearchMeasure } from './dense-contest.ts';
import type { DenseMeasure } from './measure-dense.ts';

const TARGETS = {
  throughput: 0.8,
  readerRecall: 0.97,
  native: { searchable: 20_000, indexed: 1_800 },
  embedded: { searchable: 2_000, indexed: null },
} as const;

/** A measure as tables for a terminal, with what it is to reach. */
export function describeDense({ kind, tenant, large, write }: DenseMeasure): string {
  const target = TARGETS[kind];
  return [
    `Dense leg, ${kind} database`,
    '',
    ...describeSearches('a workspace of a tenth of all vectors', tenant),
    ...describeSearches('a workspace of all vectors', large),
    '  writing',
    `    until searchable  ${rate(write.searchablePerSecond)}  ${atLeast(write.searchablePerSecond, target.searchable, 0)}`,
    write.indexedPerSecond === null || target.indexed === null
      ? '    until indexed     no index is built'
      : `    until indexed     ${rate(write.indexedPerSecond)}  ${atLeast(write.indexedPerSecond, target.indexed, 0)}`,
    '',
  ].join('\n');
}

const PEER_THROUGHPUT = 6;

/** The dense leg beside other libraries; the raw table first, then the leg, its readers, and the peers. */
export function describePeers(
  measures: readonly SearchMeasure[],
  peers: readonly SearchMeasure[],
): string {
  const leg = measures[1];
  const asGood = peers.filter(({ recall }) => leg !== undefined && recall >= leg.recall - 0.001);
  const best = Math.max(...asGood.map(({ perSecond }) => perSecond));
  return [
    ...describeSearches('native database, a workspace of a tenth', measures),
    ...peers.map(describeSearch),
    leg === undefined
      ? ''
      : `  throughput of the best peer of no lower recall ${atLeast(leg.perSecond / best, PEER_THROUGHPUT)} ×`,
    '',
  ].join('\n');
}

function describeSearches(title: string, measures: readonly SearchMeasure[]): readonly string[] {
  const [raw, leg, ...readers] = measures;
  if (raw === undefined || leg === undefined) return [];
  return [
    `  ${title.padEnd(38)}${['p50 ms', 'p95 ms', 'per s at 16', 'recall@20', 'filled'].map((head) => head.padStart(12)).join('')}`,
    describeSearch(raw),
    `${describeSearch(leg)}  throughput of raw ${atLeast(leg.perSecond / raw.perSecond, TARGETS.throughput)}, recall ${atLeast(leg.recall, Number(raw.recall.toFixed(3)), 3)}`,
    ...readers.map(
      (reader) =>
        `${describeSearch(reader)}  recall ${atLeast(reader.recall, TARGETS.readerRecall, 3)}, filled ${atLeast(reader.filled, 1)}`,
    ),
    '',
  ];
}

function describeSearch({ name, p50Ms, p95Ms, perSecond, recall, filled }: SearchMeasure): string {
  const figures = [
    p50Ms.toFixed(2),
    p95Ms.toFixed(2),
    perSecond.toFixed(0),
    recall.toFixed(3),
    filled.toFixed(2),
  ];
  return `    ${name.padEnd(36)}${figures.map((figure) => figure.padStart(12)).join('')}`;
}

function rate(perSecond: number): string {
  return `${perSecond.toFixed(0)} rows/s`;
}

function atLeast(value: number, target: number, digits = 2): string {
  const shown = value.toFixed(digits);
  return value >= target ? `${shown} (target ${target})` : `${shown} BELOW ${target}`;
}
