import { MultiSelect, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { collectionsQuery, modelsQuery } from '../api/queries.ts';
import { MomentInput } from '../ui/MomentInput.tsx';
import styles from './ask.module.css';

/** What a question is asked of, and whom; what is not given is left to the service. */
export interface AskChoices {
  readonly collections: readonly string[];
  readonly model: string | undefined;
  /** An ISO instant: the documents as they stood then. */
  readonly asOf: string | undefined;
}

interface AskOptionsProps {
  readonly choices: AskChoices;
  readonly onChoices: (choices: AskChoices) => void;
}

export function AskOptions({ choices, onChoices }: AskOptionsProps) {
  const collections = useQuery(collectionsQuery());
  const models = useQuery(modelsQuery());
  const names = (models.data?.data ?? []).map(({ id }) => id).filter((id) => id !== 'auto');
  const set = (change: Partial<AskChoices>) => onChoices({ ...choices, ...change });
  return (
    <>
      <MultiSelect
        aria-label="Collections"
        placeholder={choices.collections.length === 0 ? 'All collections' : ''}
        data={(collections.data?.data ?? []).map((collection) => collection.name)}
        value={[...choices.collections]}
        onChange={(chosen) => set({ collections: chosen })}
        size="xs"
        clearable
        searchable
        className={styles.collections ?? ''}
      />
      <Select
        aria-label="Model"
        placeholder="Model as routed"
        data={names}
        value={choices.model ?? null}
        onChange={(chosen) => set({ model: chosen ?? undefined })}
        size="xs"
        clearable
        className={styles.model ?? ''}
      />
      <MomentInput
        aria-label="Documents as of"
        title="The documents as they stood then; empty: as they are now"
        value={choices.asOf}
        onValue={(asOf) => set({ asOf })}
        className={styles.asOf ?? ''}
      />
    </>
  );
}
