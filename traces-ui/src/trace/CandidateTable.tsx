import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { Fragment, useState } from 'react';
import type { LedgerEntry } from '../../../contract/retrieval.ts';
import type { RetrievalSettings } from '../../../contract/retrieval-trace.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { describePlace } from '../ui/describe-place.ts';
import { formatCount, formatHash, formatQuantity, formatScore } from '../ui/format.ts';
import { RevealedText } from '../ui/RevealedText.tsx';
import { ScoreBar } from '../ui/ScoreBar.tsx';
import table from '../ui/table.module.css';
import { TermTag } from '../ui/Tag.tsx';
import { LEDGER_REASON_TERMS } from '../ui/terms/ledger-terms.ts';
import styles from './candidates.module.css';
import type { FrozenChunk } from './claim-evidence.ts';
import type { StrongestScores } from './ledger-summary.ts';
import { ScoreBreakdown } from './ScoreBreakdown.tsx';

const COLUMN_COUNT = 6;
const FIRST_ROWS = 40;

interface CandidateTableProps {
  readonly candidates: readonly LedgerEntry[];
  readonly strongest: StrongestScores;
  readonly frozen: ReadonlyMap<string, FrozenChunk>;
  readonly weights: RetrievalSettings['rerank_weights'];
  readonly openChunk: string | undefined;
  readonly onOpen: (chunk: string | undefined) => void;
}

/** The first rows, and the rest when they are asked for: a ledger may hold two thousand. */
export function CandidateTable(props: CandidateTableProps) {
  const [isWhole, setIsWhole] = useState(false);
  const { candidates, openChunk } = props;
  const rows = isWhole
    ? candidates
    : candidates.filter(({ chunk_id: id }, index) => index < FIRST_ROWS || id === openChunk);
  return (
    <div className={table.bare}>
      <table className={table.table} aria-label="Candidates">
        <thead>
          <tr>
            <th scope="col" className={table.number}>
              Rank
            </th>
            <th scope="col">Chunk</th>
            <th scope="col" title="Rank and cosine similarity; higher is better">
              Vector
            </th>
            <th scope="col" title="Rank and BM25 score; higher is better">
              Keywords
            </th>
            <th scope="col" title="Fused score; higher is better">
              Fused
            </th>
            <th scope="col">Outcome and reason</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((candidate) => {
            const isOpen = candidate.chunk_id === props.openChunk;
            return (
              <Fragment key={candidate.chunk_id}>
                <CandidateRow
                  candidate={candidate}
                  strongest={props.strongest}
                  isOpen={isOpen}
                  onToggle={() => props.onOpen(isOpen ? undefined : candidate.chunk_id)}
                />
                {isOpen && (
                  <CandidateDetail
                    candidate={candidate}
                    frozen={props.frozen.get(candidate.chunk_id)}
                    weights={props.weights}
                  />
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
      {rows.length < candidates.length && (
        <p className={styles.more}>
          <Button size="xs" variant="default" onClick={() => setIsWhole(true)}>
            Show all {formatCount(candidates.length)} candidates
          </Button>
        </p>
      )}
    </div>
  );
}

interface CandidateRowProps {
  readonly candidate: LedgerEntry;
  readonly strongest: StrongestScores;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

function CandidateRow({ candidate, strongest, isOpen, onToggle }: CandidateRowProps) {
  const { dense, lexical, fused, rerank } = candidate.scores;
  const Chevron = isOpen ? ChevronDown : ChevronRight;
  const tone = candidate.selected ? 'good' : 'muted';
  return (
    <tr data-clickable data-active={isOpen || undefined} onClick={onToggle}>
      <td data-label="Rank" className={table.number}>
        {candidate.rank}
      </td>
      <td className={table.main}>
        <button
          type="button"
          className={styles.open}
          aria-expanded={isOpen}
          onClick={(event) => {
            event.stopPropagation();
            onToggle();
          }}
        >
          <Chevron size={14} aria-hidden="true" />
          <RevealedText text={candidate.title} />
        </button>
        <div className={styles.path}>
          {candidate.page !== null && `Page ${candidate.page}. `}
          <RevealedText text={describePlace(candidate.heading_path, candidate.title)} />
        </div>
      </td>
      <td data-label="Vector (rank, similarity)">
        {dense === null ? (
          <NotSeen />
        ) : (
          <ScoreBar
            label={`#${dense.rank} · ${formatScore(dense.similarity)}`}
            share={dense.similarity}
            tone={tone}
          />
        )}
      </td>
      <td data-label="Keywords (rank, BM25)">
        {lexical === null ? (
          <NotSeen />
        ) : (
          <ScoreBar
            label={`#${lexical.rank} · ${formatScore(lexical.score)}`}
            share={lexical.score / strongest.lexical}
            tone={tone}
            title={`Matched: ${lexical.matched_terms.join(', ')}`}
          />
        )}
      </td>
      <td data-label="Fused score">
        <ScoreBar label={formatScore(fused)} share={fused / strongest.fused} tone={tone} />
        {rerank !== null && <div className={table.soft}>rerank {formatScore(rerank)}</div>}
      </td>
      <td data-wide className={styles.reason}>
        <TermTag term={LEDGER_REASON_TERMS[candidate.reason.code]} />
        <div className={styles.reasonText}>
          <RevealedText text={candidate.reason.text} />
        </div>
      </td>
    </tr>
  );
}

function NotSeen() {
  return (
    <span className={table.soft} title="This leg did not return the chunk">
      not seen
    </span>
  );
}

interface CandidateDetailProps {
  readonly candidate: LedgerEntry;
  readonly frozen: FrozenChunk | undefined;
  readonly weights: RetrievalSettings['rerank_weights'];
}

function CandidateDetail({ candidate, frozen, weights }: CandidateDetailProps) {
  return (
    <tr className={styles.detailRow} ref={scrollToRow}>
      <td colSpan={COLUMN_COUNT} data-wide>
        <div className={styles.detail}>
          <p className={styles.facts}>
            <span>
              Version {candidate.document_version}, characters {candidate.char_start} to{' '}
              {candidate.char_end}, {formatQuantity(candidate.token_count, 'token')}
            </span>
            <span>
              Chunk {formatHash(candidate.chunk_id)}{' '}
              <CopyButton text={candidate.chunk_id} what="chunk id" />
            </span>
            <Link
              to="/documents/$documentId"
              params={{ documentId: candidate.document_id }}
              search={{ version: candidate.document_version, chunk: candidate.chunk_id }}
            >
              Open in its document
            </Link>
          </p>
          <ScoreBreakdown scores={candidate.scores} weights={weights} />
          <p className={styles.text} dir="auto">
            {frozen === undefined || frozen.text === null ? (
              <em>The text of this chunk may not be read with your key.</em>
            ) : (
              <RevealedText text={frozen.text} />
            )}
          </p>
        </div>
      </td>
    </tr>
  );
}

/** What was opened in the chart above may be out of sight. */
function scrollToRow(row: HTMLElement | null): void {
  row?.scrollIntoView({ block: 'nearest' });
}
