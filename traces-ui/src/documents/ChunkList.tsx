import { useEffect, useRef } from 'react';
import type { VersionChunk } from '../../../contract/document-version.ts';
import { describePlace } from '../ui/describe-place.ts';
import { formatCount, formatQuantity } from '../ui/format.ts';
import { EmptyState } from '../ui/list-states.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import styles from './document.module.css';

interface ChunkListProps {
  readonly title: string;
  readonly chunks: readonly VersionChunk[];
  readonly selected: string | undefined;
  readonly onSelect: (chunk: string) => void;
}

/** The chunks of a version in their order; choosing one highlights it in the text. */
export function ChunkList({ title, chunks, selected, onSelect }: ChunkListProps) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const item = list.current?.querySelector<HTMLElement>('[aria-pressed="true"]');
    if (list.current && item)
      list.current.scrollTop = item.offsetTop - list.current.clientHeight / 3;
    // Only on arrival: a click on an item must not move the list under the pointer.
  }, []);
  if (chunks.length === 0) return <EmptyState title="This version has no chunks" />;
  return (
    <ol ref={list} className={styles.chunks}>
      {chunks.map((chunk) => (
        <li key={chunk.chunk_id}>
          <button
            type="button"
            className={styles.chunk}
            aria-pressed={chunk.chunk_id === selected}
            onClick={() => onSelect(chunk.chunk_id)}
          >
            <span className={styles.chunkNumber}>{chunk.position + 1}</span>
            <span className={styles.chunkPath}>
              <RevealedText text={describePlace(chunk.heading_path, title) || 'Beginning'} />
            </span>
            <span className={styles.chunkFacts}>
              {chunk.page !== null && `Page ${chunk.page} · `}
              {formatQuantity(chunk.token_count, 'token')} · characters{' '}
              {formatCount(chunk.char_start)}–{formatCount(chunk.char_end)}
            </span>
          </button>
        </li>
      ))}
    </ol>
  );
}
