import { Button, MultiSelect, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { CreatedApiKey, Scope } from '../../../contract/api-key.ts';
import type { Classification } from '../../../contract/classification.ts';
import { call } from '../api/client.ts';
import { fieldErrors } from '../api/field-errors.ts';
import { collectionsQuery } from '../api/queries.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { Panel } from '../ui/Panel.tsx';
import { CLASSIFICATION_TONES } from '../ui/terms/route-terms.ts';
import { valueIn, valuesOf } from '../ui/terms/term.ts';
import styles from './settings.module.css';

const SCOPE_WORDS: Readonly<Record<Scope, string>> = {
  ask: 'ask: ask questions and see one’s own answers',
  retrieve: 'retrieve: search and read documents',
  ingest: 'ingest: add, change and retire documents',
  audit: 'audit: read all traces and metrics',
  review: 'review: decide on answers that were held back',
  evaluate: 'evaluate: gold sets and evaluations',
  admin: 'admin: everything, and keys',
};

interface KeyFormProps {
  readonly onClose: () => void;
  readonly onCreated: (created: CreatedApiKey) => void;
}

/** Makes a key. What the server finds wrong is said at its field. */
export function KeyForm({ onClose, onCreated }: KeyFormProps) {
  const queryClient = useQueryClient();
  const { data: known } = useQuery(collectionsQuery());
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['ask']);
  const [clearance, setClearance] = useState<Classification>('internal');
  const [groups, setGroups] = useState<readonly string[]>([]);
  const [collections, setCollections] = useState<readonly string[]>([]);
  const [budget, setBudget] = useState<number | null>(null);
  const [lastDay, setLastDay] = useState('');
  const create = useMutation({
    mutationFn: () =>
      call('createApiKey', {
        body: {
          name: name.trim(),
          scopes: [...scopes],
          clearance,
          groups: [...groups],
          collections: collections.length === 0 ? '*' : [...collections],
          budget_usd_per_day: budget,
          expires_at: lastDay === '' ? null : new Date(`${lastDay}T23:59:59`).toISOString(),
        },
      }),
    onSuccess: async (created) => {
      onCreated(created);
      await queryClient.invalidateQueries({ queryKey: ['api-keys'] });
    },
  });
  const errors = fieldErrors(create.error);
  return (
    <Panel title="Make a key">
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <TextInput
          label="Name"
          description="Who or what will use it."
          required
          maxLength={128}
          value={name}
          error={errors.at('/name')}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <MultiSelect
          label="May"
          description="At least one."
          data={valuesOf(SCOPE_WORDS).map((value) => ({ value, label: SCOPE_WORDS[value] }))}
          value={[...scopes]}
          error={errors.at('/scopes')}
          onChange={(values) =>
            setScopes(values.flatMap((value) => valueIn(SCOPE_WORDS, value) ?? []))
          }
        />
        <Select
          label="Reads documents up to"
          description="Their classification."
          allowDeselect={false}
          data={valuesOf(CLASSIFICATION_TONES)}
          value={clearance}
          onChange={(value) => setClearance(valueIn(CLASSIFICATION_TONES, value) ?? clearance)}
        />
        <TagsInput
          label="Groups"
          description="Documents with an access list need one of theirs."
          value={[...groups]}
          error={errors.at('/groups')}
          onChange={setGroups}
        />
        <MultiSelect
          label="Collections"
          description="None chosen: all of them."
          searchable
          data={(known?.data ?? []).map((collection) => collection.name)}
          value={[...collections]}
          error={errors.at('/collections')}
          onChange={setCollections}
        />
        <NumberInput
          label="Budget a day, in US dollars"
          description="Empty: no limit of its own."
          min={0}
          decimalScale={2}
          value={budget ?? ''}
          error={errors.at('/budget_usd_per_day')}
          onChange={(value) => setBudget(typeof value === 'number' ? value : null)}
        />
        <TextInput
          type="date"
          label="Last day"
          description="Empty: it does not expire."
          value={lastDay}
          error={errors.at('/expires_at')}
          onChange={(event) => setLastDay(event.currentTarget.value)}
        />
        <div className={styles.wide}>
          <Button
            size="xs"
            type="submit"
            disabled={name.trim() === '' || scopes.length === 0}
            loading={create.isPending}
          >
            Make the key
          </Button>{' '}
          <Button size="xs" variant="default" onClick={onClose}>
            Cancel
          </Button>
          <ActionError error={create.error} />
        </div>
      </form>
    </Panel>
  );
}
