import { Button, NumberInput, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/client.ts';
import { goldDraftsQuery } from '../api/evaluation-queries.ts';
import { collectionsQuery } from '../api/queries.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { formatQuantity } from '../ui/format.ts';
import { EmptyState, ErrorState, LoadingState } from '../ui/list-states.tsx';
import page from '../ui/page.module.css';
import { Panel } from '../ui/Panel.tsx';
import { DraftCard } from './DraftCard.tsx';

const COUNT = 20;
const MAX_COUNT = 200;

/** Items that are proposed from documents: one at a time, each taken into the set or dismissed by a person. */
export function DraftsPanel({ name }: { readonly name: string }) {
  const [skipped, setSkipped] = useState(0);
  const drafts = useQuery(goldDraftsQuery(name));
  const waiting = drafts.data?.data ?? [];
  const shown = waiting[waiting.length === 0 ? 0 : skipped % waiting.length];
  const more = drafts.data?.next_cursor === null ? '' : ' or more';
  return (
    <>
      <Panel title="Draft from documents" aside="By templates: no model is called">
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

function DraftForm({ name }: { readonly name: string }) {
  const [collection, setCollection] = useState<string | null>(null);
  const [count, setCount] = useState<string | number>(COUNT);
  const collections = useQuery(collectionsQuery());
  const queryClient = useQueryClient();
  const draft = useMutation({
    mutationFn: (from: string) =>
      call('draftGoldItems', {
        params: { name },
        body: { collection: from, count: Number(count) },
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['gold-drafts', name] }),
  });
  return (
    <>
      <div className={page.toolbar}>
        <Select
          label="Collection"
          data={(collections.data?.data ?? []).map((one) => one.name)}
          value={collection}
          onChange={setCollection}
        />
        <NumberInput
          label="Drafts at most"
          min={1}
          max={MAX_COUNT}
          allowDecimal={false}
          value={count}
          onChange={setCount}
        />
        <Button
          data-fit
          variant="default"
          loading={draft.isPending}
          disabled={collection === null || Number(count) < 1}
          onClick={() => {
            if (collection !== null) draft.mutate(collection);
          }}
        >
          Draft
        </Button>
      </div>
      <ActionError error={draft.error} />
      {draft.isSuccess && (
        <p className={page.lead} aria-live="polite">
          {formatQuantity(draft.data.data.length, 'new draft')} from{' '}
          {formatQuantity(draft.data.documents, 'document')}.
        </p>
      )}
    </>
  );
}
