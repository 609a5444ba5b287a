import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ChunkChange, DiffChunk, VersionDiff } from '../../../contract/version-diff.ts';
import { documentVersionQuery } from '../api/queries.ts';
import { describePlace } from '../ui/describe-place.ts';
import { formatCount, formatQuantity } from '../ui/format.ts';
import { ErrorState, LoadingState } from '../ui/list-states.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { TermTag } from '../ui/Tag.tsx';
import { CHUNK_CHANGE_TERMS } from '../ui/terms/diff-terms.ts';
import { WordDiff } from '../ui/WordDiff.tsx';
import { diffRows } from './diff-rows.ts';
import styles from './diff.module.css';

/** Every chunk of the new version in its order: changes open, runs of kept chunks folded. */
export function DiffList({ diff }: { readonly diff: VersionDiff }) {
  return (
    <ol className={styles.list}>
      {diffRows(diff).map((row) =>
        row.kind === 'kept' ? (
          <li key={`kept-${row.first}`}>
            <KeptChunks diff={diff} first={row.first} last={row.last} />
          </li>
        ) : (
          <li key={`${row.change.kind}-${(row.change.to ?? row.change.from)?.chunk_id}`}>
            <Change diff={diff} change={row.change} />
          </li>
        ),
      )}
    </ol>
  );
}

interface ChangeProps {
  readonly diff: VersionDiff;
  readonly change: ChunkChange;
}

function Change({ diff, change }: ChangeProps) {
  return (
    <article className={styles.change} data-kind={change.kind}>
      <header className={styles.head}>
        <TermTag term={CHUNK_CHANGE_TERMS[change.kind]} />
        <h2 className={styles.place}>
          <RevealedText text={placeOf(change, diff)} />
        </h2>
        <span className={styles.facts}>
          {describeMove(change)}
          {change.granularity === 'sentence' && ' · compared by sentence'}
          {change.kind === 'changed' && change.granularity === 'chunk' && ' · compared as a whole'}
        </span>
      </header>
      <WordDiff changes={change.words} />
    </article>
  );
}

interface KeptChunksProps {
  readonly diff: VersionDiff;
  readonly first: number;
  readonly last: number;
}

/** Folded; their text is fetched when somebody unfolds them. */
function KeptChunks({ diff, first, last }: KeptChunksProps) {
  const [isOpen, setIsOpen] = useState(false);
  const count = last - first + 1;
  return (
    <details className={styles.kept} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>
        {formatQuantity(count, 'chunk')} kept as {count === 1 ? 'it was' : 'they were'}
      </summary>
      {isOpen && <KeptText diff={diff} first={first} last={last} />}
    </details>
  );
}

function KeptText({ diff, first, last }: KeptChunksProps) {
  const stored = useQuery(documentVersionQuery(diff.document_id, diff.to.version));
  if (stored.isPending) return <LoadingState what="the kept text" lines={3} />;
  if (stored.isError) {
    const retry = () => void stored.refetch();
    return <ErrorState error={stored.error} action="load the kept text" onRetry={retry} />;
  }
  const { text, chunks } = stored.data;
  return chunks
    .filter(({ position }) => position >= first && position <= last)
    .map((chunk) => (
      <p key={chunk.chunk_id} className={styles.keptText} dir="auto">
        <RevealedText text={text.slice(chunk.char_start, chunk.char_end)} />
      </p>
    ));
}

function placeOf(change: ChunkChange, diff: VersionDiff): string {
  if (change.kind === 'retitled') {
    return `${headingOf(change.from, diff.from.title)} → ${headingOf(change.to, diff.to.title)}`;
  }
  return change.to === null
    ? headingOf(change.from, diff.from.title)
    : headingOf(change.to, diff.to.title);
}

function headingOf(chunk: DiffChunk, title: string): string {
  return describePlace(chunk.heading_path, title) || title;
}

/** `chunk 3`, `chunk 3 → 5`, `chunk 3 of the old version` */
function describeMove({ from, to }: ChunkChange): string {
  if (to === null) return `chunk ${numberOf(from)} of the old version`;
  if (from === null || from.position === to.position) return `chunk ${numberOf(to)}`;
  return `chunk ${numberOf(from)} → ${numberOf(to)}`;
}

function numberOf(chunk: DiffChunk): string {
  return formatCount(chunk.position + 1);
}
