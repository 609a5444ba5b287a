import { Link } from '@tanstack/react-router';
import type { ChunkShift } from '../../../contract/trace-diff.ts';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { TermTag } from '../ui/Tag.tsx';
import { CHUNK_SHIFT_TERMS } from '../ui/terms/event-terms.ts';
import styles from './compare.module.css';

/** Chunks that entered or left the selection, or stand at another rank, each with the reasons of both sides. */
export function ChunkShifts({ shifts }: { readonly shifts: readonly ChunkShift[] }) {
  if (shifts.length === 0) return <p className={styles.same}>The same chunks in the same order.</p>;
  return (
    <div className={table.bare}>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">Chunk</th>
            <th scope="col">What became of it</th>
            <th scope="col">First</th>
            <th scope="col">Second</th>
          </tr>
        </thead>
        <tbody>
          {shifts.map((shift) => (
            <tr key={shift.chunk_id}>
              <td className={table.main}>
                <Link
                  to="/documents/$documentId"
                  params={{ documentId: shift.document_id }}
                  search={{ version: shift.document_version }}
                >
                  <RevealedText text={[shift.title, ...shift.heading_path].join(' › ')} />
                </Link>
                <div className={table.soft}>
                  <RevealedText text={shift.source} />, version {shift.document_version}
                </div>
              </td>
              <td data-label="What became of it">
                <TermTag term={CHUNK_SHIFT_TERMS[shift.shift]} />
              </td>
              <td data-label="First">
                <Place place={shift.from} />
              </td>
              <td data-label="Second">
                <Place place={shift.to} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Place({ place }: { readonly place: ChunkShift['from'] }) {
  if (place === null) return <span className={styles.same}>no candidate</span>;
  return (
    <>
      <div>
        Rank {place.rank}, {place.selected ? 'selected' : 'rejected'}
      </div>
      <div className={styles.reason}>
        <RevealedText text={place.reason} />
      </div>
    </>
  );
}
