import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { loadedTraces } from '../api/trace-list-queries.ts';
import { useShortcuts } from '../ui/shortcuts/use-shortcuts.ts';
import { findNeighbours } from './find-neighbours.ts';
import styles from './trace.module.css';

/** The traces above and below in the list that the reader came from; nothing for who came from elsewhere. */
export function NeighbourLinks({ id }: { readonly id: string }) {
  const navigate = useNavigate();
  const found = findNeighbours(loadedTraces(useQueryClient()), id);
  const { newer = null, older = null } = found ?? {};
  const open = (traceId: string | null) => {
    if (traceId === null) return;
    void navigate({ to: '/traces/$traceId', params: { traceId }, state: true });
  };
  useShortcuts('Trace', [
    { keys: 'p', does: 'Previous trace of the list', run: () => open(newer) },
    { keys: 'n', does: 'Next trace of the list', run: () => open(older) },
  ]);
  if (found === null) return null;
  return (
    <nav aria-label="Traces of the list" className={styles.neighbours}>
      {newer !== null && (
        <Link to="/traces/$traceId" params={{ traceId: newer }} state>
          <ArrowUp size={13} aria-hidden="true" /> Previous
        </Link>
      )}
      {older !== null && (
        <Link to="/traces/$traceId" params={{ traceId: older }} state>
          <ArrowDown size={13} aria-hidden="true" /> Next
        </Link>
      )}
    </nav>
  );
}
