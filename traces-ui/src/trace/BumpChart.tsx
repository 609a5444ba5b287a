import { Button } from '@mantine/core';
import { useState } from 'react';
import type { LedgerEntry } from '../../../contract/retrieval.ts';
import { describePlace } from '../ui/describe-place.ts';
import { formatCount } from '../ui/format.ts';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { LEDGER_REASON_TERMS } from '../ui/terms/ledger-terms.ts';
import styles from './bump-chart.module.css';
import {
  describeCut,
  describeRanks,
  placeLine,
  rankByStage,
  type RankedCandidate,
  type RankStages,
} from './rank-stages.ts';

const FEWEST_ROWS = 12;
const ROW_PX = 24;

interface BumpChartProps {
  /** The whole ledger: ranks count in it. */
  readonly candidates: readonly LedgerEntry[];
  /** Those that pass the filter. */
  readonly shown: readonly LedgerEntry[];
  readonly openChunk: string | undefined;
  readonly onOpen: (chunk: string | undefined) => void;
}

/** How the rank of each candidate changed from stage to stage, and where the cut fell. */
export function BumpChart({ candidates, shown, openChunk, onOpen }: BumpChartProps) {
  const [isWhole, setIsWhole] = useState(false);
  const [pointed, setPointed] = useState<string>();
  const ranked = rankByStage(candidates);
  const rowCount = isWhole ? candidates.length : countRows(ranked, candidates.length);
  const ids = new Set(shown.map((candidate) => candidate.chunk_id));
  const lines = ranked.lines.filter(({ candidate }) => ids.has(candidate.chunk_id));
  const strong = pointed ?? openChunk;
  return (
    <section className={styles.chart} aria-label="Rank by stage">
      <div className={styles.head}>
        <div className={styles.stages}>
          {ranked.stages.map(({ stage, name }) => (
            <span key={stage}>{name}</span>
          ))}
        </div>
        <span>{describeCut(ranked)}</span>
      </div>
      <div className={styles.body}>
        <Lines ranked={{ ...ranked, lines }} rowCount={rowCount} strong={strong} />
        <ol className={styles.list}>
          {ranked.lines.slice(0, rowCount).map((line) => (
            <Row
              key={line.candidate.chunk_id}
              line={line}
              stages={ranked.stages}
              isLast={line.candidate.rank === ranked.lastSelected}
              isFiltered={!ids.has(line.candidate.chunk_id)}
              isOpen={line.candidate.chunk_id === openChunk}
              onPoint={setPointed}
              onOpen={onOpen}
            />
          ))}
        </ol>
      </div>
      <div className={styles.foot}>
        {rowCount < candidates.length && (
          <Button size="compact-xs" variant="default" onClick={() => setIsWhole(true)}>
            Show all {formatCount(candidates.length)}
          </Button>
        )}
        <span>
          Solid: selected; pale: rejected; dashed: a stage did not see the chunk.
          {rowCount < candidates.length && ` Ranks below #${rowCount} meet at the lower edge.`}
        </span>
      </div>
      <RankTable ranked={{ ...ranked, lines }} />
    </section>
  );
}

/** All that was selected and a few of what follows. */
function countRows({ lastSelected }: RankStages, candidateCount: number): number {
  return Math.min(candidateCount, Math.max(FEWEST_ROWS, (lastSelected ?? 0) + 3));
}

interface LinesProps {
  readonly ranked: RankStages;
  readonly rowCount: number;
  readonly strong: string | undefined;
}

/** The lines alone; what they say is in the buttons beside them and in the table below. */
function Lines({ ranked, rowCount, strong }: LinesProps) {
  const rows = rowCount + 1;
  const y = (row: number) => (row - 0.5) * ROW_PX;
  const x = (column: number) => ((column + 0.5) / ranked.stages.length) * 100;
  const lines = ranked.lines.toSorted((a, b) => weigh(a, strong) - weigh(b, strong));
  return (
    <svg
      className={styles.lines}
      viewBox={`0 0 100 ${rows * ROW_PX}`}
      height={rows * ROW_PX}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {ranked.stages.map(({ stage }, column) => (
        <line
          key={stage}
          className={styles.axis}
          x1={x(column)}
          x2={x(column)}
          y1={0}
          y2={rows * ROW_PX}
        />
      ))}
      {ranked.lastSelected !== null && (
        <line
          className={styles.cut}
          x1={x(ranked.stages.length - 1.5)}
          x2={100}
          y1={ranked.lastSelected * ROW_PX}
          y2={ranked.lastSelected * ROW_PX}
        />
      )}
      {lines.map(({ candidate, ranks }) => {
        const points = placeLine(ranks, rowCount);
        if (points.every(({ isBelow }) => isBelow)) return null;
        return (
          <g
            key={candidate.chunk_id}
            className={styles.line}
            data-selected={candidate.selected || undefined}
            data-strong={candidate.chunk_id === strong || undefined}
          >
            {points.slice(1).map((to, index) => {
              const from = points[index] ?? to;
              return (
                <line
                  key={to.column}
                  data-skips={to.column - from.column > 1 || undefined}
                  x1={x(from.column)}
                  y1={y(from.row)}
                  x2={x(to.column)}
                  y2={y(to.row)}
                />
              );
            })}
            {points.map(({ column, row, isBelow }) =>
              isBelow ? null : (
                <line
                  key={column}
                  className={styles.point}
                  x1={x(column)}
                  x2={x(column)}
                  y1={y(row)}
                  y2={y(row)}
                />
              ),
            )}
          </g>
        );
      })}
    </svg>
  );
}

/** What is drawn later lies above. */
function weigh({ candidate }: RankedCandidate, strong: string | undefined): number {
  if (candidate.chunk_id === strong) return 2;
  return candidate.selected ? 1 : 0;
}

interface RowProps {
  readonly line: RankedCandidate;
  readonly stages: RankStages['stages'];
  readonly isLast: boolean;
  readonly isFiltered: boolean;
  readonly isOpen: boolean;
  readonly onPoint: (chunk: string | undefined) => void;
  readonly onOpen: (chunk: string | undefined) => void;
}

function Row({ line, stages, isLast, isFiltered, isOpen, onPoint, onOpen }: RowProps) {
  const { candidate, ranks } = line;
  const id = candidate.chunk_id;
  const reason = LEDGER_REASON_TERMS[candidate.reason.code].label;
  const outcome = candidate.selected ? 'selected' : 'rejected';
  return (
    <li data-cut={isLast || undefined}>
      <button
        type="button"
        className={styles.row}
        aria-pressed={isOpen}
        title={`${reason}. ${describeRanks(stages, ranks)}`}
        data-selected={candidate.selected || undefined}
        data-filtered={isFiltered || undefined}
        onMouseEnter={() => onPoint(id)}
        onMouseLeave={() => onPoint(undefined)}
        onFocus={() => onPoint(id)}
        onBlur={() => onPoint(undefined)}
        onClick={() => onOpen(isOpen ? undefined : id)}
      >
        <span className={styles.rank}>{candidate.rank}</span>
        <span aria-hidden="true">{candidate.selected ? '●' : '×'}</span>
        <span className={styles.name}>
          <RevealedText text={candidate.title} />{' '}
          <span className={styles.place}>
            <RevealedText text={describePlace(candidate.heading_path, candidate.title)} />
          </span>
        </span>
        <span className="visually-hidden">{`, ${outcome}: ${reason}. ${describeRanks(stages, ranks)}`}</span>
      </button>
    </li>
  );
}

function RankTable({ ranked: { stages, lines } }: { readonly ranked: RankStages }) {
  return (
    <details className={styles.details}>
      <summary>The same as a table</summary>
      <div className={table.bare}>
        <table className={table.table} aria-label="Rank by stage">
          <thead>
            <tr>
              <th scope="col">Chunk</th>
              {stages.map(({ stage, name }) => (
                <th key={stage} scope="col" className={table.number}>
                  {name}
                </th>
              ))}
              <th scope="col">Outcome</th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ candidate, ranks }) => (
              <tr key={candidate.chunk_id}>
                <td className={table.main}>
                  <RevealedText text={candidate.title} />{' '}
                  <span className={table.soft}>
                    <RevealedText text={describePlace(candidate.heading_path, candidate.title)} />
                  </span>
                </td>
                {stages.map(({ stage, name }, index) => (
                  <td key={stage} data-label={name} className={table.number}>
                    {ranks[index] ?? 'not seen'}
                  </td>
                ))}
                <td data-label="Outcome">
                  {candidate.selected ? 'Selected' : 'Rejected'}:{' '}
                  {LEDGER_REASON_TERMS[candidate.reason.code].label}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
