import { Button, MultiSelect, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Candidate } from '../../../contract/retrieval.ts';
import { call } from '../api/client.ts';
import { goldItemsQuery } from '../api/evaluation-queries.ts';
import { isAbsent } from '../api/problem-error.ts';
import { newItem } from '../gold-sets/edit-items.ts';
import { ActionError } from '../ui/ActionError.tsx';
import { describePlace } from '../ui/describe-place.ts';
import { Panel } from '../ui/Panel.tsx';
import { goldSourcesOf } from './gold-sources.ts';
import styles from './lab.module.css';

const DEFAULT_SET = 'from-lab';

interface SaveGoldProps {
  readonly question: string;
  readonly chunks: readonly Candidate[];
}

/** Keeps the question with the chunks that answer it, for evaluations to come. */
export function SaveGold({ question, chunks }: SaveGoldProps) {
  const [name, setName] = useState(DEFAULT_SET);
  const [right, setRight] = useState<readonly string[]>([]);
  const save = useSave();
  return (
    <Panel title="Save as gold question">
      <div className={styles.form}>
        <MultiSelect
          label="Chunks that answer it"
          description="An evaluation then counts whether they are found."
          size="xs"
          searchable
          data={chunks.map((chunk) => ({
            value: chunk.chunk_id,
            label: `#${chunk.rank} ${chunk.title} ${describePlace(chunk.heading_path, chunk.title)}`,
          }))}
          value={[...right]}
          onChange={setRight}
        />
        <TextInput
          label="Gold set"
          size="xs"
          value={name}
          maxLength={64}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          size="xs"
          disabled={right.length === 0 || name === ''}
          loading={save.isPending}
          onClick={() =>
            save.mutate({
              name,
              question,
              sources: goldSourcesOf(chunks.filter(({ chunk_id: id }) => right.includes(id))),
            })
          }
        >
          Save
        </Button>
        {save.isSuccess && (
          <Link to="/gold-sets/$name" params={{ name: save.data.name }}>
            In {save.data.name}, version {save.data.version}
          </Link>
        )}
        <ActionError error={save.error} />
      </div>
    </Panel>
  );
}

interface SavedQuestion {
  readonly name: string;
  readonly question: string;
  readonly sources: ReturnType<typeof goldSourcesOf>;
}

function useSave() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, question, sources }: SavedQuestion) => {
      const version = await findVersion(name);
      const items =
        version === 0 ? [] : await queryClient.fetchQuery(goldItemsQuery(name, version));
      const item = { ...newItem(items), input: question, sources };
      return call('createGoldSet', {
        body: { name, note: 'From the lab', base_version: version, items: [...items, item] },
      });
    },
    onSuccess: async ({ name }) => {
      await queryClient.invalidateQueries({ queryKey: ['gold-set', name] });
      await queryClient.invalidateQueries({ queryKey: ['gold-sets'] });
    },
  });
}

/** The newest version of a set; 0 where there is none yet. */
async function findVersion(name: string): Promise<number> {
  try {
    return (await call('getGoldSet', { params: { name }, query: {} })).version;
  } catch (error) {
    if (isAbsent(error)) return 0;
    throw error;
  }
}
