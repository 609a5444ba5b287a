import { Link } from '@tanstack/react-router';
import type { DriftEvent } from '../../../contract/drift.ts';
import { formatCount, formatDateTime, formatLanguage } from '../ui/format.ts';
import { RevealedText } from '../ui/RevealedText.tsx';
import table from '../ui/table.module.css';
import { DRIFT_EVENT_WORDS } from '../ui/terms/drift-terms.ts';

/** What changed, the newest first. */
export function EventTable({ events }: { readonly events: readonly DriftEvent[] }) {
  return (
    <table className={table.table} aria-label="Changes">
      <thead>
        <tr>
          <th scope="col">At</th>
          <th scope="col">What</th>
          <th scope="col">Of</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {events.toReversed().map((event) => (
          <tr key={`${event.at} ${event.kind} ${event.subject} ${event.after} ${event.run_id}`}>
            <td data-label="At" className={table.nowrap}>
              {formatDateTime(event.at)}
            </td>
            <td data-label="What" className={table.nowrap}>
              {DRIFT_EVENT_WORDS[event.kind]}
              {event.count > 1 && ` (${formatCount(event.count)})`}
            </td>
            <td data-label="Of">
              <Subject event={event} />
            </td>
            <td data-label="Before">
              <State event={event} text={event.before} />
            </td>
            <td data-label="After">
              <State event={event} text={event.after} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function State({ event, text }: { readonly event: DriftEvent; readonly text: string | null }) {
  if (text === null) return null;
  return event.kind === 'language' ? formatLanguage(text) : <RevealedText text={text} />;
}

function Subject({ event }: { readonly event: DriftEvent }) {
  const text = <RevealedText text={event.subject ?? '–'} />;
  if (event.document_id !== null) {
    return (
      <Link to="/documents/$documentId" params={{ documentId: event.document_id }}>
        {text}
      </Link>
    );
  }
  if (event.run_id === null) return text;
  return (
    <Link to="/runs/$runId" params={{ runId: event.run_id }}>
      {text}
    </Link>
  );
}
