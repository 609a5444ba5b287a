import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { goldDraftsQuery } from '../api/evaluation-queries.ts';
import { formatQuantity } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import { Panel } from '../ui/Panel.tsx';
import { DraftCard } from './DraftCard.tsx';
import { DraftForm } from './DraftForm.tsx';

/** Items that are proposed from documents: one at a time, each taken into the set or dismissed by a person. */
export function DraftsPanel({ name }: { readonly name: string }) {
  const [skipped, setSkipped] = useState(0);
  const drafts = useQuery(goldDraftsQuery(name));
  const waiting = drafts.data?.data ?? [];
  const shown = waiting[waiting.length === 0 ? 0 : skipped % waiting.length];
  const more = drafts.data?.next_cursor === null ? '' : ' or more';
  return (
    <>
      <Panel title="Draft from documents" aside="Nothing counts before it is approved">
        <DraftForm name={name} />
      </Panel>
      {drafts.isPending && <LoadingState what="the drafts" />}
      {drafts.isError && (
        <ErrorState
          error={drafts.error}
          action="load the drafts"
          onRetry={() => void drafts.refetch()}
        />
      )}
      {drafts.isSuccess && shown === undefined && (
        <EmptyState title="No draft waits">Draft some from a collection.</EmptyState>
      )}
      {shown !== undefined && (
        <Panel
          title="Draft to decide on"
          aside={`${formatQuantity(waiting.length, 'draft')}${more} to decide on`}
        >
          <DraftCard
            key={shown.id}
            draft={shown}
            onSkip={waiting.length > 1 ? () => setSkipped(skipped + 1) : null}
          />
        </Panel>
      )}
    </>
  );
}
