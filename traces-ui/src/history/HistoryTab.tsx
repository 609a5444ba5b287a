import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { RotateCcw } from 'lucide-react';
import type { ReplayRequest } from '../../../contract/replay.ts';
import type { TraceEvent } from '../../../contract/trace-history.ts';
import { call } from '../api/client.ts';
import { traceHistoryQuery } from '../api/queries.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { formatDateTime } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import { TermTag } from '../ui/Tag.tsx';
import { TRACE_EVENT_TERMS } from '../ui/terms/event-terms.ts';
import styles from './history.module.css';

/** What happened to an answer since it was stored, and what would come of its question once more. */
export function HistoryTab({ traceId }: { readonly traceId: string }) {
  const history = useQuery(traceHistoryQuery(traceId));
  return (
    <div className={styles.stack}>
      <ReplayButtons traceId={traceId} />
      {history.isPending && <LoadingState what="the history" lines={3} />}
      {history.isError && (
        <ErrorState
          error={history.error}
          action="load the history"
          onRetry={() => void history.refetch()}
        />
      )}
      {history.data?.data.length === 0 && (
        <EmptyState title="Nothing has happened to it since it was stored" />
      )}
      {history.data !== undefined && history.data.data.length > 0 && (
        <ol className={styles.events}>
          {history.data.data.map((event, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- events have no identity but their place
            <HistoryEvent key={index} event={event} traceId={traceId} />
          ))}
        </ol>
      )}
    </div>
  );
}

function ReplayButtons({ traceId }: { readonly traceId: string }) {
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const replay = useMutation({
    mutationFn: (documents: ReplayRequest['documents']) =>
      call('replayTrace', { params: { id: traceId }, body: { documents } }),
    onSuccess: async ({ answer }) => {
      await queryClient.invalidateQueries({ queryKey: traceHistoryQuery(traceId).queryKey });
      await navigate({
        to: '/traces/$traceId/compare/$otherId',
        params: { traceId, otherId: answer.id },
      });
    },
  });
  return (
    <section aria-label="Replay">
      <p className={styles.lead}>
        Ask the question once more, with your own access rights, and see in what the answers differ.
      </p>
      <div className={styles.buttons}>
        <Button
          size="xs"
          leftSection={<RotateCcw size={13} aria-hidden="true" />}
          loading={replay.isPending && replay.variables === 'then'}
          disabled={replay.isPending}
          onClick={() => replay.mutate('then')}
        >
          Replay as of then
        </Button>
        <Button
          size="xs"
          variant="default"
          loading={replay.isPending && replay.variables === 'now'}
          disabled={replay.isPending}
          onClick={() => replay.mutate('now')}
        >
          Replay with the documents of now
        </Button>
      </div>
      <ActionError error={replay.error} />
    </section>
  );
}

interface HistoryEventProps {
  readonly event: TraceEvent;
  readonly traceId: string;
}

function HistoryEvent({ event, traceId }: HistoryEventProps) {
  return (
    <li className={styles.event}>
      <div className={styles.head}>
        <TermTag term={TRACE_EVENT_TERMS[event.kind]} />
        <time dateTime={event.at} title={event.at}>
          {formatDateTime(event.at)}
        </time>
        {event.by !== null && <span>by {event.by}</span>}
      </div>
      <p>
        <RevealedText text={event.detail} />
      </p>
      {event.text !== null && (
        <blockquote className={styles.said} dir="auto">
          <RevealedText text={event.text} />
        </blockquote>
      )}
      <p className={styles.links}>
        {event.trace_id !== null && (
          <>
            <Link
              to="/traces/$traceId/compare/$otherId"
              params={{ traceId, otherId: event.trace_id }}
            >
              Compare
            </Link>
            <Link to="/traces/$traceId" params={{ traceId: event.trace_id }}>
              Open its trace
            </Link>
          </>
        )}
        {event.link !== null && <EventLink link={event.link} />}
      </p>
    </li>
  );
}

function EventLink({ link }: { readonly link: NonNullable<TraceEvent['link']> }) {
  switch (link.kind) {
    case 'review':
      return (
        <Link to="/reviews/$reviewId" params={{ reviewId: link.id }}>
          Open the review
        </Link>
      );
    case 'document':
      return (
        <Link to="/documents/$documentId/diff" params={{ documentId: link.id }}>
          What changed in the document
        </Link>
      );
    case 'run':
      return (
        <Link to="/runs/$runId" params={{ runId: link.id }}>
          Open the ingest run
        </Link>
      );
    default:
      return link.kind satisfies never;
  }
}
