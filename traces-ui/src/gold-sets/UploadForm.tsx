import { Button, FileInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { GoldSetVersion } from '../../../contract/gold-set.ts';
import { call } from '../api/client.ts';
import { ActionError } from '../ui/ActionError.tsx';
import page from '../ui/page.module.css';
import { formatQuantity } from '../ui/format.ts';
import { WarningList } from './WarningList.tsx';

/** Stores a file as a gold set, or as the next version of one. */
export function UploadForm() {
  const [name, setName] = useState('');
  const [file, setFile] = useState<File | null>(null);
  const upload = useUpload();
  return (
    <>
      <div className={page.toolbar}>
        <TextInput
          label="Name"
          description="A set of this name gets its next version."
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <FileInput
          label="File"
          description="JSON lines or CSV"
          accept=".jsonl,.csv"
          placeholder="Choose a file"
          value={file}
          onChange={setFile}
          data-grow
        />
        <Button
          data-fit
          variant="default"
          loading={upload.isPending}
          disabled={name === '' || file === null}
          onClick={() => {
            if (file !== null) upload.mutate({ name, file });
          }}
        >
          Store
        </Button>
      </div>
      <ActionError error={upload.error} />
      {upload.isSuccess && <Stored set={upload.data} />}
    </>
  );
}

function Stored({ set }: { readonly set: GoldSetVersion }) {
  return (
    <div aria-live="polite">
      <p className={page.lead}>
        Stored {formatQuantity(set.items, 'item')} as version {set.version} of {set.name}.
      </p>
      <WarningList warnings={set.warnings} />
    </div>
  );
}

function useUpload() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, file }: { readonly name: string; readonly file: File }) => {
      const format = file.name.toLowerCase().endsWith('.csv')
        ? ('csv' as const)
        : ('jsonl' as const);
      const body = { name, note: `From ${file.name}`, format, content: await file.text() };
      return call('createGoldSet', { body });
    },
    onSuccess: async ({ name }) => {
      await queryClient.invalidateQueries({ queryKey: ['gold-sets'] });
      await queryClient.invalidateQueries({ queryKey: ['gold-set', name] });
    },
  });
}
