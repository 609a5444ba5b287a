import { ActionIcon, Button, Popover, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Bookmark, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { SavedView } from '../../../contract/saved-view.ts';
import { call } from '../api/client.ts';
import { savedViewsQuery } from '../api/trace-list-queries.ts';
import { hasFilters, readTracesSearch, toTraceQuery } from '../search/traces-search.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { RevealedText } from '../ui/RevealedText.tsx';
import styles from './saved-views.module.css';

const route = getRouteApi('/app/traces');

/** Filters that were saved under a name, by whoever holds this key. */
export function SavedViews() {
  const [isOpen, { toggle, close }] = useDisclosure(false);
  return (
    <Popover
      opened={isOpen}
      onDismiss={close}
      position="bottom-end"
      width={300}
      trapFocus
      withinPortal={false}
    >
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<Bookmark size={13} aria-hidden="true" />}
          onClick={toggle}
        >
          Views
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Saved views">
        <ViewList onDone={close} />
      </Popover.Dropdown>
    </Popover>
  );
}

function ViewList({ onDone }: { readonly onDone: () => void }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const queryClient = useQueryClient();
  const views = useQuery(savedViewsQuery());
  const refresh = () => queryClient.invalidateQueries(savedViewsQuery());
  const forget = useMutation({
    mutationFn: (id: string) => call('deleteSavedView', { params: { id } }),
    onSettled: refresh,
  });
  const open = ({ filters }: SavedView) => {
    void navigate({ search: readTracesSearch({ ...filters }) });
    onDone();
  };
  return (
    <div className={styles.panel}>
      {views.isError && <ActionError error={views.error} />}
      {views.isPending && <p className={styles.soft}>Loading…</p>}
      {views.data?.data.length === 0 && <p className={styles.soft}>No view is saved yet.</p>}
      <ul>
        {views.data?.data.map((view) => (
          <li key={view.id} className={styles.line}>
            <button type="button" className={styles.open} onClick={() => open(view)}>
              <RevealedText text={view.name} />
            </button>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={`Delete the view ${view.name}`}
              onClick={() => forget.mutate(view.id)}
            >
              <Trash2 size={13} />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {forget.isError && <ActionError error={forget.error} />}
      {hasFilters(search) ? (
        <SaveForm onSaved={refresh} />
      ) : (
        <p className={styles.soft}>Set filters to save them as a view.</p>
      )}
    </div>
  );
}

function SaveForm({ onSaved }: { readonly onSaved: () => Promise<unknown> }) {
  const search = route.useSearch();
  const [name, setName] = useState('');
  const save = useMutation({
    mutationFn: () => call('saveView', { body: { name, filters: toTraceQuery(search) } }),
    onSuccess: async () => {
      setName('');
      await onSaved();
    },
  });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TextInput
        size="xs"
        label="Save these filters as"
        value={name}
        maxLength={80}
        required
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button size="xs" type="submit" loading={save.isPending} disabled={name.trim() === ''}>
        Save
      </Button>
      {save.isError && <ActionError error={save.error} />}
    </form>
  );
}
